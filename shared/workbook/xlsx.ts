import { type CellValue, type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { Sheet, SheetCell, SheetKind } from "./sheet.ts";
import { tabNames } from "./tab-names.ts";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A double has as many digits that surely come back. */
const MOST_DIGITS = 15;
/** What a cell can hold. */
const MOST_CHARACTERS = 32_767;
const DAY_MS = 86_400_000;
/** What spreadsheets read as a character by its number, which the writer leaves as it is. */
const ESCAPE = /_x[0-9A-Fa-f]{4}_/g;
/** No character of XML, neither as it is nor by its number: a file with one is one that spreadsheets call damaged. */
const NO_XML = /[\ufffe\uffff]|\p{Cs}/gu;
/** From here on Excel's calendar is everybody's. */
const FIRST_MS = Date.parse("1900-03-01");
const AFTER_MS = Date.parse("+010000-01-01");

const FORMATS: { readonly [K in SheetKind]?: string } = {
  integer: "0",
  decimal: "0.00##",
  day: "yyyy-mm-dd",
  instant: "yyyy-mm-dd hh:mm:ss",
};
const WIDTHS: { readonly [K in SheetKind]?: number } = { text: 32, day: 12, instant: 20 };

/**
 * A workbook with a tab for each sheet: headings bold and frozen, cells of the columns' kinds, numbers that a spreadsheet's double would
 * change as text. The same sheets give the same bytes.
 * @param madeAt epoch ms that the file says it was made at
 */
export async function workbook(sheets: readonly Sheet[], madeAt: number): Promise<Uint8Array> {
  const created = new Date(madeAt);
  const names = tabNames(sheets.map(({ name }) => name));
  return await writeXlsx({
    properties: { created, modified: created },
    sheets: sheets.map((sheet, at) => written(sheet, names[at] ?? "")),
  });
}

function written({ columns, rows }: Sheet, name: string): WriteSheet {
  const headings = columns.map(({ heading, kind }) => textOf(kind === "instant" ? `${heading} (UTC)` : heading));
  const bold = { style: { font: { bold: true } } };
  return {
    name,
    rows: [headings, ...rows.map((row) => columns.map(({ kind }, at) => cellOf(kind, row[at] ?? null)))],
    columns: columns.map(({ kind }, at) => ({
      width: Math.max(WIDTHS[kind] ?? 14, Math.min((headings[at] ?? "").length + 2, 40)),
      ...(FORMATS[kind] === undefined ? {} : { numFmt: FORMATS[kind] }),
    })),
    cells: new Map(headings.map((_, at) => [`0,${at}`, bold])),
    freezePane: { rows: 1 },
  };
}

function cellOf(kind: SheetKind, cell: SheetCell): CellValue {
  if (cell === null || typeof cell === "boolean") return cell;
  if (kind === "instant" || kind === "day") {
    const epochMs = typeof cell === "string" ? Date.parse(cell) : Number(cell);
    if (epochMs >= FIRST_MS && epochMs < AFTER_MS) return new Date(epochMs);
    return kind === "day" ? String(cell) : instantText(epochMs);
  }
  if (kind === "text") return textOf(String(cell));
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : String(cell);
  const digits = String(cell);
  return significant(digits).length > MOST_DIGITS ? digits : Number(digits);
}

/** Digits that count, without zeros before and, behind a point, after them. */
const significant = (digits: string): string => digits.replace(/(\.\d*?)0+$/, "$1").replace(/^-?0*|\./g, "");

const textOf = (text: string): string => shortened(text).replace(NO_XML, "\ufffd").replace(ESCAPE, "_x005F$&");

const instantText = (epochMs: number): string =>
  Math.abs(epochMs) <= 1e8 * DAY_MS ? new Date(epochMs).toISOString() : String(epochMs);

/** A file with a longer text is one that spreadsheets call damaged. What is left out is said. */
function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const told = `… (${text.length} characters)`;
  return text.slice(0, MOST_CHARACTERS - told.length) + told;
}
