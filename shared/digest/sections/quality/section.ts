import type { Format } from "../../drawing/format.ts";
import { html, type Markup } from "../../drawing/markup.ts";
import { bar, dataTable, rowName, small, strong } from "../../drawing/pieces.ts";
import { isolated } from "../../drawing/text-lines.ts";
import { joined } from "../../drawing/words.ts";
import { section } from "../section.ts";
import { type QualityRow, qualityOf } from "./figures.ts";
import { qualityLead, qualityText, qualityTitle, quietText } from "./words.ts";

/** The bar shows rates up to this share; above it is full. */
const BAR_SHARE = 0.5;

/** Publishers whose invalid rate stands out. */
export const quality = section({
  audiences: ["internal", "publisher"],
  needs: ["publisher-contracts"],
  figures: qualityOf,
  rows: ({ flagged }) => flagged,
  limit: { html: 10, text: 10 },
  query: "publisher-quality",
  html: ({ figures, shown, more, head, format }) => {
    if (figures.all.length === 0) return null;
    const quiet = quietText(figures, head, format);
    return {
      title: qualityTitle(head),
      lead: qualityLead(head),
      body: shown.length === 0 ? html`<div>${quiet}.</div>` : tableOf(shown, format),
      more: shown.length === 0 ? more : joined([more, quiet]),
    };
  },
  text: ({ figures, shown, more, head, format }) => {
    if (figures.all.length === 0) return null;
    const quiet = quietText(figures, head, format);
    const lines = shown.map((row) => {
      const { rate, detail } = qualityText(row, format);
      return `- ${isolated(row.publisher)}: ${rate}; ${detail}`;
    });
    return {
      title: qualityTitle(head),
      lines: [qualityLead(head), ...lines, ...(quiet === "" ? [] : [`${quiet}.`])],
      more,
    };
  },
  sheetName: "quality",
  sheet: ({ all }) => ({
    head: [
      ...["publisher_id", "publisher", "campaigns", "leads", "invalid", "caution", "invalid_rate", "usual_rate"],
      ...["usual_days", "rise_points", "beyond_chance", "flagged", "flagged_days", "leads_to_date"],
    ],
    rows: all.map((row) => [
      ...[row.publisherId, row.publisher, row.campaigns, row.leads, row.invalid, row.caution, row.rate, row.usual],
      ...[row.usualDays, row.rise, row.clear, row.streak !== null, row.streak?.days ?? null, row.leadsToDate],
    ]),
  }),
});

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
