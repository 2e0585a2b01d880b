import stringWidth from "fast-string-width";

export interface TextColumn {
  readonly heading: string;
  readonly align: "left" | "right";
}

/** Signs that are one column wide and one unit long, so that nothing need be measured. */
const PLAIN = /^[\x20-\x7e]*$/;
/** Of one unit each and of no more than one column of a terminal. */
const widthOf = (text: string): number => (PLAIN.test(text) ? text.length : stringWidth(text));

/**
 * A table in a frame, a line each, one after the other: whoever takes them says how much is enough. Time goes with the number of cells.
 * @param columns a heading of its own for each; without headings there is no line for them
 */
export function* tableLines(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): Generator<string> {
  const widths = columns.map(({ heading }, at) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[at] ?? "")), widthOf(heading)),
  );
  const rule = (left: string, between: string, right: string) =>
    left + widths.map((width) => "─".repeat(width + 2)).join(between) + right;
  const line = (cells: readonly string[]) => {
    const padded = columns.map(({ align }, at) => {
      const cell = cells[at] ?? "";
      const space = " ".repeat((widths[at] ?? 0) - widthOf(cell));
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
