import { DuckDBTimestampTZValue, DuckDBTimestampValue, type DuckDBValue } from "@duckdb/node-api";
import { isReportsError, ReportsError } from "../../../shared/platform/errors.ts";
import { kindOf } from "../../../shared/reports/duckdb-kinds.ts";
import { sayable } from "../../../shared/reports/engine-words.ts";
import { type QueryEngine, type QueryLimits, type QueryResult, tooLarge } from "../../../shared/reports/result.ts";
import type { SheetCell, SheetKind } from "../../../shared/workbook/sheet.ts";
import { streamSql } from "./run-sql.ts";
import type { ReportsSession } from "./session.ts";

/** DuckDB on a data folder, in Athena's place. */
export const reportEngine = (session: ReportsSession): QueryEngine => ({
  run: async (sql, limits) => {
    try {
      return await answered(session, sql, limits);
    } catch (error) {
      if (!isReportsError(error, "InvalidSql")) throw error;
      const own = /\n\n([\s\S]*)/.exec(error.message)?.[1] ?? "";
      throw new ReportsError("QueryFailed", {
        what: `the query failed: ${sayable(own, sql)}`,
        where: limits.where,
        remedy: "Correct the SQL",
        retryable: false,
      });
    }
  },
});

async function answered(session: ReportsSession, sql: string, limits: QueryLimits): Promise<QueryResult> {
  const { columns: typed, chunks } = await streamSql(session, sql);
  const columns = typed.map(({ name, type }) => ({ name, kind: kindOf(type) ?? "text" }));
  const rows: (readonly SheetCell[])[] = [];
  for await (const chunk of chunks) {
    if (rows.length + chunk.count > limits.mostRows) throw tooLarge(limits);
    for (const row of chunk.rows()) rows.push(row.map((value, at) => cellOf(value, columns[at]?.kind)));
  }
  return { columns, rows };
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
