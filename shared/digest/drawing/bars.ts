import { textWidth } from "../../platform/text-width.ts";
import { ACCENT } from "./accents.ts";
import type { Bar, BarsBlock } from "./mail-parts.ts";
import { html, type Markup } from "./markup.ts";
import { htmlOf } from "./phrase/html.ts";
import { nameOf } from "./phrase/phrase.ts";
import { textOf } from "./phrase/text.ts";

const LONGEST = 10;
const WHOLE = "█";
const HALF = "▌";

/** As long as its value beside the largest, to half a character; what is not nothing has half a one at least. */
export function barOf(value: number | null, most: number): string {
  if (value === null || value <= 0 || most <= 0) return "";
  const halves = Math.max(1, Math.round((Math.min(value, most) / most) * LONGEST * 2));
  return WHOLE.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? HALF : "");
}

const mostOf = (bars: readonly Bar[]): number => Math.max(0, ...bars.map(({ value }) => value ?? 0));

const BAR_STYLE = "font-family:Menlo,Consolas,monospace;font-size:13px;line-height:1.5em";
const CELL = `padding:2px 8px 2px 0;border-top:1px solid ${ACCENT.frame}`;

/** A row a bar: text, which every mail program and every theme shows. The number beside it says the same. */
export function barsHtml({ caption, bars }: BarsBlock): Markup {
  const most = mostOf(bars);
  return html`<table width="100%" cellpadding="0" cellspacing="0" aria-label="${caption}" style="table-layout:fixed;margin:0 0 10px">${bars.map(
    ({ label, value, said }) => html`
<tr><th scope="row" align="left" width="55%" style="font-weight:normal;${CELL}">${htmlOf([nameOf(label, null)])}</th><td style="${CELL}"><span aria-hidden="true" style="${BAR_STYLE}">${barOf(value, most)}</span> ${said}</td></tr>`,
  )}</table>`;
}

const LONGEST_LABEL = 52;

/** Labels, bars and numbers below each other. */
export function barsLines({ bars }: BarsBlock): readonly string[] {
  const most = mostOf(bars);
  const labels = bars.map(({ label }) => textOf([nameOf(label, null)]));
  const width = Math.min(LONGEST_LABEL, Math.max(0, ...labels.map(textWidth)));
  return bars.flatMap(({ value, said }, at) => {
    const label = labels[at] ?? "";
    const shown = [barOf(value, most), said].filter((text) => text !== "").join(" ");
    // A longer label has a line to itself, so that no bar stands out of its column.
    if (textWidth(label) > width) return [label, `${" ".repeat(width)}  ${shown}`];
    return [`${label}${" ".repeat(width - textWidth(label))}  ${shown}`];
  });
}
