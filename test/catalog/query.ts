import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** A session of a test's own. On one thread: other tests have the other processors, and small files gain nothing by two. */
export async function openFolder(folder: string, now?: number): Promise<ReportsSession> {
  const session = await openReports(folder, now === undefined ? {} : { now });
  await session.connection.run("SET threads TO 1");
  return session;
}

/** One query on a folder, at noon UTC of a day. */
export function queryAt(folder: string, day: string, sql: string): Promise<readonly JsonRow[]> {
  return queriesAt(folder, day, (session) => queryRows(session, sql));
}

let engine: ReportsSession | undefined;
let isBusy = false;

/** Several queries on a folder, at noon UTC of a day. Views are defined once, for all folders: that takes longer than most questions. */
export async function queriesAt<R>(
  folder: string,
  day: string,
  ask: (session: ReportsSession) => Promise<R>,
): Promise<R> {
  if (isBusy) throw new Error("one folder at a time");
  isBusy = true;
  try {
    engine ??= await openFolder(NO_FOLDER);
    const { connection } = engine;
    for (const statement of fixedClock(Date.parse(`${day}T12:00:00Z`))) await connection.run(statement);
    for (const table of BASE_TABLES) await connection.run(emptyTableView(table));
    return await ask({ ...engine, ...(await pointTablesAt(connection, folder)) });
  } finally {
    isBusy = false;
  }
}

const NO_FOLDER = join(tmpdir(), "no-such-data-folder");
