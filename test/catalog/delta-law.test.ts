import { rm } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Columns, Row } from "../../shared/catalog/column.ts";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { createDataFolder } from "./data-folder.ts";
import { queryAt } from "./query.ts";
import { type Written, writeHistory } from "./random-history.ts";

/** Daily views whose rows are told apart by id. */
const VIEWS = {
  campaigns: "campaign_daily",
  "integration-jobs": "integration_job_daily",
} as const satisfies { readonly [N in DatasetName]?: string };

const measuredOf = (dataset: DatasetName): string[] =>
  Object.entries(DATASETS[dataset].columns as Columns).flatMap(([name, { measure }]) =>
    measure === undefined ? [] : [name],
  );

/** Ten-thousandths of a counter or an amount. */
const scaled = (value: unknown): bigint =>
  typeof value === "bigint" ? value : BigInt(Math.round(Number(String(value)) * 10_000));

/** Rows of one thing, by day; a contract is its publisher on its campaign. */
function lifesOf(written: Written, dataset: DatasetName): Map<string, Row[]> {
  const lifes = new Map<string, Row[]>();
  for (const rows of written.get(dataset)?.values() ?? []) {
    for (const row of rows) lifes.set(String(row["id"]), [...(lifes.get(String(row["id"])) ?? []), row]);
  }
  return lifes;
}

test("deltas of a thing add up to its last total less its first, over gaps, absences and corrections", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.double({ min: 0, max: 0.6, noNaN: true }), async (seed, holes) => {
      const folder = await createDataFolder();
      // No null cells: a null on one side makes a null delta, and the sum then skips a step.
      const written = await writeHistory(folder, {
        seed,
        firstDay: "2026-11-01",
        days: 12,
        entities: 3,
        holes,
        nulls: 0,
      });
      for (const dataset of Object.keys(VIEWS) as (keyof typeof VIEWS)[]) {
        const sums = measuredOf(dataset).map((name) => `CAST(sum(${name}_delta) AS varchar) AS ${name}`);
        const sql = `SELECT id, ${sums.join(", ")} FROM ${VIEWS[dataset]} WHERE enterprise = 'acme' GROUP BY id`;
        const told = new Map((await queryAt(folder.path, "2026-11-12", sql)).map((row) => [String(row["id"]), row]));
        for (const [id, rows] of lifesOf(written, dataset)) {
          for (const name of measuredOf(dataset)) {
            const difference = scaled(rows.at(-1)?.[name]) - scaled(rows[0]?.[name]);
            const sum = told.get(id)?.[name];
            if (rows.length === 1) expect(sum).toBeNull();
            else expect(scaled(sum), `${dataset} ${id} ${name}`).toBe(difference);
          }
        }
      }
      await rm(folder.path, { recursive: true });
    }),
    { numRuns: 8 },
  );
}, 60_000);
