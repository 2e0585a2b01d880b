import { csvText } from "../../platform/csv.ts";
import type { DigestModel } from "../digest-model.ts";
import { decimalText } from "../drawing/decimal-text.ts";
import { sectionOf } from "../sections/registry.ts";
import type { Sheet } from "../sections/section.ts";
import { OPEN_SHEET, openSheet } from "./open-sheet.ts";
import { writingOf } from "./writing.ts";

export interface CsvFile {
  /** Such as `pacing.csv`. */
  readonly name: string;
  /** UTF-8 with a byte order mark, which spreadsheets need to read names right; lines end in CRLF (RFC 4180). */
  readonly content: string;
}

/**
 * What is open in one file, and a file per section of the mail with every row of it. A section that the mail does not hold has none.
 */
export function renderCsv(model: DigestModel): readonly CsvFile[] {
  const writing = writingOf(model);
  const words = writing.words.sheet;
  const open = model.board === null ? null : openSheet(writing, model.board, model);
  const sections = model.order.flatMap((name) => {
    const { sheet: sheetOf, sheetName } = sectionOf(name);
    const figures = model.sections[name];
    const sheet = figures === null ? null : sheetOf(figures, model, words);
    return sheet === null ? [] : [{ name: `${sheetName}.csv`, content: contentOf(sheet) }];
  });
  return open === null ? sections : [{ name: `${OPEN_SHEET}.csv`, content: contentOf(open) }, ...sections];
}

/** The file that goes along: of what is open, of a publisher its campaigns. */
export const attachedCsv = ({ view }: Pick<DigestModel, "view">): string =>
  `${view === "publisher" ? sectionOf("own").sheetName : OPEN_SHEET}.csv`;

function contentOf({ head, rows }: Sheet): string {
  const records = rows.map((row) => row.map((cell) => (typeof cell === "boolean" ? String(cell) : cell)));
  return csvText([head, ...records], { bom: true, record_delimiter: "windows" }, numberText);
}

function numberText(number: number | bigint): string {
  if (typeof number === "bigint") return decimalText(number);
  return Number.isInteger(number) ? String(number) : number.toFixed(4);
}
