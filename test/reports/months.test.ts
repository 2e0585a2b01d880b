import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { MONTHLY_DATASETS, monthsView } from "../../shared/catalog/months.ts";
import type { CheckTools } from "../../shared/reports/checks/check-part.ts";
import { checked, openBoth, openTools, rowsOf, type Whose } from "./world.ts";

// With "months": true the tables that a report reads are views over days and months: its scope filters them as it does tables.

let tools: CheckTools;
let session: ReportsSession;
beforeAll(async () => {
  tools = await openTools();
  session = await openBoth();
});
afterAll(() => {
  tools.engine.close();
  session.close();
});

const TEAM: Whose = { audience: "internal", member: null };
const PUBLISHER: Whose = { audience: "publisher", member: 2 };
const ASKED: readonly (readonly [string, Whose])[] = [
  ["SELECT snapshot_date, id, total_leads_delta FROM campaign_daily", TEAM],
  ["SELECT snapshot_date, id, enterprise FROM campaigns", TEAM],
  [
    "SELECT snapshot_date, publisher_id, id, billable_leads, expected_leads FROM publisher_contract_pacing_daily",
    PUBLISHER,
  ],
  // A query of the author's own that has the name of a table behind.
  [
    "WITH campaigns_days AS (SELECT 1 AS id) SELECT c.id FROM campaigns AS c JOIN campaigns_days AS d ON d.id < c.id",
    TEAM,
  ],
];

const bound = async ([sql, whose]: (typeof ASKED)[number]): Promise<string> => {
  const ran = await checked(tools, sql, whose);
  if ("refused" in ran) throw new Error(ran.refused.join("\n"));
  return ran.sql;
};

/** @param clock what stands for the clock of the view, by which days before some month come from months */
async function withMonths(clock: string): Promise<void> {
  for (const name of MONTHLY_DATASETS) {
    const dataset: Dataset = DATASETS[name];
    const { table } = dataset;
    const month = "substr(snapshot_date, 1, 7)";
    await session.connection.run(`CREATE OR REPLACE VIEW ${table}_days AS SELECT * FROM kept_${table}`);
    await session.connection.run(
      `CREATE OR REPLACE VIEW ${table}_months AS SELECT *, ${month} AS snapshot_month FROM kept_${table}`,
    );
    const { sql } = monthsView(dataset);
    await session.connection.run(`CREATE OR REPLACE VIEW ${table} AS ${sql.replaceAll("current_date", clock)}`);
  }
}

test.each([
  ["days", "DATE '2026-11-24'"],
  ["months", "DATE '2027-02-24'"],
])("a report of a day that comes from %s has the rows that it has without months", async (_, clock) => {
  const before: (readonly string[])[] = [];
  for (const name of MONTHLY_DATASETS) {
    const { table } = DATASETS[name];
    await session.connection.run(`CREATE OR REPLACE VIEW ${table} AS SELECT * FROM kept_${table}`);
  }
  for (const asked of ASKED) before.push(await rowsOf(session, await bound(asked)));
  expect(before.map((rows) => rows.length > 0)).toEqual(ASKED.map(() => true));
  await withMonths(clock);
  for (const [at, asked] of ASKED.entries()) expect(await rowsOf(session, await bound(asked))).toEqual(before[at]);
});
