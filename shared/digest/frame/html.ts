import type { DigestModel } from "../digest-model.ts";
import { type Format, formatOf } from "../drawing/format.ts";
import { html, type Markup, NOTHING } from "../drawing/markup.ts";
import { HTML_LIMITS, type Limits, scaled } from "../render/limits.ts";
import { attentionSection, changesSection, contractsSection, integrationsSection } from "../render/sections/lists.ts";
import { moneySection } from "../render/sections/money.ts";
import { ownSection } from "../render/sections/own.ts";
import { pacingSection } from "../render/sections/pacing.ts";
import { qualitySection } from "../render/sections/quality.ts";
import { calmText } from "./calm-words.ts";
import { figuresSection } from "./figures.ts";
import { banners, calm, footer, header } from "./frame.ts";
import { preheaderText, subjectOf } from "./headline-words.ts";
import { headlineSection } from "./headlines.ts";
import { page } from "./page.ts";

/** Gmail clips a mail at about 102 KB; 90 leaves room for what it adds. */
export const MAX_HTML_BYTES = 90_000;

/** Shares of the usual number of rows, tried until the mail is small enough. */
const FACTORS = [1, 0.75, 0.5, 0.35, 0.2, 0.1, 0] as const;

/** The mail as HTML of at most 90 KB: with fewer rows, said so, rather than clipped. The same model gives the same bytes. */
export function renderHtml(model: DigestModel): string {
  const format = formatOf(model);
  let text = "";
  for (const factor of FACTORS) {
    text = document(model, format, scaled(HTML_LIMITS, factor)).toString();
    if (Buffer.byteLength(text) <= MAX_HTML_BYTES) break;
  }
  return text;
}

function document(model: DigestModel, format: Format, limits: Limits): Markup {
  const quiet = calmText(model, format);
  const body = html`${header(model, format)}${banners(model, format)}${quiet === "" ? NOTHING : calm(quiet)}${headlineSection(model, format, limits.headlines)}${figuresSection(model, format)}${changesSection(model, format, limits.changes)}${attentionSection(model, format, limits.attention)}${pacingSection(model, format, limits.pacing)}${ownSection(model, format, limits.pacing)}${qualitySection(model, format, limits.quality)}${moneySection(model, format, limits.money)}${contractsSection(model, format, limits.contracts)}${integrationsSection(model, format, limits.integrations)}${footer(model, format)}`;
  return page({ title: subjectOf(model), preheader: preheaderText(model), language: model.locale, body });
}
