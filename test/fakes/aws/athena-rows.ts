import { DuckDBTimestampTZValue, DuckDBTimestampValue, type DuckDBValue } from "@duckdb/node-api";
import type { SqlColumn } from "../../../functions/local/sql/run-sql.ts";

/** A column and its cells as Athena prints them. */
export interface AthenaColumn {
  readonly Name: string;
  readonly Type: string;
  readonly Precision?: number;
  readonly Scale?: number;
}

/** Athena's type for one of DuckDB's. */
export function athenaColumn({ name, type }: SqlColumn): AthenaColumn {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined) {
    return { Name: name, Type: "decimal", Precision: Number(precision), Scale: Number(scale) };
  }
  if (type.endsWith("]")) return { Name: name, Type: "array" };
  if (type.startsWith("STRUCT")) return { Name: name, Type: "row" };
  return { Name: name, Type: TYPES[type] ?? type.toLowerCase() };
}

const TYPES: Readonly<Record<string, string>> = {
  HUGEINT: "bigint",
  VARCHAR: "varchar",
  INTEGER: "integer",
  FLOAT: "float",
  TIMESTAMP_MS: "timestamp",
};

/** One cell: null has no text at all. */
export function athenaCell(value: DuckDBValue | undefined, { Type }: AthenaColumn): { VarCharValue?: string } {
  if (value === null || value === undefined) return {};
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    const text = new Date(Number(value.micros / 1000n)).toISOString().slice(0, -1).replace("T", " ");
    return { VarCharValue: value instanceof DuckDBTimestampTZValue ? `${text} UTC` : text };
  }
  if (typeof value === "number" && Type === "double") return { VarCharValue: javaDouble(value) };
  if (typeof value === "number" && Type === "float") return { VarCharValue: String(Number(value.toPrecision(8))) };
  return { VarCharValue: String(value) };
}

/** `3.0`, `1.5`, `1.0E7`, as Java prints a double. */
function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits = "", exponent = ""] = value.toExponential().split("e");
    return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** DuckDB's message in Trino's words, with the value that both quote. */
export function athenaReason(message: string): string {
  const told = /\n\n([\s\S]*)/.exec(message)?.[1] ?? message;
  const [first = ""] = told.split("\n");
  const line = /^LINE (\d+):/m.exec(told)?.[1] ?? "1";
  const value = /'([^']*)'/.exec(first)?.[1] ?? "";
  if (first.startsWith("Conversion")) return `INVALID_CAST_ARGUMENT: Cannot cast '${value}' to BIGINT`;
  if (first.startsWith("Out of Range")) return `NUMERIC_VALUE_OUT_OF_RANGE: bigint overflow: ${first}`;
  if (first.startsWith("Parser")) return `SYNTAX_ERROR: line ${line}:1: ${first}`;
  if (first.startsWith("Catalog")) return `TABLE_NOT_FOUND: line ${line}:1: ${first}`;
  if (first.startsWith("Binder")) return `COLUMN_NOT_FOUND: line ${line}:1: ${first}`;
  return `GENERIC_INTERNAL_ERROR: ${first}`;
}
