import { textWidth } from "../../../shared/platform/text-width.ts";

export interface TextColumn {
  readonly heading: string;
  readonly align: "left" | "right";
}

/**
 * A table in a frame, a line each, one after the other: whoever takes them says how much is enough. Time goes with the number of cells.
 * @param columns a heading of its own for each; without headings there is no line for them
 */
export function* tableLines(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): Generator<string> {
  const widths = columns.map(({ heading }, at) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[at] ?? "")), textWidth(heading)),
  );
  const rule = (left: string, between: string, right: string) =>
    left + widths.map((width) => "─".repeat(width + 2)).join(between) + right;
  const line = (cells: readonly string[]) => {
    const padded = columns.map(({ align }, at) => {
      const cell = cells[at] ?? "";
      const space = " ".repeat((widths[at] ?? 0) - textWidth(cell));
      return align === "right" ? space + cell : cell + space;
    });
    return `│ ${padded.join(" │ ")} │`;
  };
  yield rule("┌", "┬", "┐");
  if (columns.some(({ heading }) => heading !== "")) {
    yield line(columns.map(({ heading }) => heading));
    yield rule("├", "┼", "┤");
  }
  for (const row of rows) yield line(row);
  yield rule("└", "┴", "┘");
}
