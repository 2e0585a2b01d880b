import { note, outputWidth, printData, printText } from "../output.ts";
import { createTable, csvHead, csvLines, jsonLines, type SqlFormat } from "./format.ts";
import type { SqlResult, SqlRows } from "./run-sql.ts";
import { LONGEST_CELL } from "./values.ts";

/** Whoever reads a table need not know more exactly how many rows are not in it. */
const MOST_COUNTED = 1_000_000;

/** Prints a result on standard output, as it comes; a table is cut where nobody would read on, and that is said. */
export async function printRows(rows: SqlRows, format: SqlFormat): Promise<void> {
  await (format === "table" ? printTable(rows) : printLines(rows, format));
}

/** A result that is there already, as one that comes. */
export const asRows = ({ columns, rows }: SqlResult): SqlRows => ({
  columns,
  chunks: (async function* () {
    yield { count: rows.length, rows: () => rows };
  })(),
});

async function printLines({ columns, chunks }: SqlRows, format: "json" | "csv"): Promise<void> {
  if (format === "csv" && !(await printData(csvHead(columns)))) return;
  for await (const chunk of chunks) {
    const text = format === "csv" ? csvLines(chunk.rows()) : jsonLines(columns, chunk.rows());
    if (!(await printData(text))) return;
  }
}

async function printTable({ columns, chunks }: SqlRows): Promise<void> {
  const table = createTable(columns);
  let total = 0;
  for await (const chunk of chunks) {
    if (!table.isFull()) table.add(chunk.rows());
    total += chunk.count;
    if (total > MOST_COUNTED) break;
  }
  const { text, shown, cutCells } = table.made(outputWidth());
  printText(text);
  const all = "--format json and --format csv print everything";
  if (shown < total) note(`${figure(shown)} of ${countOf(total)} rows are shown; ${all}`);
  if (cutCells) note(`Cells are cut at ${figure(LONGEST_CELL)} characters; ${all}`);
}

const countOf = (total: number): string => (total > MOST_COUNTED ? `more than ${figure(MOST_COUNTED)}` : figure(total));

const figure = (number: number): string => number.toLocaleString("en-GB");
