import { beforeAll, describe, expect, test } from "vitest";
import { type MonthDay, readDays } from "../../../functions/months/read-days.ts";
import { verifyMonth } from "../../../functions/months/verify-month.ts";
import { writeMonth } from "../../../functions/months/write-month.ts";
import type { Row } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { monthColumns } from "../../../shared/catalog/months.ts";
import { openParquet } from "../../../shared/parquet/file.ts";
import { daysOfMonth } from "../../../shared/snapshot/months.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { writeRows } from "../../snapshot/parquet/write-rows.ts";
import { ENTERPRISE, MONTH, publishDay, rowOf } from "./months-world.ts";

const dataset: Dataset = DATASETS["publisher-contracts"];
const columns = monthColumns(dataset);
const key = "months/test";
let band: Row;

/** Three days of four contracts each, and a day without any. */
async function threeDays(mostHeld: number): Promise<readonly MonthDay[]> {
  const store = createMemoryStore();
  for (const [at, date] of ["2026-10-01", "2026-10-02", "2026-10-04"].entries()) {
    const rows = [3, 1, 4, 2].map((id) =>
      rowOf(dataset, date, { id, total_leads: id * 10 + at, valid_leads: null, bands: [{ ...band, id }] as never }),
    );
    await publishDay(store, { dataset: "publisher-contracts", date, rows });
  }
  await publishDay(store, { dataset: "publisher-contracts", date: "2026-10-05", rows: [] });
  const at = { enterprise: ENTERPRISE, month: MONTH };
  return readDays({ store, dataset, mostHeld }, await daysOfMonth(store, "publisher-contracts", at));
}

beforeAll(() => {
  const list = dataset.columns["bands"] as unknown as { element: Record<string, unknown> };
  band = Object.fromEntries(Object.keys(list.element).map((name) => [name, null]));
});

const TAMPERED: readonly (readonly [string, (rows: Row[]) => readonly Row[], RegExp])[] = [
  ["a changed cell", (rows) => changed(rows, 5, { total_leads: 999 }), /another total_leads/],
  ["zero in the place of null", (rows) => changed(rows, 2, { valid_leads: 0 }), /another valid_leads/],
  ["null in the place of a value", (rows) => changed(rows, 2, { total_leads: null }), /another total_leads/],
  ["a changed cell of a list", (rows) => changed(rows, 7, { bands: [{ ...band, id: 99 }] as never }), /another bands/],
  ["an empty list in the place of one", (rows) => changed(rows, 7, { bands: [] }), /another bands/],
  ["no list in the place of one", (rows) => changed(rows, 7, { bands: null }), /another bands/],
  ["a dropped row", (rows) => rows.toSpliced(4, 1), /11 rows instead of 12/],
  ["a doubled row", (rows) => rows.toSpliced(4, 0, rows[4] as Row), /13 rows instead of 12/],
  ["a row doubled in the place of another", (rows) => rows.with(4, rows[5] as Row), /of the month/],
  ["a row moved to another day", (rows) => changed(rows, 3, { snapshot_date: "2026-10-04" }), /of the month/],
  ["a row moved to the day without any", (rows) => changed(rows, 3, { snapshot_date: "2026-10-05" }), /one more than/],
  ["a row of a day that is none", (rows) => changed(rows, 3, { snapshot_date: "2026-10-03" }), /was not made of/],
  [
    "two rows of a day that have changed places",
    (rows) => rows.with(0, rows[3] as Row).with(3, rows[0] as Row),
    /of the month/,
  ],
  ["no rows at all", () => [], /0 rows instead of 12/],
];
const changed = (rows: readonly Row[], at: number, fields: Row): readonly Row[] =>
  rows.with(at, { ...(rows[at] as Row), ...fields });

describe.each([
  ["as a whole", 300_000],
  ["in pieces", 8],
] as const)("a month held against days in memory %s", (_, mostHeld) => {
  let days: readonly MonthDay[];
  let rows: Row[];
  beforeAll(async () => {
    days = await threeDays(mostHeld);
    const month = await writeMonth({ dataset, month: MONTH, days });
    rows = await (await openParquet(month)).read(columns, Object.keys(columns));
  });
  const verified = async (bytes: Uint8Array) => verifyMonth(bytes, { dataset, key, days });

  test.each([1, 5, 10_000])("that says what its days say is let through, in row groups of %i", async (rowGroupRows) => {
    await expect(verified(await writeRows(columns, rows, { rowGroupRows }))).resolves.toBe(undefined);
  });

  test.each(TAMPERED)("with %s is refused", async (_what, tamper, why) => {
    await expect(verified(await writeRows(columns, tamper([...rows])))).rejects.toMatchObject({
      name: "StoreFailed",
      retryable: false,
      message: expect.stringMatching(why),
    });
  });

  test("that lacks a column, or is no Parquet, is refused", async () => {
    const { total_leads: _, ...fewer } = columns;
    const narrower = rows.map(({ total_leads, ...row }) => row);
    await expect(verified(await writeRows(fewer, narrower))).rejects.toThrow(/no column total_leads/);
    await expect(verified(new Uint8Array(50))).rejects.toThrow(/footer cannot be read/);
  });
});
