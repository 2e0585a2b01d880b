import {
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import { type Cell, type Column, type Columns, isListColumn, type Row } from "../../../shared/catalog/column.ts";
import { duckdbTypeOf, hiveTypeOf } from "../../../shared/catalog/hive-type.ts";
import type { SqlResult } from "../sql/run-sql.ts";

/** Rows as a result of SQL over the tables would be, so that one piece of code prints both. @param names of columns, in order */
export function resultOf(columns: Columns, rows: readonly Row[], names: readonly string[]): SqlResult {
  const chosen = names.flatMap((name) => {
    const column = columns[name];
    return column === undefined ? [] : [{ name, column }];
  });
  return {
    columns: chosen.map(({ name, column }) => ({ name, type: duckdbTypeOf(hiveTypeOf(column)) })),
    rows: rows.map((row) => chosen.map(({ name, column }) => printedValue(row[name] ?? null, column))),
  };
}

/** One row, a line for each of its columns: a table as wide as that could not be read. */
export function turned({ columns, rows: [row = []] }: SqlResult): SqlResult {
  return {
    columns: [
      { name: "column", type: "VARCHAR" },
      { name: "value", type: "VARCHAR" },
    ],
    rows: columns.map(({ name }, at) => [name, row[at] ?? null]),
  };
}

function printedValue(cell: Cell, column: Column): DuckDBValue {
  if (cell === null) return null;
  if (isListColumn(column) && typeof cell === "object") {
    return new DuckDBListValue(
      cell.map((entry) => {
        const fields = Object.entries(column.element).map(([name, of]) => [
          name,
          printedValue(entry[name] ?? null, of),
        ]);
        return new DuckDBStructValue(Object.fromEntries(fields));
      }),
    );
  }
  if (typeof cell === "bigint") return new DuckDBDecimalValue(cell, 18, 4);
  if (column.type === "timestamp" && typeof cell === "number") return new DuckDBTimestampValue(BigInt(cell) * 1000n);
  return typeof cell === "object" ? JSON.stringify(cell) : cell;
}
