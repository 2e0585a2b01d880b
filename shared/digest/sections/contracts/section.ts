import { section } from "../section.ts";
import { contractsOf } from "./figures.ts";

/** Publisher contracts that need somebody. */
export const contracts = section({
  needs: ["publisher-contracts"],
  figures: contractsOf,
  query: "contracts",
  sheetName: "contracts",
  sheet: ({ rows }, _, words) =>
    rows.length === 0
      ? null
      : {
          head: [
            ...["campaign_id", "campaign", "publisher", "finding", "delivered", "required", "across_contracts", "days"],
            ...["end_date", "open_leads", "leads_wanted", "finding_days"],
          ] as const,
          rows: rows.map((row) => [
            ...[row.campaignId, row.campaign, row.publisher, words.finding[row.kind], row.capLeads, row.required],
            ...[row.contracts, row.days, row.endDate, row.open, row.wanted, row.streak?.days ?? null],
          ]),
        },
});
