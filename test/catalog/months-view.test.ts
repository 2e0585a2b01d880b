import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { makeMonths } from "../../functions/months/job.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { fixedClock, quote } from "../../shared/catalog/duckdb.ts";
import { duckdbTypeOf, hiveTypeOf } from "../../shared/catalog/hive-type.ts";
import { daysTable, MONTHLY_DATASETS, monthColumns, monthsTable, monthsView } from "../../shared/catalog/months.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { LOOKBACK_DAYS } from "../../shared/catalog/view.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { addDays, daysBetween } from "../../shared/platform/day.ts";
import { firstDayOf, monthOf } from "../../shared/platform/month.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { runOn, settingsOf } from "../functions/months/months-world.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { openFolder, queryRows } from "./query.ts";
import { writeHistory } from "./random-history.ts";

// Every view and named query over days, and over what Athena has with months: recent days from the days, all before from the months.

const FIRST_DAY = "2026-10-21";
const LAST_DAY = "2026-12-05";
const DAYS = daysBetween(FIRST_DAY, LAST_DAY) + 1;
let folder: DataFolder;
let months: ReportsSession;
let plain: ReportsSession;

beforeAll(async () => {
  folder = await createDataFolder();
  const firstDay = FIRST_DAY;
  await writeHistory(folder, { seed: 5, enterprise: "acme", firstDay, days: DAYS, entities: 2 });
  await writeHistory(folder, { seed: 6, enterprise: "globex", firstDay: "2026-10-28", days: 8, entities: 2 });
  // An older version wrote one column fewer.
  const { sign_ts: _, ...columns } = DATASETS.campaigns.columns;
  await folder.publish({ dataset: "campaigns", date: "2026-10-31", rows: [{ id: 1, name: "Old" }], columns });
  await folder.publish({ dataset: "integration-jobs", date: "2026-10-30", rows: [] });
  const settings = settingsOf({ acme: { timeZone: "UTC" }, globex: { timeZone: "UTC" } });
  const run = runOn(createFolderStore(folder.path), Date.parse("2026-12-03T12:00:00Z"), settings);
  const made = await makeMonths(run.deps, { dryRun: false });
  expect([made.outcome, new Set(made.months.map(({ month }) => month))]).toEqual([
    "done",
    new Set(["2026-10", "2026-11"]),
  ]);
  [months, plain] = [await openWithMonths(), await openFolder(folder.path)];
});
afterAll(async () => {
  for (const session of [months, plain]) session?.close();
  await rm(folder.path, { recursive: true });
});

/** A session whose tables are views over days and months, as Glue has them. */
async function openWithMonths(): Promise<ReportsSession> {
  const session = await openFolder(folder.path);
  for (const name of MONTHLY_DATASETS) {
    const dataset: Dataset = DATASETS[name];
    const { table } = dataset;
    await session.connection.run(`CREATE TABLE ${daysTable(dataset)} AS SELECT * FROM ${table}`);
    await session.connection.run(monthsTableOf(dataset, session.folder));
    await session.connection.run(`CREATE OR REPLACE VIEW ${table} AS ${monthsView(dataset).sql}`);
  }
  return session;
}

function monthsTableOf(dataset: Dataset, path: string): string {
  const files = quote(`${path}/months/${dataset.table}/*/*/*.parquet`);
  const columns = Object.entries(monthColumns(dataset)).map(
    ([name, column]) => `CAST("${name}" AS ${duckdbTypeOf(hiveTypeOf(column))}) AS "${name}"`,
  );
  const keys = "hive_partitioning = true, hive_types = {'enterprise': VARCHAR, 'snapshot_month': VARCHAR}";
  return `CREATE TABLE ${monthsTable(dataset)} AS SELECT ${[...columns, "enterprise", "snapshot_month"].join(", ")} FROM read_parquet(${files}, ${keys}, union_by_name = true)`;
}

const rowsOf = async (session: ReportsSession, sql: string) =>
  (await queryRows(session, sql)).map((row) => JSON.stringify(row)).sort();

/** Around the moment at which the boundary moves, 40 days after the first of a month; and when months close and end. */
const CLOCKS = [
  ...["2026-12-10T23:59:59Z", "2026-12-11T00:00:00Z", "2026-11-03T12:00:00Z", "2026-12-01T00:00:00Z"],
  ...["2026-12-31T23:59:59Z", "2027-01-09T23:59:59Z", "2027-01-10T00:00:00Z"],
];
/** November's days come from the days, October's from the months. */
const BETWEEN = "2026-12-11T00:00:00Z";

async function at(clock: string, work: () => Promise<void>): Promise<void> {
  for (const { connection } of [months, plain]) {
    for (const statement of fixedClock(Date.parse(clock))) await connection.run(statement);
  }
  await work();
}

test.each(CLOCKS)("at %s every table has the same rows", (clock) =>
  at(clock, async () => {
    for (const name of MONTHLY_DATASETS) {
      const { table, columns }: Dataset = DATASETS[name];
      const sql = `SELECT ${[...Object.keys(columns), "enterprise", "snapshot_date"].join(", ")} FROM ${table}`;
      const rows = await rowsOf(months, sql);
      expect(rows.length).toBeGreaterThan(50);
      expect(rows).toEqual(await rowsOf(plain, sql));
    }
  }),
);

test("every view and named query gives the same rows", () =>
  at(BETWEEN, async () => {
    const views = VIEWS.map(({ name, columns }) => ({
      name,
      sql: `SELECT ${Object.keys(columns).join(", ")} FROM ${name} WHERE enterprise = 'acme'`,
    }));
    for (const { name, sql } of [...views, ...namedQueries("acme")]) {
      expect(await rowsOf(months, sql), name).toEqual(await rowsOf(plain, sql));
    }
  }));

test("days that a view looks back on never come from months, whatever the day", () => {
  for (let day = "2026-01-01"; day < "2029-01-01"; day = addDays(day, 1)) {
    const boundary = firstDayOf(monthOf(addDays(day, -40)));
    expect(daysBetween(boundary, day)).toBeGreaterThan(LOOKBACK_DAYS);
    // The month before the boundary closed weeks ago.
    expect(daysBetween(boundary, day)).toBeGreaterThanOrEqual(40);
  }
});
