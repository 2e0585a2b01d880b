import { section } from "../section.ts";
import { attentionOf } from "./figures.ts";

/** Campaigns that need somebody for another reason than their pace. */
export const attention = section({
  needs: ["campaigns"],
  reads: ["publisher-contracts"],
  figures: attentionOf,
  query: "pacing",
  sheetName: "attention",
  sheet: ({ rows }, _, words) =>
    rows.length === 0
      ? null
      : {
          head: [
            ...["campaign_id", "campaign", "advertiser", "finding", "days", "missing", "required", "date"],
            "last_conversion",
          ] as const,
          rows: rows.map((row) => [
            ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, words.finding[row.kind]],
            ...[row.streak?.days ?? null, row.missing, row.required, row.date],
            row.lastConversion === null ? null : new Date(row.lastConversion).toISOString(),
          ]),
        },
});
