import { section } from "../section.ts";
import { qualityOf } from "./figures.ts";

/** Publishers whose invalid rate stands out. */
export const quality = section({
  needs: ["publisher-contracts"],
  figures: qualityOf,
  query: "publisher-quality",
  sheetName: "quality",
  sheet: ({ all }) => ({
    head: [
      ...["publisher_id", "publisher", "campaigns", "leads", "invalid", "caution", "invalid_rate", "usual_rate"],
      ...["usual_days", "rise_points", "beyond_chance", "flagged", "flagged_days", "leads_to_date"],
    ] as const,
    rows: all.map((row) => [
      ...[row.publisherId, row.publisher, row.campaigns, row.leads, row.invalid, row.caution, row.rate, row.usual],
      ...[row.usualDays, row.rise, row.clear, row.streak !== null, row.streak?.days ?? null, row.leadsToDate],
    ]),
  }),
});
