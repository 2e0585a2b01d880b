import {
  type DuckDBExtractedStatements,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  type DuckDBValue,
  StatementType,
} from "@duckdb/node-api";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { damagedFile } from "./damaged-file.ts";
import type { ReportsSession } from "./session.ts";

export interface SqlColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

type Rows = readonly (readonly DuckDBValue[])[];

export interface SqlResult {
  readonly columns: readonly SqlColumn[];
  readonly rows: Rows;
}

/** Some rows of a result, which are made only for who wants them. */
export interface SqlChunk {
  readonly count: number;
  rows(): Rows;
}

/** A result that is read as it comes, so that its size costs no memory. */
export interface SqlRows {
  readonly columns: readonly SqlColumn[];
  readonly chunks: AsyncIterable<SqlChunk>;
}

/**
 * Runs one statement.
 * @throws StoreFailed with the file's name when a file that the question reads is damaged or none of ours
 * @throws InvalidSql with the engine's own message, which points at the place, when the SQL is wrong
 */
export async function runSql(session: ReportsSession, sql: string): Promise<SqlResult> {
  const { columns, chunks } = await streamSql(session, sql);
  const rows: (readonly DuckDBValue[])[] = [];
  for await (const chunk of chunks) for (const row of chunk.rows()) rows.push(row);
  return { columns, rows };
}

/** The same, chunk by chunk; a mistake that shows in a later row is thrown there. @throws as `runSql` */
export async function streamSql(session: ReportsSession, sql: string): Promise<SqlRows> {
  const result = await told(session, async () => (await prepare(session, sql)).stream());
  const types = result.columnTypes();
  return {
    columns: result.deduplicatedColumnNames().map((name, at) => ({ name, type: String(types[at]) })),
    chunks: chunksOf(session, result),
  };
}

async function* chunksOf(session: ReportsSession, result: DuckDBResult): AsyncGenerator<SqlChunk> {
  for (;;) {
    const chunk = await told(session, () => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    yield { count: chunk.rowCount, rows: () => chunk.getRows() };
  }
}

/** The engine makes several statements of a PIVOT, the last of which answers. */
async function prepare({ connection }: ReportsSession, sql: string): Promise<DuckDBPreparedStatement> {
  // The engine would leave out what follows it.
  if (sql.includes("\0")) throw new Error("a NUL character was given; text of a file is UTF-8, not UTF-16");
  const code = sql.replace(NO_CODE, (text) => (/^(?:--|\/\*)/.test(text) ? " " : "x"));
  const parts = code.split(";").filter((part) => part.trim() !== "").length;
  if (parts === 0) throw new Error("no SQL was given");
  const statements = await connection.extractStatements(sql);
  const { count } = statements;
  if (parts > 1 && count > 1) throw new Error(`${count} statements were given, not one`);
  const statement = await lastOf(statements);
  const { statementType } =
    statement.statementType === StatementType.EXPLAIN
      ? await lastOf(await connection.extractStatements(sql.replace(EXPLAIN, "")))
      : statement;
  if (!ANSWERS.has(statementType)) {
    throw new Error("only questions are run, nothing is written; to keep their rows in a file: --format csv > FILE");
  }
  return statement;
}

/** Those before it are the engine's own, and it needs what they make. */
async function lastOf(statements: DuckDBExtractedStatements): Promise<DuckDBPreparedStatement> {
  for (let at = 0; at < statements.count - 1; at++) await (await statements.prepare(at)).run();
  return await statements.prepare(statements.count - 1);
}

/** What gives rows and changes nothing. */
const ANSWERS: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.CALL]);
/** EXPLAIN, whose ANALYZE runs the statement, with the comments before it. */
const EXPLAIN = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*explain\b\s*(?:analyze\b|\([^)]*\))?/i;

/** Comments, and what may hold a semicolon that ends nothing: text and names. */
const NO_CODE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/g;

async function told<T>(session: ReportsSession, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw (await damagedFile(session, message)) ?? invalidSql(message);
  }
}

const invalidSql = (message: string): ReportsError =>
  new ReportsError("InvalidSql", {
    what: `the SQL did not run\n\n${message}\n`,
    where: "sql",
    remedy: "Correct the SQL; docs/data-dictionary.md lists tables, views and columns",
  });
