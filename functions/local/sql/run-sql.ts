import type { DuckDBValue } from "@duckdb/node-api";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { ReportsSession } from "./session.ts";

export interface SqlColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

export interface SqlResult {
  readonly columns: readonly SqlColumn[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}

/**
 * Runs one statement.
 * @throws StoreFailed with the file's name when a file that the question reads is damaged or none of ours
 * @throws InvalidEvent with the engine's own message, which points at the place, when the SQL is wrong
 */
export async function runSql(session: ReportsSession, sql: string): Promise<SqlResult> {
  if (sql.trim() === "") throw refusal("no SQL was given");
  try {
    const statements = await session.connection.extractStatements(sql);
    if (statements.count !== 1) throw new Error(`${statements.count} statements were given, not one`);
    const prepared = await statements.prepare(0);
    const reader = await prepared.runAndReadAll();
    const types = reader.columnTypes();
    return {
      columns: reader.deduplicatedColumnNames().map((name, at) => ({ name, type: String(types[at]) })),
      rows: reader.getRows(),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw damagedFile(session, message) ?? refusal(message);
  }
}

/** What DuckDB says of a file of the data folder that it cannot read; undefined when it says nothing of one. */
function damagedFile({ folder }: ReportsSession, message: string): ReportsError | undefined {
  const start = message.indexOf(`${folder}/`);
  if (start < 0) return undefined;
  const file = /^.*?\.(?:parquet|json)/.exec(message.slice(start + folder.length + 1))?.[0];
  if (file === undefined) return undefined;
  return new ReportsError("StoreFailed", {
    what: `a file of the data folder cannot be read: ${message.split("\n", 1)[0]?.replaceAll(`${folder}/`, "")}`,
    where: `${folder}/${file}`,
    remedy: "It is damaged or none of ours: take it out of the data folder, or put a whole copy in its place",
  });
}

const refusal = (message: string): ReportsError =>
  new ReportsError("InvalidEvent", {
    what: `the SQL did not run\n\n${message}\n`,
    where: "sql",
    remedy: "Correct the SQL; docs/data-dictionary.md lists tables, views and columns",
  });
