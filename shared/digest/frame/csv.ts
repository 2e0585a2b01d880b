import { csvText } from "../../platform/csv.ts";
import type { DigestModel } from "../digest-model.ts";
import { decimalText } from "../drawing/decimal-text.ts";
import { sectionOf } from "../sections/registry.ts";
import type { Sheet } from "../sections/section.ts";
import { writingOf } from "./writing.ts";

export interface CsvFile {
  /** Such as `pacing.csv`. */
  readonly name: string;
  /** UTF-8 with a byte order mark, which spreadsheets need to read names right; lines end in CRLF (RFC 4180). */
  readonly content: string;
}

/** One file per section of the mail, with every row of it. A section that the mail does not hold has none. */
export function renderCsv(model: DigestModel): readonly CsvFile[] {
  const words = writingOf(model).words.sheet;
  return model.order.flatMap((name) => {
    const { sheet: sheetOf, sheetName } = sectionOf(name);
    const figures = model.sections[name];
    const sheet = figures === null ? null : sheetOf(figures, model, words);
    return sheet === null ? [] : [{ name: `${sheetName}.csv`, content: contentOf(sheet) }];
  });
}

function contentOf({ head, rows }: Sheet): string {
  const records = rows.map((row) => row.map((cell) => (typeof cell === "boolean" ? String(cell) : cell)));
  return csvText([head, ...records], { bom: true, record_delimiter: "windows" }, numberText);
}

function numberText(number: number | bigint): string {
  if (typeof number === "bigint") return decimalText(number);
  return Number.isInteger(number) ? String(number) : number.toFixed(4);
}
