import { textWidth } from "../../../platform/text-width.ts";
import type { RowsBlock } from "../mail-parts.ts";
import { textOf } from "../phrase/text.ts";

/**
 * `table`: on every screen. `wide`: a table on a desk, on a phone a line for each cell. `lines`: a line for each cell everywhere, since
 * words are longer than any column has room for.
 */
export type Form = "table" | "wide" | "lines";

/** From so many columns on, a phone has no room whatever they hold. */
const COLUMNS_OF_A_DESK = 5;
/** Characters in a line at 320 and at 600 pixels, in the sizes that the tables have; capital letters are wider, so that some room is left. */
const PHONE = 29;
const DESK = 76;
/** Of the gap between columns, in characters. */
const GAP = 1.2;

/** What there is room for without a word that breaks. */
export function formOf({ head, rows }: Pick<RowsBlock, "head" | "rows">): Form {
  const widths = head.map(({ text }, at) =>
    Math.max(longestWord(text), ...rows.map((cells) => longestWord(textOf(cells[at] ?? [])))),
  );
  const least = widths.reduce((sum, width) => sum + width + GAP, 0);
  if (head.length < COLUMNS_OF_A_DESK && least <= PHONE) return "table";
  return least <= DESK ? "wide" : "lines";
}

/** Lines break at blanks and nowhere else, hyphens left aside. */
const longestWord = (text: string): number => Math.max(0, ...text.split(" ").map(textWidth));
