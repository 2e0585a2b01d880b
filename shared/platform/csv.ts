import { type Options, stringify } from "csv-stringify/sync";

/** Numbers are written as they are, `digits` too. Everything else is text, of which a spreadsheet must run nothing. */
export type CsvCell = string | number | bigint | null | { readonly digits: string };

/** Where a cell begins with what may take a spreadsheet out of it. */
const LEAVES_THE_CELL = /^[\t\r\n]/;
/** What some spreadsheets leave out before they look for a formula, and the sign behind it. */
const FIRST_SIGN = /^[\s\p{C}]*(\S)/u;
const STARTS_FORMULA: ReadonlySet<string> = new Set(["=", "+", "-", "\u2212", "@"]);

/**
 * Records as CSV, the only way to it. Text that a spreadsheet would run gets an apostrophe in front, headings too; signs
 * count in every form that Unicode calls compatible, such as the full-width ones.
 * @param numberText how a number is written. @default its shortest text
 */
export function csvText(
  records: readonly (readonly CsvCell[])[],
  options: Pick<Options, "bom" | "record_delimiter"> = {},
  numberText: (number: number | bigint) => string = String,
): string {
  const cellText = (cell: CsvCell): string => {
    if (cell === null) return "";
    if (typeof cell === "string") return guarded(cell);
    if (typeof cell === "object") return cell.digits;
    const text = numberText(cell);
    return typeof cell === "number" && !Number.isFinite(cell) ? guarded(text) : text;
  };
  return stringify(
    records.map((record) => record.map(cellText)),
    options,
  );
}

const guarded = (text: string): string => (isRun(text) ? `'${text}` : text);

function isRun(text: string): boolean {
  const [, sign = ""] = FIRST_SIGN.exec(text) ?? [];
  return LEAVES_THE_CELL.test(text) || STARTS_FORMULA.has(sign.normalize("NFKC"));
}
