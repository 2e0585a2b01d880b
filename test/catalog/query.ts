import { formatResult } from "../../functions/local/sql/format.ts";
import { runSql } from "../../functions/local/sql/run-sql.ts";
import { openReports, type ReportsSession } from "../../functions/local/sql/session.ts";

export type JsonRow = Readonly<Record<string, unknown>>;

/** Rows as the local runner prints them in JSON: decimals and instants as text. */
export async function queryRows(session: ReportsSession, sql: string): Promise<readonly JsonRow[]> {
  const lines = formatResult(await runSql(session, sql), "json")
    .split("\n")
    .filter(Boolean);
  return lines.map((line) => JSON.parse(line) as JsonRow);
}

/** One query on a folder, at noon UTC of a day. */
export function queryAt(folder: string, day: string, sql: string): Promise<readonly JsonRow[]> {
  return queriesAt(folder, day, (session) => queryRows(session, sql));
}

/** Several queries on a folder, at noon UTC of a day: opening the folder takes longer than asking. */
export async function queriesAt<R>(
  folder: string,
  day: string,
  ask: (session: ReportsSession) => Promise<R>,
): Promise<R> {
  const session = await openReports(folder, { now: Date.parse(`${day}T12:00:00Z`) });
  try {
    return await ask(session);
  } finally {
    session.close();
  }
}
