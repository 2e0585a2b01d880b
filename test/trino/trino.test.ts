import { rm } from "node:fs/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openReports, type ReportsSession } from "../../functions/local/sql/session.ts";
import { makeMonths } from "../../functions/months/job.ts";
import { AUDIENCE_SCOPES, AUDIENCES, type Audience } from "../../shared/catalog/audiences.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { BASE_TABLES } from "../../shared/catalog/duckdb.ts";
import { prestoTypeOf } from "../../shared/catalog/hive-type.ts";
import { MONTHLY_DATASETS } from "../../shared/catalog/months.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { addDays, dayOf, daysBetween } from "../../shared/platform/day.ts";
import { firstDayOf, monthOf, monthsFrom } from "../../shared/platform/month.ts";
import { kindOfType } from "../../shared/reports/athena/cells.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { newestClosedMonth } from "../../shared/snapshot/months.ts";
import { createDataFolder, type DataFolder } from "../catalog/data-folder.ts";
import { queryRows } from "../catalog/query.ts";
import { writeHistory } from "../catalog/random-history.ts";
import { type Deployment, deploy } from "../end-to-end/deployment.ts";
import { FAKE_SCOPE } from "../fakes/aws/secrets-manager.ts";
import { type Moto, startMoto, whyNoMoto } from "../moto/moto-server.ts";
import { question } from "../reports/questions.ts";
import { checked, openTools, type Ran } from "../reports/world.ts";
import { createTables, fillBucket } from "./lake.ts";
import { startTrino, type Trino, type TrinoResult, whyNoTrino } from "./trino-server.ts";

// The tables and views of the synthesised template, in a Glue that others wrote, read by a real Trino: the engine that Athena is built
// on. Every view and named query must give there what DuckDB gives on the same files.

const missing = (await whyNoTrino()) ?? (await whyNoMoto());
if (missing !== undefined) process.stderr.write(`\ntest/trino is skipped: ${missing}\n`);
const told = missing === undefined ? "" : ` (skipped: ${missing})`;

// Trino's clock cannot be set, so the history ends today.
const TODAY = dayOf(Date.now(), "UTC");
// Reaches back over the newest closed month, and over the boundary at which SQL goes over to months.
const CLOSED_MONTH = newestClosedMonth(Date.now());
const BOUNDARY = firstDayOf(monthOf(addDays(TODAY, -40)));
const FIRST_DAY = addDays(BOUNDARY, -10);
const DAYS = daysBetween(FIRST_DAY, TODAY) + 1;
const DATABASE = "convertr_reports";
const WITH_MONTHS = "convertr_reports_months";
const SETTINGS = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: FIRST_DAY,
  enterprises: { demo: { timeZone: "UTC" }, quiet: { timeZone: "UTC" } },
};
const SILENT = { info() {}, warn() {}, error() {} };
const TOLD = { enterprise: "demo", date: TODAY };
const ENVIRONMENT = { AWS_REGION: FAKE_SCOPE.region, AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "test" };

describe.skipIf(missing !== undefined)(`judged by Trino${told}`, () => {
  let folder: DataFolder;
  let duckdb: ReportsSession;
  let deployment: Deployment;
  let withMonths: Deployment;
  let moto: Moto;
  let trino: Trino;
  let tools: Awaited<ReturnType<typeof openTools>>;

  beforeAll(async () => {
    folder = await createDataFolder();
    await writeHistory(folder, { seed: 11, enterprise: "demo", firstDay: FIRST_DAY, days: DAYS, entities: 9 });
    await publishOddDays(folder);
    duckdb = await openReports(folder.path);
    tools = await openTools();
    moto = await startMoto();
    for (const [name, value] of Object.entries({ ...ENVIRONMENT, AWS_ENDPOINT_URL: moto.endpoint })) {
      process.env[name] = value;
    }
    const settings = parseSettings(SETTINGS, "test");
    const { clock, log, metrics } = { clock: systemClock, log: SILENT, metrics: { put: () => {} } };
    const store = createFolderStore(folder.path);
    const made = await makeMonths({ settings, store, clock, log, metrics }, { dryRun: false });
    expect(made.months.map(({ outcome }) => outcome)).not.toContain("failed");
    deployment = await deploy(settings);
    withMonths = await deploy(parseSettings({ ...SETTINGS, deployment: "months", months: true }, "test"));
    await fillBucket(folder.path);
    await createTables(deployment);
    await createTables(withMonths, monthsFrom(monthOf(FIRST_DAY), CLOSED_MONTH));
    trino = await startTrino({ endpoint: moto.endpoint, region: FAKE_SCOPE.region, database: DATABASE });
  }, 300_000);
  afterAll(async () => {
    duckdb?.close();
    tools?.engine.close();
    await trino?.close();
    await Promise.all([
      moto?.close(),
      deployment?.remove(),
      withMonths?.remove(),
      rm(folder.path, { recursive: true }),
    ]);
    for (const name of [...Object.keys(ENVIRONMENT), "AWS_ENDPOINT_URL"]) delete process.env[name];
  });

  test.each(BASE_TABLES)("$name has the catalog's columns and every row", async ({ name }) => {
    const counted = `SELECT count(*) AS n FROM ${name}`;
    expect((await trino.query(counted)).rows).toEqual([[(await queryRows(duckdb, counted))[0]?.["n"]]]);
  });

  test.each(VIEWS)("the view $name has the declared types and gives what DuckDB gives", async ({ name, columns }) => {
    const sql = `SELECT ${Object.keys(columns).join(", ")} FROM ${name}`;
    const { columns: own, rows } = await trino.query(sql);
    const declared = Object.entries(columns).map(([column, { type }]) => ({ name: column, type: prestoTypeOf(type) }));
    expect(own.map(withoutSigns)).toEqual(declared.map(withoutSigns));
    expect(rows.length).toBeGreaterThan(0);
    expect(inOrder(comparable(own, rows))).toEqual(inOrder(comparable(own, await duckdbRows(sql))));
  });

  test.each(namedQueries())("the named query $name gives what DuckDB gives", async ({ sql }) => {
    const { columns, rows } = await trino.query(sql);
    expect(comparable(columns, rows)).toEqual(comparable(columns, await duckdbRows(sql)));
  });

  describe("with older days from months", () => {
    const inMonths = (sql: string) => trino.query(sql, WITH_MONTHS);

    test.each(MONTHLY_DATASETS)("the table of %s is a view with the same columns and rows", async (name) => {
      const { table, columns }: Dataset = DATASETS[name];
      const all = [...Object.keys(columns), "enterprise", "snapshot_date"].join(", ");
      const [months, days] = [
        await inMonths(`SELECT ${all} FROM ${table}`),
        await trino.query(`SELECT ${all} FROM ${table}`),
      ];
      expect(months.columns).toEqual(days.columns);
      expect(months.rows.length).toBeGreaterThan(0);
      expect(inOrder(comparable(months.columns, months.rows))).toEqual(inOrder(comparable(days.columns, days.rows)));
      const older = `SELECT count(*) FROM ${table} WHERE enterprise = 'demo' AND snapshot_date < '${BOUNDARY}'`;
      expect((await inMonths(older)).rows).toEqual((await trino.query(older)).rows);
    });

    test.each(VIEWS)("the view $name gives the same rows", async ({ name, columns }) => {
      const sql = `SELECT ${Object.keys(columns).join(", ")} FROM ${name}`;
      const [months, days] = [await inMonths(sql), await trino.query(sql)];
      expect(months.columns).toEqual(days.columns);
      expect(inOrder(comparable(months.columns, months.rows))).toEqual(inOrder(comparable(days.columns, days.rows)));
    });

    test.each(namedQueries())("the named query $name gives the same rows", async ({ sql }) => {
      const { columns, rows } = await inMonths(sql);
      expect(comparable(columns, rows)).toEqual(comparable(columns, await duckdbRows(sql)));
    });

    test("the newest day is read from the days alone, and days before the boundary from the months alone", async () => {
      const planOf = async (where: string) =>
        String((await inMonths(`EXPLAIN SELECT id FROM campaigns WHERE enterprise = 'demo' AND ${where}`)).rows);
      const recent = await planOf(`snapshot_date >= '${addDays(TODAY, -3)}'`);
      expect([recent.includes("campaigns_days"), recent.includes("campaigns_months")]).toEqual([true, false]);
      const older = await planOf(`snapshot_date < '${BOUNDARY}'`);
      expect([older.includes("campaigns_days"), older.includes("campaigns_months")]).toEqual([false, true]);
    });
  });

  test.each(namedQueries())(
    "below a report's scope the saved query $name gives what DuckDB gives",
    async ({ name, sql }) => {
      const part = { file: undefined, query: name };
      const ran = await checked(tools, sql, { audience: "internal", member: null }, { ...TOLD, part });
      await sameAsChecked(ran);
    },
  );

  test.each(AUDIENCES)(
    "a report for %s gives of any question what DuckDB gives",
    async (audience) => {
      const member = await memberOf(audience);
      await fc.assert(
        fc.asyncProperty(question(audience), async (sql) => {
          const ran = await checked(tools, sql, { audience, member }, TOLD);
          await sameAsChecked(ran);
        }),
        { numRuns: 25 },
      );
    },
    900_000,
  );

  /** Somebody of whom there are rows. */
  const memberOf = async (audience: Audience): Promise<number | null> => {
    if (audience === "internal") return null;
    const column = AUDIENCE_SCOPES[audience].memberColumn;
    const table = audience === "publisher" ? "publisher_contracts" : "campaigns";
    const sql = `SELECT max(${column}) AS member FROM ${table} WHERE enterprise = 'demo'`;
    return Number((await queryRows(duckdb, sql))[0]?.["member"]);
  };
  /** Names and kinds as the checks found them, which the report function holds Athena's against, and DuckDB's rows. */
  const sameAsChecked = async (ran: Ran): Promise<void> => {
    if ("refused" in ran) throw new Error(`refused: ${ran.refused.join("; ")}`);
    const { sql } = ran;
    const { columns, rows } = await trino.query(sql);
    const kinds = columns.map(({ name, type }) => ({ name, kind: kindOfType(type) }));
    expect(kinds).toEqual(ran.columns.map(({ name, kind }) => ({ name, kind })));
    expect(inOrder(comparable(columns, rows))).toEqual(inOrder(comparable(columns, await duckdbRows(sql))));
  };
  const duckdbRows = async (sql: string) => (await queryRows(duckdb, sql)).map((row) => Object.values(row));
});

/** A day without rows, and a file that an older version wrote: one column short. */
async function publishOddDays(folder: DataFolder): Promise<void> {
  await folder.publish({ enterprise: "quiet", dataset: "integration-jobs", date: TODAY, rows: [] });
  const { sign_ts: _, ...columns } = DATASETS.campaigns.columns;
  const row = { id: 1, name: "Old", leads_required: 10, uncapped: false, billable_leads: 4 };
  await folder.publish({ enterprise: "quiet", dataset: "campaigns", date: addDays(TODAY, -1), rows: [row], columns });
  await folder.publish({
    enterprise: "quiet",
    dataset: "campaigns",
    date: TODAY,
    rows: [{ ...row, billable_leads: 6 }],
  });
}

/** Trino writes `decimal(18, 4)` and quotes no name. */
const withoutSigns = ({ name, type }: TrinoResult["columns"][number]) => ({
  name,
  type: type.replaceAll(/(?<=,) |"/g, ""),
});

const inOrder = (rows: readonly string[]): readonly string[] => [...rows].sort();

/** Rows as text: structs without their names, and doubles to twelve digits, since engines may add in another order. */
function comparable(columns: TrinoResult["columns"], rows: readonly (readonly unknown[])[]): string[] {
  // Hours up to now, and the two engines are asked one after the other.
  const moving = columns.findIndex(({ name }) => name === "age_hours");
  return rows.map((row) =>
    JSON.stringify(row.toSpliced(moving, moving < 0 ? 0 : 1), (_, value) => {
      if (typeof value === "number" && !Number.isInteger(value)) return Number(value.toPrecision(12));
      return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.values(value) : value;
    }),
  );
}
