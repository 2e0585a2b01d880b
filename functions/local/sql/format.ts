import {
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";
import type { SqlResult } from "./run-sql.ts";

export const SQL_FORMATS = ["table", "json", "csv"] as const;
export type SqlFormat = (typeof SQL_FORMATS)[number];

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** Fraction digits of a double in the table, where people read; json and csv have all of them. */
const TABLE_DIGITS = 4;
/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMERIC = /^(?:BIGINT|INTEGER|HUGEINT|UBIGINT|SMALLINT|TINYINT|DOUBLE|FLOAT|DECIMAL\b.*)$/;

/**
 * A result as text that ends with a newline; empty when there is nothing to print.
 * @param width columns of the terminal: a table that is wider is printed row by row, one column a line. @default unlimited
 */
export function formatResult(result: SqlResult, format: SqlFormat, width = Number.POSITIVE_INFINITY): string {
  if (format === "json") return toJsonLines(result);
  if (format === "csv") return toCsv(result);
  const table = toTable(result);
  // The first line is a border, of one column a sign.
  return table.indexOf("\n") <= width ? table : toRecords(result);
}

/**
 * One line of JSON a row. Decimals are text, so that no reader makes a float of them; integers beyond 2^53 too;
 * instants read `2026-11-22 05:00:03.123`, as in Athena.
 */
function toJsonLines({ columns, rows }: SqlResult): string {
  return rows
    .map((row) => `${JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, plain(row[at])])))}\n`)
    .join("");
}

/** With a header; null is an empty field; text that a spreadsheet would run as a formula gets a quote mark before it. */
function toCsv({ columns, rows }: SqlResult): string {
  const records = rows.map((row) =>
    row.map((value) => {
      const text = cellText(plain(value));
      return typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
    }),
  );
  return stringify([columns.map(({ name }) => name), ...records]);
}

function toTable({ columns, rows }: SqlResult): string {
  if (columns.length === 0) return "";
  const table = new Table({
    head: columns.map(({ name }) => name),
    colAligns: columns.map(({ type }) => (NUMERIC.test(type) ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map((value) => tableText(value)));
  return `${table.toString()}\n`;
}

function toRecords({ columns, rows }: SqlResult): string {
  const records = rows.map((row, at) => {
    const record = new Table({ style: { head: [], border: [], compact: true } });
    record.push(...columns.map(({ name }, column) => [name, tableText(row[column])]));
    return `row ${at + 1} of ${rows.length}\n${record.toString()}\n`;
  });
  return records.join("");
}

function tableText(value: DuckDBValue | undefined): string {
  if (value === null || value === undefined) return "null";
  if (typeof value !== "number") return printable(cellText(plain(value)));
  return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(TABLE_DIGITS)));
}

/** Names come from outside: no control sequence of theirs reaches the terminal. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, " ");

const cellText = (value: Plain): string => {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

function plain(value: DuckDBValue | undefined): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, plain(entry)]));
  }
  if (value instanceof DuckDBTimestampValue && value.isFinite) return instantText(value.micros);
  if (value instanceof DuckDBTimestampTZValue && value.isFinite) return `${instantText(value.micros)} UTC`;
  return String(value);
}

const instantText = (micros: bigint): string =>
  new Date(Number(micros / 1000n)).toISOString().slice(0, -1).replace("T", " ");
