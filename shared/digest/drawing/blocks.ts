import { ACCENT, type Accent } from "./accents.ts";
import { html, type Markup, NOTHING, type Piece } from "./markup.ts";
import { htmlOf } from "./phrase/html.ts";
import type { Phrase } from "./phrase/phrase.ts";

// Sizes stand inline, since some mail programs drop every style block; the block only softens and darkens. Programs of Word's kind drop
// padding and borders of div, span and li: what must be told apart is a table, a list or a line of its own.

export const mainHeading = (text: Piece): Markup =>
  html`<h1 style="margin:0 0 4px;font-size:22px;line-height:27px">${text}</h1>`;

export const heading = (text: Piece): Markup =>
  html`
<h2 style="margin:16px 0 8px;font-size:18px;line-height:24px">${text}</h2>`;

export const subheading = (text: Piece): Markup =>
  html`<h3 style="margin:0;font-size:17px;line-height:22px">${text}</h3>`;

/** A line or paragraph; nothing for a phrase that says nothing. */
export const line = (phrase: Phrase): Markup => (phrase.length === 0 ? NOTHING : html`<div>${htmlOf(phrase)}</div>`);

/** Secondary text in a line of its own. */
export const softLine = (phrase: Phrase): Markup =>
  phrase.length === 0 ? NOTHING : html`<div class="m">${htmlOf(phrase)}</div>`;

/** A short word in a frame: New, Ended, Changed. */
export const tag = (phrase: Phrase): Markup =>
  html`<span style="font-size:13px;border:1px solid;padding:0 5px">${htmlOf(phrase)}</span>`;

/** Something that stands for itself, told by the edge on its left as well. */
export const card = (accent: Accent, body: Piece): Markup =>
  html`
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-left:5px solid ${ACCENT[accent]};margin:0 0 12px"><tr><td style="padding:0 0 0 11px">${body}</td></tr></table>`;

/** Items with lines between them, without bullets. */
export const ruledList = (items: readonly Piece[]): Markup =>
  html`<ul style="margin:0;padding:0;list-style:none">${items.map(
    (item) => html`
<li style="margin:0;padding:5px 0;border-top:1px solid ${ACCENT.frame}">${item}</li>`,
  )}</ul>`;

export const bulletList = (items: readonly Piece[]): Markup =>
  html`<ul style="margin:0;padding:0 0 0 18px">${items.map(
    (item) => html`
<li style="margin:0 0 6px">${item}</li>`,
  )}</ul>`;

/** A figure with its name above and its change below. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly change: Phrase;
}

/** Figures two a row, which a phone shows as a desk does. */
export function figureTable(figures: readonly Figure[]): Markup {
  const rows = figures.flatMap((figure, position) =>
    position % 2 === 0 ? [[figure, ...figures.slice(position + 1, position + 2)]] : [],
  );
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${rows.map(
    (row) =>
      html`<tr>${row.map(
        ({ label, value, change }) =>
          html`<td width="50%" valign="top" style="padding:0 8px 8px 0"><span class="m">${label}</span><br><b style="font-size:20px;line-height:26px">${value}</b>${change.length === 0 ? NOTHING : html`<br><span class="m">${htmlOf(change)}</span>`}</td>`,
      )}</tr>`,
  )}</table>`;
}

export interface DataTable {
  /** What the table holds, for screen readers. */
  readonly caption: string;
  readonly head: readonly { readonly text: string; readonly align: "left" | "right" }[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Piece[])[];
}

const CELL = `padding:5px 8px 5px 0;border-top:1px solid ${ACCENT.frame}`;

/** Rows of figures: a table that screen readers read as one. */
export function dataTable({ caption, head, rows }: DataTable): Markup {
  return html`<table width="100%" cellpadding="0" cellspacing="0" aria-label="${caption}"><tr>${head.map(
    ({ text, align }) =>
      html`<th scope="col" align="${align}" style="font-weight:normal;font-size:13px;padding:0 8px 4px 0">${text}</th>`,
  )}</tr>${rows.map(
    (cells) => html`
<tr>${cells.map((cell, position) => {
      const align = head[position]?.align ?? "left";
      return position === 0
        ? html`<th scope="row" align="${align}" style="font-weight:normal;${CELL}">${cell}</th>`
        : html`<td align="${align}" style="${CELL}">${cell}</td>`;
    })}</tr>`,
  )}</table>`;
}
