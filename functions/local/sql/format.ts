import type { DuckDBValue } from "@duckdb/node-api";
import { csvText } from "../../../shared/platform/csv.ts";
import { printableJson, printableLine } from "../../../shared/platform/printable.ts";
import type { SqlColumn, SqlResult } from "./run-sql.ts";
import { tableLines } from "./text-table.ts";
import { csvCell, LONGEST_CELL, plain, tableCell } from "./values.ts";

export const SQL_FORMATS = ["table", "json", "csv"] as const;
export type SqlFormat = (typeof SQL_FORMATS)[number];

type Rows = readonly (readonly DuckDBValue[])[];

/** What a table holds at most: more is for programs to read. */
export const MOST_TABLE_ROWS = 10_000;
const MOST_TABLE_CHARACTERS = 10_000_000;
const NUMERIC = /^(?:U?(?:BIGINT|INTEGER|HUGEINT|SMALLINT|TINYINT)|DOUBLE|FLOAT|DECIMAL\b.*)$/;

/**
 * A result as text that ends with a newline; empty when there is nothing to print.
 * @param width columns of the terminal. @default unlimited
 */
export function formatResult({ columns, rows }: SqlResult, format: SqlFormat, width?: number): string {
  if (format === "json") return jsonLines(columns, rows);
  if (format === "csv") return csvHead(columns) + csvLines(rows);
  const table = createTable(columns);
  table.add(rows);
  return table.made(width).text;
}

/** One line of JSON a row. */
export const jsonLines = (columns: readonly SqlColumn[], rows: Rows): string =>
  rows
    .map((row) => `${printableJson(Object.fromEntries(columns.map(({ name }, at) => [name, plain(row[at])])))}\n`)
    .join("");

export const csvHead = (columns: readonly SqlColumn[]): string => csvText([columns.map(({ name }) => name)]);

/** Null is an empty field. */
export const csvLines = (rows: Rows): string => csvText(rows.map((row) => row.map(csvCell)));

export interface MadeTable {
  readonly text: string;
  /** How many rows stand in it. */
  readonly shown: number;
  /** Whether a cell was too long. */
  readonly cutCells: boolean;
}

export interface TableMaker {
  /** Takes rows until the table is full. */
  add(rows: Rows): void;
  isFull(): boolean;
  /** A table that is wider than the terminal is made row by row, one column a line. @param width @default unlimited */
  made(width?: number): MadeTable;
}

/** A table of bounded size, whatever the result's: time and memory go with what it shows. */
export function createTable(columns: readonly SqlColumn[]): TableMaker {
  const cells: (readonly string[])[] = [];
  let characters = 0;
  const isFull = () => cells.length >= MOST_TABLE_ROWS || characters >= MOST_TABLE_CHARACTERS;
  return {
    isFull,
    add: (rows) => {
      for (const row of rows) {
        if (isFull()) return;
        const texts = columns.map((_, at) => tableCell(row[at]));
        characters += texts.reduce((sum, { length }) => sum + length, 0);
        cells.push(texts);
      }
    },
    made: (width = Number.POSITIVE_INFINITY) => {
      const cutCells = cells.some((row) => row.some(({ length }) => length >= LONGEST_CELL));
      if (columns.length === 0) return { text: "", shown: 0, cutCells };
      const { text, shown } = asTable(columns, cells, width) ?? asRecords(columns, cells);
      return { text, shown, cutCells };
    },
  };
}

/** @returns undefined when it is wider than the terminal */
function asTable(columns: readonly SqlColumn[], cells: readonly (readonly string[])[], width: number) {
  const heads = columns.map(({ name, type }) => ({
    heading: printableLine(name),
    align: NUMERIC.test(type) ? ("right" as const) : ("left" as const),
  }));
  const widest = tableLines(heads, cells).next().value?.length ?? 0;
  if (widest > width) return undefined;
  // Cells are padded to the widest: few long ones make a table of many characters.
  const shown = Math.min(cells.length, Math.max(1, Math.floor(MOST_TABLE_CHARACTERS / (widest + 1))));
  return { text: linesText(tableLines(heads, cells.slice(0, shown))), shown };
}

function asRecords(columns: readonly SqlColumn[], cells: readonly (readonly string[])[]) {
  const heads = [
    { heading: "", align: "left" },
    { heading: "", align: "left" },
  ] as const;
  const records: string[] = [];
  let characters = 0;
  for (const row of cells) {
    if (characters >= MOST_TABLE_CHARACTERS) break;
    const named = columns.map(({ name }, at) => [printableLine(name), row[at] ?? ""]);
    const record = linesText(tableLines(heads, named));
    characters += record.length;
    records.push(record);
  }
  const text = records.map((record, at) => `row ${at + 1} of ${cells.length}\n${record}`).join("");
  return { text, shown: records.length };
}

const linesText = (lines: Iterable<string>): string => [...lines].map((line) => `${line}\n`).join("");
