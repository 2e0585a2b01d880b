import { DuckDBTimestampTZValue, DuckDBTimestampValue, type DuckDBValue } from "@duckdb/node-api";
import { isReportsError, ReportsError } from "../../../shared/platform/errors.ts";
import { kindOf } from "../../../shared/reports/duckdb-kinds.ts";
import { sayable } from "../../../shared/reports/engine-words.ts";
import { type QueryEngine, type QueryLimits, type QueryResult, readRows } from "../../../shared/reports/result.ts";
import type { SheetCell, SheetKind } from "../../../shared/workbook/sheet.ts";
import { streamSql } from "./run-sql.ts";
import type { ReportsSession } from "./session.ts";

/**
 * DuckDB on a data folder, in Athena's place. Questions are answered one after the other: a connection that is asked while it still gives
 * rows of the question before gives no more of them.
 */
export function reportEngine(session: ReportsSession): QueryEngine {
  let before: Promise<unknown> = Promise.resolve();
  return {
    run: (sql, limits) => {
      const answer = before.then(() => answered(session, sql, limits));
      before = answer.catch(() => {});
      return answer.catch((error: unknown) => {
        throw isReportsError(error, "InvalidSql") ? queryFailed(error.message, { ...limits, sql }) : error;
      });
    },
  };
}

function queryFailed(message: string, { where, sql }: Pick<QueryLimits, "where"> & { readonly sql: string }) {
  const own = /\n\n([\s\S]*)/.exec(message)?.[1] ?? "";
  return new ReportsError("QueryFailed", {
    what: `the query failed: ${sayable(own, sql)}`,
    where,
    remedy: "Correct the SQL",
    retryable: false,
  });
}

async function answered(session: ReportsSession, sql: string, limits: QueryLimits): Promise<QueryResult> {
  const { columns: typed, chunks } = await streamSql(session, sql);
  const columns = typed.map(({ name, type }) => ({ name, kind: kindOf(type) ?? "text" }));
  const read = readRows(limits);
  for await (const chunk of chunks) {
    for (const row of chunk.rows()) read.add(row.map((value, at) => cellOf(value, columns[at]?.kind)));
  }
  return { columns, rows: read.rows };
}

function cellOf(value: DuckDBValue, kind: SheetKind | undefined): SheetCell {
  // DuckDB has small ones too, which come as numbers.
  if (kind === "integer" && typeof value === "number") return BigInt(value);
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return value;
  }
  if (typeof value === "bigint") return value;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return Number(value.micros / 1000n);
  }
  // Days and decimals.
  return String(value);
}
