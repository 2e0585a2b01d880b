import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { formatResult } from "../../functions/local/sql/format.ts";
import { runSql } from "../../functions/local/sql/run-sql.ts";
import { openReports, pointTablesAt, type ReportsSession } from "../../functions/local/sql/session.ts";
import { BASE_TABLES, emptyTableView, fixedClock } from "../../shared/catalog/duckdb.ts";

export type JsonRow = Readonly<Record<string, unknown>>;

/** Rows as the local runner prints them in JSON: decimals and instants as text. */
export async function queryRows(session: ReportsSession, sql: string): Promise<readonly JsonRow[]> {
  const lines = formatResult(await runSql(session, sql), "json")
    .split("\n")
    .filter(Boolean);
  return lines.map((line) => JSON.parse(line) as JsonRow);
}

/**
 * A session on a folder as it is now, its tables read into memory once: questions take a fifth of the time that they take of files.
 * What files a question opens, and what it says of damaged ones, is for tests of `openReports`.
 */
export async function openFolder(folder: string, now?: number): Promise<ReportsSession> {
  const session = await openReports(folder, now === undefined ? {} : { now });
  await readTables(session.connection);
  return session;
}

async function readTables(connection: DuckDBConnection): Promise<void> {
  // Other tests have the other processors.
  await connection.run("SET threads TO 1");
  for (const { name } of BASE_TABLES) {
    await connection.run(`CREATE OR REPLACE TABLE kept_${name} AS SELECT * FROM ${name}`);
    await connection.run(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM kept_${name}`);
  }
}

/** One query on a folder, at noon UTC of a day. */
export function queryAt(folder: string, day: string, sql: string): Promise<readonly JsonRow[]> {
  return queriesAt(folder, day, (session) => queryRows(session, sql));
}

let engine: ReportsSession | undefined;
let isBusy = false;

type Ask<R> = (session: ReportsSession) => Promise<R>;

/** Several queries on a folder, at noon UTC of a day. */
export const queriesAt = <R>(folder: string, day: string, ask: Ask<R>): Promise<R> =>
  filesAt(folder, day, async (session) => {
    await readTables(session.connection);
    return ask(session);
  });

/** As `queriesAt`, each question reading the files. Views are defined once, for all folders: that takes longer than most questions. */
export async function filesAt<R>(folder: string, day: string, ask: Ask<R>): Promise<R> {
  if (isBusy) throw new Error("one folder at a time");
  isBusy = true;
  try {
    engine ??= await openReports(NO_FOLDER);
    const { connection } = engine;
    for (const statement of fixedClock(Date.parse(`${day}T12:00:00Z`))) await connection.run(statement);
    for (const table of BASE_TABLES) await connection.run(emptyTableView(table));
    return await ask({ ...engine, ...(await pointTablesAt(connection, folder)) });
  } finally {
    isBusy = false;
  }
}

const NO_FOLDER = join(tmpdir(), "no-such-data-folder");
