import { rm } from "node:fs/promises";
import { runSql } from "../../functions/local/sql/run-sql.ts";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { AUDIENCE_SCOPES, type Audience } from "../../shared/catalog/audiences.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { DATASET_NAMES, DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { BASE_TABLES } from "../../shared/catalog/duckdb.ts";
import { type CheckTools, checkPart } from "../../shared/reports/checks/check-part.ts";
import { openEmptyEngine } from "../../shared/reports/checks/empty-engine.ts";
import { trinoGrammar } from "../../shared/reports/checks/trino-grammar.ts";
import { GIVEN_NAMES, MEMBER_NAME, periodOf, valuesOf } from "../../shared/reports/names.ts";
import type { ResultColumn } from "../../shared/reports/result.ts";
import { bound } from "../../shared/reports/text/template.ts";
import { type ReportPart, reportPartSchema } from "../../shared/settings/report.ts";
import { createDataFolder } from "../catalog/data-folder.ts";
import { openFolder } from "../catalog/query.ts";
import { type Written, writeHistory } from "../catalog/random-history.ts";

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

/** Tables in memory, so that a hundred questions take seconds. */
async function inMemory(folder: string): Promise<ReportsSession> {
  const session = await openFolder(folder, Date.parse(`${DATE}T07:00:00Z`));
  for (const { name } of BASE_TABLES) {
    await session.connection.run(`CREATE TABLE kept_${name} AS SELECT * FROM ${name}`);
    await session.connection.run(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM kept_${name}`);
  }
  return session;
}

/** A history of two enterprises and several members. */
export async function openBoth(): Promise<{ readonly session: ReportsSession; readonly own: Written }> {
  const folder = await createDataFolder();
  try {
    const history = { firstDay: FIRST_DAY, days: DAYS, entities: 9, holes: 0, nulls: 0.02 };
    const own = await writeHistory(folder, { ...history, seed: 5, enterprise: OWN });
    await writeHistory(folder, { ...history, seed: 6, enterprise: OTHER });
    return { session: await inMemory(folder.path), own };
  } finally {
    await rm(folder.path, { recursive: true });
  }
}

/** What alone of that history one audience's member may see: its rows, and of each column that is withheld, nothing. */
export async function openOwn(own: Written, { audience, member }: Whose): Promise<ReportsSession> {
  const folder = await createDataFolder();
  try {
    for (const dataset of DATASET_NAMES) {
      for (const [date, rows] of own.get(dataset) ?? []) {
        const seen = rows.flatMap((row) => visible(dataset, row, { audience, member }));
        await folder.publish({ enterprise: OWN, dataset, date, rows: seen });
      }
    }
    return await inMemory(folder.path);
  } finally {
    await rm(folder.path, { recursive: true });
  }
}

function visible(dataset: DatasetName, row: Row, { audience, member }: Whose): readonly Row[] {
  if (audience === "internal") return [row];
  const { memberColumn, nameable, behind } = AUDIENCE_SCOPES[audience];
  const { table, columns } = DATASETS[dataset];
  const seen = nameable[table] ?? behind[table];
  if (seen === undefined) return [];
  if (memberColumn in columns && row[memberColumn] !== member) return [];
  return [Object.fromEntries(Object.entries(row).filter(([name]) => seen.includes(name)))];
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
