import { html, type Markup, NOTHING, named, type Piece } from "./markup.ts";
import { BAR, EDGE, FILL, INK, type Mood } from "./palette.ts";

// Inline styles are the basis, since some mail programs drop every style block; classes only serve dark mode and phones.

const muted = `color:${INK.muted.light};font-size:13px;line-height:18px`;
const ROW_STYLE = `padding:10px 0;border-top:1px solid ${EDGE.light}`;

/** A line of secondary text. */
export const small = (text: Piece): Markup => html`<div class="m" style="${muted}">${text}</div>`;

export const strong = (text: Piece): Markup => html`<b>${text}</b>`;

/** A state in words on a tinted ground. */
export const pill = (mood: Mood, text: string): Markup =>
  html`<span class="${INK[mood].name} ${FILL[mood].name}" style="background:${FILL[mood].light};color:${INK[mood].light};font-size:12px;font-weight:bold;line-height:18px;padding:2px 8px;border-radius:9px;white-space:nowrap">${text}</span>`;

interface BarPart {
  readonly width: number;
  readonly fill: { readonly name: string; readonly light: string };
}

/**
 * A bar of table cells: filled up to `share`, with a mark where it should be. The words beside it say the same, so it is hidden
 * from screen readers.
 * @param share and mark are shares of the whole bar
 */
export function bar(mood: Mood, { share, mark }: { readonly share: number; readonly mark: number | null }): Markup {
  const parts = barParts(clamp(share), mark === null ? null : clamp(mark), BAR[mood]);
  const cells = parts.map(
    ({ width, fill }) =>
      html`<td width="${width}%" height="8" class="${fill.name}" bgcolor="${fill.light}" style="font-size:1px;line-height:8px">&nbsp;</td>`,
  );
  return html`<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" style="margin:6px 0 4px"><tr>${cells}</tr></table>`;
}

const clamp = (share: number): number => Math.round(Math.min(Math.max(share, 0), 1) * 100);
const MARK_WIDTH = 1;

function barParts(filled: number, mark: number | null, fill: BarPart["fill"]): readonly BarPart[] {
  const stretch = (from: number, to: number): BarPart[] => {
    const edge = Math.min(Math.max(filled, from), to);
    return [
      { width: edge - from, fill },
      { width: to - edge, fill: FILL.track },
    ];
  };
  const at = mark === null ? null : Math.min(mark, 100 - MARK_WIDTH);
  const parts =
    at === null
      ? stretch(0, 100)
      : [...stretch(0, at), { width: MARK_WIDTH, fill: FILL.tick }, ...stretch(at + MARK_WIDTH, 100)];
  return parts.filter(({ width }) => width > 0);
}

/** A section of the HTML mail. */
export interface SectionMarkup {
  readonly title: string;
  /** What the figures are and how they were judged. */
  readonly lead?: string | undefined;
  readonly body: Piece;
  /** What is not shown, in words. */
  readonly more?: string | undefined;
}

/** @param query name of the saved query that gives the same figures */
export function sectionRow({ title, lead, body, more }: SectionMarkup, query?: string): Markup {
  const source = query === undefined ? "" : `Saved query: ${query}`;
  const foot = [more ?? "", source].filter((text) => text !== "");
  return html`<tr><td class="t c" style="padding:14px 24px 10px;color:${INK.text.light}"><h2 style="margin:10px 0 4px;font-size:17px;line-height:24px">${title}</h2>${
    lead === undefined ? NOTHING : html`<div class="m" style="${muted};padding-bottom:8px">${lead}</div>`
  }${body}${foot.map((text) => html`<div class="m" style="${muted};padding-top:6px">${text}</div>`)}</td></tr>
`;
}

export interface DataTable {
  /** What the table holds, for screen readers. */
  readonly caption: string;
  readonly head: readonly [string, string];
  readonly rows: readonly { readonly main: Piece; readonly side: Piece }[];
}

/** A data table of two columns, which a phone shows as a desk does: what it is, and what it comes to. */
export function dataTable({ caption, head, rows }: DataTable): Markup {
  const headStyle = `${muted};font-weight:normal;padding:0 0 6px`;
  return html`<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse" aria-label="${caption}"><tr><th scope="col" align="left" class="m" style="${headStyle}">${head[0]}</th><th scope="col" align="right" class="m" style="${headStyle}">${head[1]}</th></tr>${rows.map(
    ({ main, side }) => html`
<tr><td valign="top" class="t l" style="${ROW_STYLE};color:${INK.text.light}">${main}</td><td valign="top" align="right" class="t l" width="38%" style="${ROW_STYLE};padding-left:12px;color:${INK.text.light}">${side}</td></tr>`,
  )}</table>`;
}

/** A campaign, publisher or job as the head of its row. */
export const rowName = (name: string): Markup => html`<b style="font-size:15px;line-height:20px">${named(name)}</b>`;
