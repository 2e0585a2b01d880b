import { html, NOTHING } from "../../drawing/markup.ts";
import { dataTable, pill, rowName, small, strong } from "../../drawing/pieces.ts";
import { isolated } from "../../drawing/text-lines.ts";
import { section } from "../section.ts";
import { moneyOf } from "./figures.ts";
import { amountsText, amountText, isStill, marginText, moneyLead, moneyNotes } from "./words.ts";

/** Revenue, payouts and margin by campaign, in base currency. */
export const money = section({
  audiences: ["internal"],
  needs: ["campaigns"],
  figures: moneyOf,
  rows: ({ rows }) => [...rows.filter(({ low }) => low), ...rows.filter(({ low }) => !low)],
  limit: { html: 6, text: 20 },
  most: (_, { quiet }) => (quiet ? 0 : Number.POSITIVE_INFINITY),
  query: "money",
  html: ({ figures, shown, more, head: { currency }, format }) => {
    if (isStill(figures)) return null;
    return {
      title: "Money",
      lead: moneyLead(figures, currency, format),
      body: dataTable({
        caption: "Campaigns by revenue",
        head: ["Campaign", "Revenue"],
        rows: [
          {
            main: strong("All campaigns"),
            side: html`${strong(format.money(figures.total.revenue, currency))}${small(marginText(figures.total, currency, format))}`,
          },
          ...shown.map((row) => ({
            main: html`${rowName(row.campaign.name)}${row.low ? html`<div>${pill("risk", "Low margin")}</div>` : NOTHING}${small(
              `pays publishers ${amountText(row.payout, currency, format)}`,
            )}`,
            side: html`${amountText(row.revenue, currency, format)}${small(marginText(row, currency, format))}`,
          })),
        ],
      }),
      more: [more === "" ? "" : `${more}.`, ...moneyNotes(figures, currency, format)]
        .filter((text) => text !== "")
        .join(" "),
    };
  },
  text: ({ figures, shown, more, head: { currency }, format }) => {
    if (isStill(figures)) return null;
    return {
      title: "Money",
      lines: [
        moneyLead(figures, currency, format),
        `- All campaigns: ${amountsText(figures.total, currency, format)}`,
        ...shown.map(
          (row) =>
            `- ${isolated(row.campaign.name)}: ${amountsText(row, currency, format)}${row.low ? " LOW MARGIN" : ""}`,
        ),
        ...moneyNotes(figures, currency, format),
      ],
      more,
    };
  },
  sheetName: "money",
  sheet: ({ rows, revalued }, { currency }) => ({
    head: [
      ...["campaign_id", "campaign", "advertiser", "base_currency", "revenue", "payout", "margin", "margin_share"],
      ...["currency", "revenue_in_currency", "payout_in_currency", "note"],
    ],
    rows: [
      ...rows.map((row) => [
        ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, currency, row.revenue, row.payout],
        ...[row.margin, row.share, row.currency, row.native?.revenue ?? null, row.native?.payout ?? null],
        row.low ? "low margin" : "",
      ]),
      ...revalued.map((row) => [
        ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, currency, row.revenue, null, null, null],
        ...[row.currency, null, null, "revalued, not counted"],
      ]),
    ],
  }),
});
