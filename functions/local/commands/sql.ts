import { readFile } from "node:fs/promises";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { decodeText } from "../../../shared/platform/text.ts";
import { folderWithData } from "../data-folder.ts";
import { note } from "../output.ts";
import type { SqlFormat } from "../sql/format.ts";
import { printRows } from "../sql/print-rows.ts";
import { streamSql } from "../sql/run-sql.ts";
import { openReports } from "../sql/session.ts";

export interface SqlOptions {
  readonly data: string;
  readonly file?: string;
  readonly format: SqlFormat;
}

/**
 * @throws StoreFailed when there is no data, or a file that the question reads is damaged
 * @throws WrongUsage when there is no SQL, or two of it | InvalidSql when it is wrong
 */
export async function runSqlCommand(query: string | undefined, options: SqlOptions): Promise<boolean> {
  const sql = await sqlText(query, options.file);
  const session = await openReports(await folderWithData(options.data));
  for (const { table, count, example } of session.skipped) {
    note(
      `${table}: skipped ${count} ${count === 1 ? "file that is" : "files that are"} none of its own, ${example} first`,
    );
  }
  try {
    await printRows(await streamSql(session, sql), options.format);
  } finally {
    session.close();
  }
  return true;
}

async function sqlText(query: string | undefined, file: string | undefined): Promise<string> {
  if ((query === undefined) === (file === undefined)) throw refusal("give the SQL, or --file, and not both", "sql");
  if (file === undefined) return query ?? "";
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) throw refusal("the file cannot be read", file);
  const sql = decodeText(bytes);
  if (sql === undefined) throw refusal("the file is not UTF-8", file);
  return sql;
}

const refusal = (what: string, where: string): ReportsError =>
  new ReportsError("WrongUsage", { what, where, remedy: 'npm run reports -- sql "SELECT …" | --file F' });
