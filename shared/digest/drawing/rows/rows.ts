import { ACCENT } from "../accents.ts";
import { dataTable } from "../data-table.ts";
import type { RowsBlock } from "../mail-parts.ts";
import { html, type Markup, NOTHING } from "../markup.ts";
import { htmlOf } from "../phrase/html.ts";
import { type Form, formOf } from "./room.ts";

/**
 * Rows as HTML. What has no room on a phone is a list in which each cell is a line behind its heading: so it reads without a style block
 * and in programs that know no conditions. Where those are known, a wide screen makes a table of the same list.
 */
export function rowsHtml(block: RowsBlock): Markup {
  const form = formOf(block);
  return form === "table" ? dataTable(block) : list(block, form);
}

const CLASSES: Readonly<Record<Exclude<Form, "table">, Markup>> = {
  wide: html` class="t"`,
  narrow: html` class="t s"`,
  lines: NOTHING,
};

function list({ caption, head, rows }: RowsBlock, form: Exclude<Form, "table">): Markup {
  const headings = form === "lines" ? NOTHING : headRow(head);
  return html`<ul${CLASSES[form]} role="table" aria-label="${caption}" style="margin:0;padding:0;list-style:none">${headings}${rows.map(
    (cells) => html`
<li class="r" role="row" style="${ROW}">${head.map(
      ({ text, align }, at) =>
        html`<div class="${classOf(align)}" role="cell"><span class="l m">${text}: </span>${htmlOf(cells[at] ?? [])}</div>`,
    )}</li>`,
  )}</ul>`;
}

/** In one sentence where no style block holds. */
const headRow = (head: RowsBlock["head"]): Markup => html`
<li class="r h" role="row" style="${ROW}">${head.map(
  ({ text, align }, at) =>
    html`<span class="${classOf(align)} m" role="columnheader">${text}${at === head.length - 1 ? NOTHING : html`<span class="l">, </span>`}</span>`,
)}</li>`;

const ROW = `margin:0;padding:5px 0;border-top:1px solid ${ACCENT.frame}`;

const classOf = (align: "left" | "right"): string => (align === "right" ? "c n" : "c");

/** From here on the column of a mail has its whole width. */
const DESK_PX = 620;

/** What makes a table of the list on a wide screen, where the headings stand once; a narrow one has them in each line. */
export const ROWS_STYLE = html`@media (min-width:${DESK_PX}px){.t{display:table;width:100%;font-size:13px;line-height:18px}.s{font-size:12px}.t .r{display:table-row}.t .c{display:table-cell;padding:5px 10px 5px 0;border-top:1px solid ${ACCENT.frame};vertical-align:top}.t .n{text-align:right}.t .h .c{border:0}.t .l{display:none}}@media (max-width:${DESK_PX - 1}px){.t .h{display:none}}`;
