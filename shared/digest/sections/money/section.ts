import { section } from "../section.ts";
import { moneyOf } from "./figures.ts";

/** Revenue, payouts and margin by campaign, in base currency. */
export const money = section({
  needs: ["campaigns"],
  figures: moneyOf,
  query: "money",
  sheetName: "money",
  sheet: ({ rows, revalued }, { currency }, words) => ({
    head: [
      ...["campaign_id", "campaign", "advertiser", "base_currency", "revenue", "payout", "margin", "margin_share"],
      ...["currency", "revenue_in_currency", "payout_in_currency", "note"],
    ] as const,
    rows: [
      ...rows.map((row) => [
        ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, currency, row.revenue, row.payout],
        ...[row.margin, row.share, row.currency, row.native?.revenue ?? null, row.native?.payout ?? null],
        row.low ? words.money.low : "",
      ]),
      ...revalued.map((row) => [
        ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, currency, row.revenue, null, null, null],
        ...[row.currency, null, null, words.money.revalued],
      ]),
    ],
  }),
});
