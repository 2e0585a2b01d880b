import type { CsvCell } from "../platform/csv.ts";
import { csvText } from "../platform/csv.ts";
import { headingOf } from "../workbook/heading.ts";
import type { Sheet, SheetCell, SheetKind } from "../workbook/sheet.ts";
import type { QueryResult } from "./result.ts";

export interface PartResult extends QueryResult {
  /** In keys: `<name>.csv`. */
  readonly name: string;
  readonly title: string;
  /** As it was run. */
  readonly sql: string;
}

/** Where a workbook comes from, as its last sheet says: what and its value. */
export type About = readonly (readonly [what: string, value: string])[];

/** A sheet for each part, and one that says where they come from. */
export function sheetsOf(parts: readonly PartResult[], about: About): readonly Sheet[] {
  return [
    ...parts.map(({ title, columns, rows }) => ({
      name: title,
      columns: columns.map(({ name, kind }) => ({ heading: headingOf(name), kind })),
      rows,
    })),
    {
      name: "About",
      columns: [
        { heading: "What", kind: "text" },
        { heading: "Value", kind: "text" },
      ],
      rows: about,
    },
  ];
}

const LINE_ENDS = { bom: true, record_delimiter: "\r\n" } as const;

/** A part as CSV, for programs: the columns' own names, every digit, instants in UTC. */
export function csvOf({ columns, rows }: QueryResult): string {
  const records = rows.map((row) => columns.map(({ kind }, at) => csvCell(kind, row[at] ?? null)));
  return csvText([columns.map(({ name }) => name), ...records], LINE_ENDS);
}

function csvCell(kind: SheetKind, cell: SheetCell): CsvCell {
  if (kind === "decimal" && cell !== null) return { digits: String(cell) };
  if (kind === "instant" && typeof cell === "number") return new Date(cell).toISOString();
  return typeof cell === "boolean" ? String(cell) : cell;
}
