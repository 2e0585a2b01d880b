import fc from "fast-check";
import { expect, test } from "vitest";
import type { Columns, Row } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { MONTHLY_DATASETS, monthColumns } from "../../../shared/catalog/months.ts";
import { openParquet } from "../../../shared/parquet/file.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { monthKey } from "../../../shared/snapshot/keys.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { arbitraryRows } from "../../snapshot/parquet/arbitrary-rows.ts";
import { askDuckdb } from "../../snapshot/parquet/duckdb.ts";
import { copyOf, ENTERPRISE, MONTH, monthRows, publishDay, rowOf, runMonths, runOn } from "./months-world.ts";

const dataset: Dataset = DATASETS["publisher-contracts"];
const { campaigns } = DATASETS;

/** By id; rows that have the same one keep their order. */
const byId = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => Number(a["id"]) - Number(b["id"]));

/** Of each day: not there, without rows, or with some; of the newest schema or of an older one. */
const history = fc.array(
  fc.option(fc.record({ rows: arbitraryRows(dataset.columns, 6), isOld: fc.boolean() }), { nil: null, freq: 2 }),
  { minLength: 31, maxLength: 31 },
);
const { signed_ts: _, ...older } = dataset.columns;
const OLDER: Columns = older;

/** The days as a store has them, and what of them the month must hold. */
async function published(days: readonly ({ readonly rows: readonly Row[]; readonly isOld: boolean } | null)[]) {
  const store = createMemoryStore();
  const expected = new Map<string, readonly Row[]>();
  for (const [at, day] of days.entries()) {
    if (day === null) continue;
    const date = addDays(`${MONTH}-01`, at);
    const rows = day.isOld ? day.rows.map(({ signed_ts, ...row }) => row) : day.rows;
    await publishDay(store, {
      ...{ dataset: "publisher-contracts", date, rows },
      ...(day.isOld ? { columns: OLDER } : {}),
    });
    const read = rows.map((row) => ({ ...row, ...(day.isOld ? { signed_ts: null } : {}) }));
    if (rows.length > 0) expected.set(date, byId(read));
  }
  return { store, expected };
}

test("a month has every row of its days by id and no other, whatever they hold, whether it was made in memory as a whole or of a few rows of a day at a time", async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(history, async (days) => {
      const { store, expected } = await published(days);
      rows += [...expected.values()].flat().length;
      const hasDays = days.some((day) => day !== null);
      const sorted = (map: ReadonlyMap<string, readonly Row[]>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const heldRows of [300_000, 31]) {
        const own = await copyOf(store);
        const run = runOn(own);
        const answer = await runMonths({ ...run, deps: { ...run.deps, heldRows } });
        expect(answer.months.map(({ outcome }) => outcome)).toEqual(hasDays ? ["made"] : []);
        const found = await monthRows(own, { dataset: "publisher-contracts" });
        expect(sorted(found ?? new Map())).toEqual(sorted(expected));
      }
    }),
    { numRuns: 6, seed: 20 },
  );
  expect(rows).toBeGreaterThan(100);
});

test("numbers of 64 bits, null beside zero, and lists that are empty or not there are in the month as in the day", async () => {
  const store = createMemoryStore();
  const [large, small] = [9_007_199_254_740_993n, -9_007_199_254_740_993n];
  const columns: Columns = dataset.columns;
  const element = columns["bands"] as { element?: Columns } | undefined;
  const band = Object.fromEntries(Object.keys(element?.element ?? {}).map((name) => [name, null]));
  await publishDay(store, {
    dataset: "publisher-contracts",
    date: "2026-10-31",
    rows: [
      rowOf(dataset, "2026-10-31", { id: 1, total_leads: large, earnings: 999_999_999_999_999_999n, bands: [] }),
      rowOf(dataset, "2026-10-31", { id: 2, total_leads: small, valid_leads: 0, bands: null }),
      rowOf(dataset, "2026-10-31", { id: 3, bands: [{ ...band, id: 7, total_leads: large }, band] }),
    ],
  });
  await runMonths(runOn(store));
  const object = await store.get(monthKey("publisher-contracts", { enterprise: ENTERPRISE, month: MONTH }));
  const sql =
    "SELECT id, snapshot_date, total_leads, valid_leads, earnings, len(bands) AS bands, bands[1].total_leads AS first FROM $file ORDER BY id";
  const same = { snapshot_date: "2026-10-31" };
  expect(await askDuckdb(object?.body ?? new Uint8Array(), sql)).toEqual([
    {
      ...same,
      id: "1",
      total_leads: String(large),
      valid_leads: null,
      earnings: "99999999999999.9999",
      bands: "0",
      first: null,
    },
    { ...same, id: "2", total_leads: String(small), valid_leads: "0", earnings: null, bands: null, first: null },
    { ...same, id: "3", total_leads: null, valid_leads: null, earnings: null, bands: "2", first: String(large) },
  ]);
});

test("a month names the days that it was made of, and the same days make the same bytes", async () => {
  const made = async () => {
    const store = createMemoryStore();
    await publishDay(store, { date: "2026-10-02", rows: [rowOf(campaigns, "2026-10-02", { id: 1 })] });
    await publishDay(store, { date: "2026-10-01", rows: [] });
    await runMonths(runOn(store));
    const object = await store.get(monthKey("campaigns", { enterprise: ENTERPRISE, month: MONTH }));
    return { store, bytes: object?.body ?? new Uint8Array() };
  };
  const [one, other] = [await made(), await made()];
  expect(Buffer.from(one.bytes).equals(other.bytes)).toBe(true);
  const { metadata } = await openParquet(one.bytes);
  const listed = await one.store.list("snapshots/");
  expect({ ...metadata, days: JSON.parse(metadata["days"] ?? "") }).toEqual({
    ...{ month: MONTH },
    days: listed.map(({ etag, bytes }, at) => [`2026-10-0${at + 1}`, etag, bytes, at, `run-2026-10-0${at + 1}`]),
  });
});

test("every dataset of which a day is one object has months, in its own columns behind the day", async () => {
  expect(MONTHLY_DATASETS).toEqual(["campaigns", "publisher-contracts", "integration-jobs", "contract-versions"]);
  const store = createMemoryStore();
  for (const name of MONTHLY_DATASETS) {
    const rows = [rowOf(DATASETS[name], "2026-10-01", { id: 1 })];
    await publishDay(store, { dataset: name, date: "2026-10-01", rows });
  }
  await runMonths(runOn(store));
  for (const name of MONTHLY_DATASETS) {
    const object = await store.get(monthKey(name, { enterprise: ENTERPRISE, month: MONTH }));
    const { columns } = await openParquet(object?.body ?? new Uint8Array());
    const top = [...columns.keys()].filter((path) => !path.includes("."));
    expect(top).toEqual(Object.keys(monthColumns(DATASETS[name])));
    expect(top[0]).toBe("snapshot_date");
  }
});
