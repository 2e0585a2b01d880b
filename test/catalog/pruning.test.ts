import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openReports, type ReportsSession } from "../../functions/local/sql/session.ts";
import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import { BASE_TABLES, type BaseTable, quote } from "../../shared/catalog/duckdb.ts";
import { DIGEST_DELIVERIES } from "../../shared/catalog/records.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { writeHistory } from "./random-history.ts";

// Sixty days of two enterprises. What a question on one of them, on one day, opens of it when the partition keys are known to the
// engine as such, as they are to Athena. The same plans were measured on a Trino 435 with projected partitions: with right joins it
// bounds the look-back while it runs, with left joins never. The local session reads the keys from the files' names, which bounds
// constants and no joins (the last test).

const LAST = "2026-11-30";
const ONE_DAY = `enterprise = 'acme' AND snapshot_date = '${LAST}'`;
let folder: DataFolder;
let session: ReportsSession;

beforeAll(async () => {
  folder = await createDataFolder();
  for (const enterprise of ["acme", "globex"]) {
    await writeHistory(folder, { seed: 3, enterprise, firstDay: "2026-10-02", days: 60, entities: 2, holes: 0 });
  }
  session = await openReports(folder.path, { now: Date.parse(`${LAST}T12:00:00Z`) });
  // The ledger has no file here.
  const tables = BASE_TABLES.filter(({ name }) => name !== DIGEST_DELIVERIES.name);
  for (const table of tables) await session.connection.run(partitionedView(table, folder.path));
});
afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true });
});

/** The table with its partition keys as the engine's own. */
function partitionedView(table: BaseTable, path: string): string {
  const files = quote(`${path}/${table.prefix}${table.pattern}`);
  const types = table.partitionKeys.map((key) => `'${key}': VARCHAR`).join(", ");
  const columns = Object.entries(table.columns).map(([name, type]) => `CAST("${name}" AS ${type}) AS "${name}"`);
  const given = Object.entries(table.columns).map(([name, type]) => `${quote(name)}: ${quote(type)}`);
  const partitions = `hive_partitioning = true, hive_types = {${types}}`;
  const rows =
    table.format === "parquet"
      ? `read_parquet(${files}, ${partitions})`
      : `read_json(${files}, ${partitions}, format = 'newline_delimited', columns = {${given.join(", ")}})`;
  return `CREATE OR REPLACE VIEW ${table.name} AS SELECT ${[...columns, ...table.partitionKeys].join(", ")} FROM ${rows}`;
}

/** Files opened by each scan of a query, most first. */
async function filesRead(sql: string): Promise<readonly number[]> {
  const result = await session.connection.runAndReadAll(`EXPLAIN (ANALYZE, FORMAT json) ${sql}`);
  const plan = String(result.getRows()[0]?.[1]);
  return [...plan.matchAll(/"Total Files Read": *"?(\d+)/g)].map(([, files]) => Number(files)).sort((a, b) => b - a);
}

const columnsOf = (view: string): string =>
  Object.keys(VIEWS.find(({ name }) => name === view)?.columns ?? {}).join(", ");

test.each([
  // The day, and the 35 days in which its previous snapshot may lie.
  ["campaign_daily", [35, 1, 1]],
  ["revenue_daily", [35, 1, 1]],
  // Besides, what is known of campaigns.
  ["integration_job_daily", [36, 35, 1, 1, 1]],
  ["publisher_contract_daily", [36, 35, 1, 1, 1]],
  // The day, its rows again, and the week of the rate.
  ["campaign_pacing_daily", [7, 1, 1]],
  // Besides, what is known of campaigns and of contract versions, and the contracts that the snapshots showed before.
  ["publisher_contract_pacing_daily", [36, 36, 35, 7, 1, 1, 1, 1, 1, 1, 1, 1]],
  // 28 days of baseline and 7 for a gap.
  ["publisher_quality_daily", [36, 35, 1, 1]],
  // The start of a run of failures is looked for as many days before the look-back again: here, in all there is.
  ["integration_job_health", [60, 36, 35, 1, 1, 1, 1, 1]],
])("%s opens %j files for one day of one enterprise", async (view, files) => {
  expect(await filesRead(`SELECT ${columnsOf(view)} FROM ${view} WHERE ${ONE_DAY}`)).toEqual(files);
});

test("a look-back of several days opens those days and the 35 before, not the history", async () => {
  const sql = `SELECT ${columnsOf("campaign_daily")} FROM campaign_daily WHERE enterprise = 'acme' AND snapshot_date BETWEEN '2026-11-24' AND '${LAST}'`;
  expect(await filesRead(sql)).toEqual([42, 7, 7]);
});

test("the newest snapshot opens one file of data, and the records of a month", async () => {
  const [records, data] = await filesRead("SELECT id, name FROM campaigns_latest WHERE enterprise = 'acme'");
  expect(records).toBeLessThanOrEqual(32 * DATASET_NAMES.length);
  expect(data).toBe(1);
});

test("snapshot_days opens the records of the day it is asked for", async () => {
  expect(await filesRead(`SELECT dataset, row_count FROM snapshot_days WHERE ${ONE_DAY}`)).toEqual([
    DATASET_NAMES.length,
  ]);
});

test("the previous snapshot by a window would open the enterprise's whole history", async () => {
  const sql = `SELECT * FROM (SELECT enterprise, snapshot_date, lag(total_leads) OVER (PARTITION BY enterprise, id ORDER BY snapshot_date) AS before FROM campaigns) WHERE ${ONE_DAY}`;
  expect(await filesRead(sql)).toEqual([60]);
});

test("the local session opens, for a table's day, that day", async () => {
  const local = await openReports(folder.path, { now: Date.parse(`${LAST}T12:00:00Z`) });
  const explain = (sql: string) => local.connection.runAndReadAll(`EXPLAIN ANALYZE ${sql}`);
  const plan = String((await explain(`SELECT sum(total_leads) FROM campaigns WHERE ${ONE_DAY}`)).getRows()[0]?.[1]);
  local.close();
  expect(plan).toMatch(/Total Files Read: *1\b/);
});
