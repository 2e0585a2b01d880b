import {
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { CsvCell } from "../../../shared/platform/csv.ts";
import { printableLine } from "../../../shared/platform/printable.ts";

/** A value of the engine as JSON has it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** Fraction digits of a double in the table, where people read; json and csv have all of them. */
const TABLE_DIGITS = 4;
/** Characters of a cell in the table; json and csv have all of them. */
export const LONGEST_CELL = 1_000;

/** Decimals, and integers beyond 2^53, are text, so that no reader makes a float of them; instants read as in Athena. */
export function plain(value: DuckDBValue | undefined): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, plain(entry)]));
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map((entry) => [textOf(plain(entry.key)), plain(entry.value)]));
  }
  if (value instanceof DuckDBUnionValue) return plain(value.value);
  if (value instanceof DuckDBTimestampValue) return instantText(value.micros) ?? String(value);
  if (value instanceof DuckDBTimestampTZValue) {
    const text = instantText(value.micros);
    return text === undefined ? String(value) : `${text} UTC`;
  }
  return String(value);
}

/** A cell of CSV: numbers as numbers, everything else as text. */
export function csvCell(value: DuckDBValue | undefined): CsvCell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "bigint") return value;
  // It is a number, of more digits than a float has.
  if (value instanceof DuckDBDecimalValue) return { digits: String(value) };
  return textOf(plain(value));
}

/** A cell of the table: one line of bounded length. */
export function tableCell(value: DuckDBValue | undefined): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toFixed(TABLE_DIGITS)));
  const text = typeof value === "number" ? String(value) : textOf(plain(value));
  return printableLine(text.length > LONGEST_CELL ? `${firstOf(text)}…` : text);
}

/** A text of its own: a part of a string keeps the whole of it in memory. */
const firstOf = (text: string): string => Buffer.from(text.slice(0, LONGEST_CELL - 1)).toString();

function textOf(value: Plain): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Years that are written with four digits; the engine knows many more than `Date`. */
const FIRST_MICROS = BigInt(Date.parse("0000-01-01T00:00:00Z")) * 1000n;
const AFTER_MICROS = BigInt(Date.parse("+010000-01-01T00:00:00Z")) * 1000n;

/** `2026-11-22 05:00:03.123`, as in Athena; undefined outside the years 0 to 9999 and for infinity. */
function instantText(micros: bigint): string | undefined {
  if (micros < FIRST_MICROS || micros >= AFTER_MICROS) return undefined;
  return new Date(Number(micros / 1000n)).toISOString().slice(0, -1).replace("T", " ");
}
