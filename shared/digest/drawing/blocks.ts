import { ACCENT } from "./accents.ts";
import { barsHtml } from "./bars.ts";
import { dataTable } from "./data-table.ts";
import type { Block, CardBlock, Figure, Notice } from "./mail-parts.ts";
import { html, type Markup, NOTHING, type Piece } from "./markup.ts";
import { htmlOf } from "./phrase/html.ts";
import type { Phrase } from "./phrase/phrase.ts";
import { progressBar } from "./progress.ts";
import { rowsHtml } from "./rows/rows.ts";
import { trendTable } from "./trend.ts";

// Sizes stand inline, since some mail programs drop every style block; the block only softens and darkens. Programs of Word's kind drop
// padding and borders of div, span and li: what must be told apart is a table, a list or a line of its own.

export const mainHeading = (text: string): Markup =>
  html`<h1 style="margin:0 0 4px;font-size:22px;line-height:27px">${text}</h1>`;

export const heading = (text: string): Markup =>
  html`
<h2 style="margin:16px 0 8px;font-size:18px;line-height:24px">${text}</h2>`;

export const line = (phrase: Phrase): Markup => (phrase.length === 0 ? NOTHING : html`<div>${htmlOf(phrase)}</div>`);

export const softLine = (phrase: Phrase): Markup =>
  phrase.length === 0 ? NOTHING : html`<div class="m">${htmlOf(phrase)}</div>`;

/** A block as HTML. */
export function blockHtml(block: Block): Markup {
  switch (block.kind) {
    case "lines":
      return html`${block.lines.map(line)}`;
    case "card":
      return cardHtml(block);
    case "ruled":
      return ruledList(block.items.map(htmlOf));
    case "bullets":
      return bulletList(block.items.map(htmlOf));
    case "figures":
      return ruledList(block.figures.map(figureHtml));
    case "trend":
      return html`${line(block.text)}${trendTable(block.columns)}`;
    case "table":
      return dataTable(block);
    case "rows":
      return rowsHtml(block);
    case "bars":
      return barsHtml(block);
  }
}

/** What stands for itself, told by the edge on its left as well. */
const edged = (colour: string, body: Piece, above = 0): Markup =>
  html`
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;border-left:5px solid ${colour};margin:${above}px 0 12px"><tr><td style="padding:0 0 0 11px">${body}</td></tr></table>`;

function cardHtml({ accent, head, tag, subject, progress, lines }: CardBlock): Markup {
  const framed =
    tag.length === 0
      ? NOTHING
      : html` <span style="font-size:13px;border:1px solid;padding:0 5px">${htmlOf(tag)}</span>`;
  const bar = progress === null ? NOTHING : progressBar(progress, accent);
  return edged(
    ACCENT[accent],
    html`<h3 style="margin:0;font-size:17px;line-height:22px">${htmlOf(head)}${framed}</h3>${line(subject)}${bar}${lines.map(line)}`,
  );
}

const NOTICE_SPACE = 10;

export const noticeHtml = ({ title, text }: Notice): Markup =>
  edged(ACCENT.frame, html`<div><b>${title}:</b> ${text}</div>`, NOTICE_SPACE);

const ruledList = (items: readonly Piece[]): Markup =>
  html`<ul style="margin:0;padding:0;list-style:none">${items.map(
    (item) => html`
<li style="margin:0;padding:5px 0;border-top:1px solid ${ACCENT.frame}">${item}</li>`,
  )}</ul>`;

const bulletList = (items: readonly Piece[]): Markup =>
  html`<ul style="margin:0;padding:0 0 0 18px">${items.map(
    (item) => html`
<li style="margin:0 0 6px">${item}</li>`,
  )}</ul>`;

/** A line each: side by side they break on a phone with large text. */
const figureHtml = ({ label, value, change }: Figure): Markup =>
  html`<b style="font-size:17px;line-height:22px">${value}</b> · ${label}${change.length === 0 ? NOTHING : html` <span class="m">${htmlOf(change)}</span>`}`;
