import type { DigestModel } from "../digest-model.ts";
import { type Format, formatOf } from "../drawing/format.ts";
import { html, type Markup, NOTHING } from "../drawing/markup.ts";
import { sectionRow } from "../drawing/pieces.ts";
import { calmText } from "./calm-words.ts";
import { figuresRow } from "./figures.ts";
import { banners, calm, footer, header } from "./frame.ts";
import { preheaderText, subjectOf } from "./headline-words.ts";
import { headlinesRow } from "./headlines.ts";
import { page } from "./page.ts";
import { partsOf } from "./parts.ts";

/** Gmail clips a mail at about 102 KB; 90 leaves room for what it adds. */
export const MAX_HTML_BYTES = 90_000;

/** Shares of the usual number of rows, tried until the mail is small enough. */
const FACTORS = [1, 0.75, 0.5, 0.35, 0.2, 0.1, 0] as const;

/** The mail as HTML of at most 90 KB: with fewer rows, said so, rather than clipped. The same model gives the same bytes. */
export function renderHtml(model: DigestModel): string {
  const format = formatOf(model);
  let text = "";
  for (const factor of FACTORS) {
    text = document(model, format, factor).toString();
    if (Buffer.byteLength(text) <= MAX_HTML_BYTES) break;
  }
  return text;
}

function document(model: DigestModel, format: Format, factor: number): Markup {
  const quiet = calmText(model, format);
  const sections = partsOf(model, format, ({ html: limit }) => Math.floor(limit * factor)).map(({ section, part }) => {
    const drawn = section.html(part);
    return drawn === null ? NOTHING : sectionRow(drawn, section.query);
  });
  const body = html`${header(model, format)}${banners(model, format)}${quiet === "" ? NOTHING : calm(quiet)}${headlinesRow(model, format)}${figuresRow(model, format)}${sections}${footer(model, format)}`;
  return page({ title: subjectOf(model), preheader: preheaderText(model), language: model.locale, body });
}
