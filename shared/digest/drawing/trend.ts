import { html, type Markup } from "./markup.ts";

/** A column of a trend: how high, and the letter below it; null where the value is unknown. */
export interface TrendColumn {
  readonly value: number | null;
  readonly initial: string;
}

const BLOCKS = "▁▂▃▄▅▆▇█";
/** So that the space of an unknown day is kept. */
const UNKNOWN = "\u00a0";

/** A block character as high as its value beside the most; the lowest for nothing and for what was taken back. */
export function blockOf(value: number | null, most: number): string {
  if (value === null) return UNKNOWN;
  const level = most <= 0 ? 0 : Math.round((Math.min(Math.max(value, 0), most) / most) * (BLOCKS.length - 1));
  return BLOCKS[level] ?? UNKNOWN;
}

export const blocksOf = (values: readonly (number | null)[]): readonly string[] => {
  const most = Math.max(...values.map((value) => value ?? 0), 0);
  return values.map((value) => blockOf(value, most));
};

// Line heights: a block as high as its line loses its top in some programs.
const BLOCK_STYLE = "font-size:17px;line-height:26px;font-family:Menlo,Consolas,monospace";

/** A day a cell; text, which every mail program and every theme shows. A sentence beside it says what it shows. */
export function trendTable(columns: readonly TrendColumn[]): Markup {
  const width = Math.floor(100 / Math.max(columns.length, 1));
  const blocks = blocksOf(columns.map(({ value }) => value));
  return html`<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" style="max-width:350px"><tr>${blocks.map(
    (block) => html`<td align="center" width="${width}%" style="${BLOCK_STYLE}">${block}</td>`,
  )}</tr><tr>${columns.map(
    ({ initial }) => html`<td align="center" class="m" style="font-size:11px;line-height:14px">${initial}</td>`,
  )}</tr></table>`;
}

/** A block within a row of a table. */
export const inlineBlock = (block: string): Markup =>
  html`<span aria-hidden="true" style="font-family:Menlo,Consolas,monospace;line-height:1.5em">${block}</span>`;
