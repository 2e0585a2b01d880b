import type { DigestModel } from "../../digest-model.ts";
import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING } from "../../drawing/markup.ts";
import { bar, dataTable, rowName, section, small, strong } from "../../drawing/pieces.ts";
import { joined } from "../../drawing/words.ts";
import type { QualityRow } from "../../sections/quality/figures.ts";
import { qualityLead, qualityText, qualityTitle, quietText } from "../../sections/section-words.ts";
import { moreText } from "../limits.ts";

/** The bar shows rates up to this share; above it is full. */
const BAR_SHARE = 0.5;

export function qualitySection(model: DigestModel, format: Format, limit: number): Markup {
  const { quality } = model;
  if (quality === null || quality.all.length === 0) return NOTHING;
  const shown = quality.flagged.slice(0, limit);
  const quiet = quietText(model, format);
  const more = moreText(model, format, { total: quality.flagged.length, shown: shown.length, file: "quality.csv" });
  return section({
    title: qualityTitle(model),
    lead: qualityLead(model),
    body: shown.length === 0 ? html`<div>${quiet}.</div>` : tableOf(shown, format),
    more: shown.length === 0 ? more : joined([more, quiet]),
    query: "publisher-quality",
  });
}

function tableOf(rows: readonly QualityRow[], format: Format): Markup {
  return dataTable({
    caption: "Publishers with more invalid leads than usual",
    head: ["Publisher, invalid rate", "Above the usual"],
    rows: rows.map((row) => {
      const { rate, detail } = qualityText(row, format);
      const mark = row.usual === null ? null : row.usual / BAR_SHARE;
      return {
        main: html`${rowName(row.publisher)}${bar(row.clear ? "risk" : "behind", { share: (row.rate ?? 0) / BAR_SHARE, mark })}${rate}`,
        side: html`${strong(row.rise === null ? "" : `${format.points(row.rise)} points`)}${small(detail)}`,
      };
    }),
  });
}
