import { rm } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Columns, Row } from "../../shared/catalog/column.ts";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { pairOf } from "../../shared/catalog/views/movement-sql.ts";
import { addDays } from "../../shared/platform/day.ts";
import { createDataFolder } from "./data-folder.ts";
import { queriesAt, queryRows } from "./query.ts";
import { type Written, writeHistory } from "./random-history.ts";

/** Daily views, whose rows are told apart by id here. */
const VIEWS = {
  campaigns: "campaign_daily",
  "publisher-contracts": "publisher_contract_daily",
  "integration-jobs": "integration_job_daily",
} as const satisfies { readonly [N in DatasetName]?: string };

const measuredOf = (dataset: DatasetName): string[] =>
  Object.entries(DATASETS[dataset].columns as Columns).flatMap(([name, { measure }]) =>
    measure === undefined ? [] : [name],
  );

/** Ten-thousandths of a counter or an amount. */
const scaled = (value: unknown): bigint =>
  typeof value === "bigint" ? value : BigInt(Math.round(Number(String(value)) * 10_000));

/** By what a thing is followed; a contract is its publisher on its campaign. */
const thingOf = (dataset: DatasetName, row: Row): string => {
  const { id, campaign_id: campaign, publisher_id: publisher } = row;
  if (dataset !== "publisher-contracts") return String(id);
  return campaign === null || publisher === null ? `#${id}` : `${campaign}/${publisher}`;
};
const THING = {
  campaigns: "CAST(id AS varchar)",
  "publisher-contracts": pairOf("d"),
  "integration-jobs": "CAST(id AS varchar)",
};

/** Rows of one thing, by day. */
function lifesOf(written: Written, dataset: DatasetName): Map<string, Row[]> {
  const lifes = new Map<string, Row[]>();
  for (const rows of written.get(dataset)?.values() ?? []) {
    for (const row of rows) lifes.set(thingOf(dataset, row), [...(lifes.get(thingOf(dataset, row)) ?? []), row]);
  }
  return lifes;
}

const share = fc.double({ min: 0, max: 0.6, noNaN: true });

/** Accounts of one folder, an enterprise each: a question of all of them is planned once. */
async function withAccounts(
  { days, entities, accounts }: { readonly days: number; readonly entities: number; readonly accounts: number },
  ask: (session: ReportsSession, written: ReadonlyMap<string, Written>) => Promise<void>,
): Promise<void> {
  const folder = await createDataFolder();
  const written = new Map<string, Written>();
  const worlds = fc.sample(fc.record({ seed: fc.integer(), holes: share, nulls: share }), {
    numRuns: accounts,
    seed: 15,
  });
  for (const [at, world] of worlds.entries()) {
    const enterprise = `account-${at}`;
    const history = { ...world, enterprise, firstDay: "2026-11-01", days, entities };
    written.set(enterprise, await writeHistory(folder, { ...history, datasets: Object.keys(VIEWS) as DatasetName[] }));
  }
  await queriesAt(folder.path, addDays("2026-11-01", days - 1), (session) => ask(session, written));
  await rm(folder.path, { recursive: true });
}

test("deltas of a counter add up to its last known value less its first, over gaps, absences, corrections and nulls", async () => {
  await withAccounts({ days: 12, entities: 3, accounts: 12 }, async (session, accounts) => {
    for (const dataset of Object.keys(VIEWS) as (keyof typeof VIEWS)[]) {
      const sums = measuredOf(dataset).map((name) => `CAST(sum(${name}_delta) AS varchar) AS ${name}`);
      const sql = `SELECT enterprise, ${THING[dataset]} AS thing, ${sums.join(", ")} FROM ${VIEWS[dataset]} AS d GROUP BY 1, 2`;
      const told = new Map(
        (await queryRows(session, sql)).map((row) => [`${row["enterprise"]} ${String(row["thing"])}`, row]),
      );
      for (const [enterprise, written] of accounts) {
        for (const [id, rows] of lifesOf(written, dataset)) {
          for (const name of measuredOf(dataset)) {
            const known = rows.map((row) => row[name]).filter((value) => value !== null);
            const sum = told.get(`${enterprise} ${id}`)?.[name];
            const place = `${enterprise} ${dataset} ${id} ${name}`;
            if (known.length < 2) expect(sum, place).toBeNull();
            else expect(scaled(sum), place).toBe(scaled(known.at(-1)) - scaled(known[0]));
          }
        }
      }
    }
  });
});

test("every share is null or lies between 0 and 1, whatever the counters do", async () => {
  await withAccounts({ days: 14, entities: 6, accounts: 12 }, async (session) => {
    for (const [view, shares] of Object.entries(SHARES)) {
      const bounds = shares.flatMap((name) => [`min(${name}) AS ${name}_min`, `max(${name}) AS ${name}_max`]);
      const [row = {}] = await queryRows(session, `SELECT ${bounds.join(", ")} FROM ${view}`);
      for (const [bound, value] of Object.entries(row)) {
        expect(Number(value), `${view} ${bound}`).toBeGreaterThanOrEqual(0);
        expect(Number(value), `${view} ${bound}`).toBeLessThanOrEqual(1);
      }
    }
  });
});

const SHARES = {
  revenue_daily: ["margin_rate"],
  publisher_quality_daily: ["invalid_rate", "caution_rate", "baseline_invalid_rate", "baseline_caution_rate"],
  integration_job_daily: ["failure_rate"],
  integration_job_health: ["failure_rate"],
} as const;
