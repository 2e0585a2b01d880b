import { textWidth } from "../../../platform/text-width.ts";
import type { RowsBlock } from "../mail-parts.ts";
import { textOf } from "../phrase/text.ts";

/**
 * `table`: on every screen. `wide`: a table on a desk, on a phone a line for each cell; `narrow`: the same in smaller letters. `lines`: a
 * line for each cell everywhere, since words are longer than any column has room for.
 */
export type Form = "table" | "wide" | "narrow" | "lines";

/** From so many columns on, a phone has no room whatever they hold. */
const COLUMNS_OF_A_DESK = 5;

interface Place {
  /** Pixels that lie between the edges of a mail there. */
  readonly room: number;
  readonly letters: number;
  /** Between two columns. */
  readonly gap: number;
}

const PHONE: Place = { room: 288, letters: 15, gap: 8 };
const DESK: Place = { room: 568, letters: 13, gap: 10 };
const DESK_IN_SMALL: Place = { ...DESK, letters: 12 };

/** What there is room for without a word that breaks. */
export function formOf({ head, rows }: Pick<RowsBlock, "head" | "rows">): Form {
  const widths = head.map(({ text }, at) =>
    Math.max(longestWord(text), ...rows.map((cells) => longestWord(textOf(cells[at] ?? [])))),
  );
  const sum = widths.reduce((all, width) => all + width, 0);
  const fits = ({ room, letters, gap }: Place): boolean => sum * letters + head.length * gap <= room;
  if (head.length < COLUMNS_OF_A_DESK && fits(PHONE)) return "table";
  if (fits(DESK)) return "wide";
  return fits(DESK_IN_SMALL) ? "narrow" : "lines";
}

/** Lines break at blanks, and after each sign of East Asia; whether at hyphens too, programs differ. */
const BREAK = / |(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/u;

/** In heights of the letters. */
const longestWord = (text: string): number => Math.max(0, ...text.split(BREAK).map(widthOf));

/** Signs of Arial by their width, in heights of the letters; those of other fonts of mail programs are as wide or narrower. */
const WIDTHS: readonly (readonly [signs: RegExp, width: number])[] = [
  [/[ijltfrI.,:;'|!()[\]-]/, 0.3],
  [/[0-9]/, 0.56],
  [/[mwMW@%]/, 0.9],
  [/[A-Z]/, 0.72],
  [/[ -~]/, 0.53],
];
const OTHER_WIDTH = 0.65;

const widths = new Map<string, number>();

function widthOf(word: string): number {
  let sum = 0;
  for (const sign of word) {
    const width = widths.get(sign) ?? signWidth(sign);
    if (sign <= "~") widths.set(sign, width);
    sum += width;
  }
  return sum;
}

const signWidth = (sign: string): number =>
  WIDTHS.find(([signs]) => signs.test(sign))?.[1] ?? OTHER_WIDTH * textWidth(sign);
