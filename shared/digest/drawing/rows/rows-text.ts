import { textWidth } from "../../../platform/text-width.ts";
import type { RowsBlock } from "../mail-parts.ts";
import { textOf } from "../phrase/text.ts";

/** What mail programs show without breaking. */
const MOST_COLUMNS = 78;
const GAP = "  ";

/** Rows as plain text: columns below each other where a line holds them, else a line for each cell behind its heading. */
export function rowsLines({ head, rows }: RowsBlock): readonly string[] {
  const texts = rows.map((cells) => head.map((_, at) => textOf(cells[at] ?? [])));
  const widths = head.map(({ text }, at) =>
    Math.max(textWidth(text), ...texts.map((cells) => textWidth(cells[at] ?? ""))),
  );
  const width = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  if (width > MOST_COLUMNS) return texts.flatMap((cells) => cellLines(head, cells));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => padded(cell, widths[at] ?? 0, head[at]?.align ?? "left"))
      .join(GAP)
      .trimEnd();
  return [line(head.map(({ text }) => text)), widths.map((each) => "-".repeat(each)).join(GAP), ...texts.map(line)];
}

/** A row as an item of a list. */
const cellLines = (head: RowsBlock["head"], cells: readonly string[]): readonly string[] =>
  head.map(({ text }, at) => `${at === 0 ? "-" : " "} ${text}: ${cells[at] ?? ""}`.trimEnd());

function padded(text: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(width - textWidth(text), 0));
  return align === "right" ? space + text : text + space;
}
