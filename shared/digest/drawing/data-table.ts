import { ACCENT } from "./accents.ts";
import type { Cell, TableBlock } from "./mail-parts.ts";
import { html, type Markup } from "./markup.ts";
import { htmlOf } from "./phrase/html.ts";
import { inlineBlock } from "./trend.ts";

const CELL = `padding:5px 8px 5px 0;border-top:1px solid ${ACCENT.frame}`;

/** A table that screen readers read as one. */
export function dataTable({ caption, head, rows }: Omit<TableBlock, "kind">): Markup {
  return html`<table width="100%" cellpadding="0" cellspacing="0" aria-label="${caption}"><tr>${head.map(
    ({ text, align }) =>
      html`<th scope="col" align="${align}" style="font-weight:normal;font-size:13px;padding:0 8px 4px 0">${text}</th>`,
  )}</tr>${rows.map(
    (cells) => html`
<tr>${cells.map((cell, position) => {
      const align = head[position]?.align ?? "left";
      return position === 0
        ? html`<th scope="row" align="${align}" style="font-weight:normal;${CELL}">${cellHtml(cell)}</th>`
        : html`<td align="${align}" style="${CELL}">${cellHtml(cell)}</td>`;
    })}</tr>`,
  )}</table>`;
}

const cellHtml = (cell: Cell): Markup =>
  "block" in cell ? html`${htmlOf(cell.said)}&nbsp;${inlineBlock(cell.block)}` : htmlOf(cell);
