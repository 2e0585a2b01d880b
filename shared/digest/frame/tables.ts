import { csvText } from "../../platform/csv.ts";
import { headingOf } from "../../workbook/heading.ts";
import type { SheetKind, SheetCell as WorkbookCell, Sheet as WorkbookSheet } from "../../workbook/sheet.ts";
import type { DigestModel } from "../digest-model.ts";
import { decimalText } from "../drawing/decimal-text.ts";
import { COLUMN_KINDS } from "../sections/column-kinds.ts";
import { sectionOf } from "../sections/registry.ts";
import type { Sheet, SheetCell } from "../sections/section.ts";
import { aboutRows } from "./about.ts";
import { OPEN_SHEET, openSheet } from "./open-sheet.ts";
import { writingOf } from "./writing.ts";

interface Table {
  /** Without an ending, such as `pacing`. */
  readonly name: string;
  readonly sheet: Sheet;
}

/** What is open, and a table per section of the mail with every row of it. A section that the mail does not hold has none. */
function tablesOf(model: DigestModel): readonly Table[] {
  const writing = writingOf(model);
  const words = writing.words.sheet;
  const open = model.board === null ? [] : [{ name: OPEN_SHEET, sheet: openSheet(writing, model.board, model) }];
  const sections = model.order.flatMap((name) => {
    const { sheet: sheetOf, sheetName } = sectionOf(name);
    const figures = model.sections[name];
    const sheet = figures === null ? null : sheetOf(figures, model, words);
    return sheet === null ? [] : [{ name: sheetName, sheet }];
  });
  return [...open, ...sections];
}

export interface CsvFile {
  /** Such as `pacing.csv`. */
  readonly name: string;
  /** UTF-8 with a byte order mark, which spreadsheets need to read names right; lines end in CRLF (RFC 4180). */
  readonly content: string;
}

/** The tables as a file each. */
export const renderCsv = (model: DigestModel): readonly CsvFile[] =>
  tablesOf(model).map(({ name, sheet }) => ({ name: `${name}.csv`, content: contentOf(sheet) }));

/** The CSV file that goes along: of what is open, of one of many its campaigns. */
export const attachedCsv = ({ view }: Pick<DigestModel, "view">): string =>
  `${view === "internal" ? OPEN_SHEET : sectionOf("own").sheetName}.csv`;

function contentOf({ head, rows }: Sheet): string {
  const records = rows.map((row) => row.map((cell) => (typeof cell === "boolean" ? String(cell) : cell)));
  return csvText([head, ...records], { bom: true, record_delimiter: "windows" }, numberText);
}

/** The same tables as sheets of one workbook, and one that says what they tell of. */
export function workbookSheets(model: DigestModel): readonly WorkbookSheet[] {
  const writing = writingOf(model);
  const { about, tabs } = writing.words.sheet;
  return [
    ...tablesOf(model).map(({ name, sheet: { head, rows } }) => {
      const columns = head.map((column) => ({ heading: headingOf(column), kind: COLUMN_KINDS[column] }));
      return {
        name: tabs[name] ?? headingOf(name),
        columns,
        rows: rows.map((row) => columns.map(({ kind }, at) => cellOf(kind, row[at] ?? null))),
      };
    }),
    {
      name: about.tab,
      columns: about.head.map((heading) => ({ heading, kind: "text" as const })),
      rows: aboutRows(writing, model),
    },
  ];
}

/** As the CSV file has it: no more digits, and none less. */
function cellOf(kind: SheetKind, cell: SheetCell): WorkbookCell {
  if (cell === null || cell === "" || typeof cell === "boolean" || typeof cell === "string")
    return cell === "" ? null : cell;
  if (kind === "number" && typeof cell === "number") return Number(numberText(cell));
  return kind === "integer" && typeof cell === "number" ? cell : numberText(cell);
}

function numberText(number: number | bigint): string {
  if (typeof number === "bigint") return decimalText(number);
  return Number.isInteger(number) ? String(number) : number.toFixed(4);
}
