import { rm } from "node:fs/promises";
import { runSql } from "../../functions/local/sql/run-sql.ts";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { AUDIENCE_SCOPES, type Audience } from "../../shared/catalog/audiences.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASET_NAMES, DATASETS } from "../../shared/catalog/datasets.ts";
import { BASE_TABLES, type BaseTable } from "../../shared/catalog/duckdb.ts";
import { type CheckTools, checkPart } from "../../shared/reports/checks/check-part.ts";
import { openEmptyEngine } from "../../shared/reports/checks/empty-engine.ts";
import { trinoGrammar } from "../../shared/reports/checks/trino-grammar.ts";
import { GIVEN_NAMES, MEMBER_NAME, periodOf, valuesOf } from "../../shared/reports/names.ts";
import type { ResultColumn } from "../../shared/reports/result.ts";
import { bound } from "../../shared/reports/text/template.ts";
import { type ReportPart, reportPartSchema } from "../../shared/settings/report.ts";
import { createDataFolder } from "../catalog/data-folder.ts";
import { openFolder } from "../catalog/query.ts";
import { writeHistory } from "../catalog/random-history.ts";

/** Two weeks up to a Tuesday. */
export const DATE = "2026-11-24";
const FIRST_DAY = "2026-11-11";
const DAYS = 14;
export const OWN = "acme";
export const OTHER = "other";

/** What one audience's report is asked for. */
export interface Whose {
  readonly audience: Audience;
  readonly member: number | null;
}

/** A history of two enterprises and several members. */
export const openBoth = (): Promise<ReportsSession> => inFolder((path) => openFolder(path, NOW));

/** That history, and what alone of it each member may see: its rows, and of each column that is withheld, nothing. */
export const openBothAndOwn = <W extends Whose>(
  members: readonly W[],
): Promise<{ readonly both: ReportsSession; readonly own: ReadonlyMap<W, ReportsSession> }> =>
  inFolder(async (path) => {
    const own = new Map<W, ReportsSession>();
    for (const whose of members) own.set(whose, await openOwn(path, whose));
    return { both: await openFolder(path, NOW), own };
  });

async function openOwn(path: string, whose: Whose): Promise<ReportsSession> {
  const session = await openFolder(path, NOW);
  for (const table of BASE_TABLES) {
    await session.connection.run(`CREATE OR REPLACE TABLE kept_${table.name} AS ${visible(table, whose)}`);
  }
  return session;
}

const NOW = Date.parse(`${DATE}T07:00:00Z`);

async function inFolder<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = await createDataFolder();
  try {
    const history = { firstDay: FIRST_DAY, days: DAYS, entities: 9, holes: 0, nulls: 0.02 };
    await writeHistory(folder, { ...history, seed: 5, enterprise: OWN });
    await writeHistory(folder, { ...history, seed: 6, enterprise: OTHER });
    return await work(folder.path);
  } finally {
    await rm(folder.path, { recursive: true });
  }
}

function visible({ name, columns, partitionKeys }: BaseTable, { audience, member }: Whose): string {
  const own = `FROM kept_${name} WHERE enterprise = '${OWN}'`;
  const dataset: Dataset | undefined = Object.values(DATASETS).find(({ table }) => table === name);
  if (audience === "internal" || dataset === undefined) return `SELECT * ${own}`;
  const { memberColumn, nameable, behind } = AUDIENCE_SCOPES[audience];
  const seen = nameable[name] ?? behind[name];
  if (seen === undefined) return `SELECT * ${own} AND false`;
  const given = Object.entries(columns).map(([column, type]) =>
    seen.includes(column) || dataset.columns[column]?.source.kind === "run"
      ? column
      : `CAST(NULL AS ${type}) AS ${column}`,
  );
  const mine = memberColumn in dataset.columns ? ` AND ${memberColumn} = ${member}` : "";
  return `SELECT ${[...given, ...partitionKeys].join(", ")} ${own}${mine}`;
}

export async function openTools(): Promise<CheckTools> {
  return { grammar: await trinoGrammar(), engine: await openEmptyEngine() };
}

const SETTINGS = { timeZone: "Europe/London", snapshotAt: "05:00" };
const REPORT = { at: "07:00" };

export type Ran =
  | { readonly refused: readonly string[] }
  | { readonly sql: string; readonly columns: readonly ResultColumn[] };

interface Given {
  readonly part?: Partial<ReportPart>;
  readonly date?: string;
  readonly enterprise?: string;
}

/** A text as a report's part: bound as it would be run, or why it would not be. */
export async function checked(
  tools: CheckTools,
  sql: string,
  { audience, member }: Whose,
  { part: given = {}, date = DATE, enterprise = OWN }: Given = {},
): Promise<Ran> {
  const part = { ...reportPartSchema.parse({ file: "part.sql" }), ...given };
  const period = periodOf({ period: "day", days: ["TUE"] }, date, SETTINGS);
  const values = valuesOf({ enterprise, settings: SETTINGS, report: REPORT, period, member, constants: part.with });
  const known = [...GIVEN_NAMES, ...(member === null ? [] : [MEMBER_NAME])];
  const outcome = await checkPart(tools, { sql, part, audience, datasets: DATASET_NAMES, values, known });
  if (outcome.ok) return { sql: bound(outcome.part.template, values), columns: outcome.part.columns };
  return { refused: outcome.problems.map(({ line, what, remedy }) => `${line ?? "-"}: ${what}. ${remedy}`) };
}

/** Rows as text, in an order of their own. */
export async function rowsOf(session: ReportsSession, sql: string): Promise<readonly string[]> {
  const { rows } = await runSql(session, sql);
  return rows
    .map((row) => row.map((value) => (typeof value === "number" ? value.toPrecision(12) : String(value))).join("|"))
    .sort();
}
