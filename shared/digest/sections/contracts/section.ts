import { section } from "../section.ts";
import { contractsOf } from "./figures.ts";
import { contractNote } from "./notes.ts";

/** Publisher contracts that need somebody. */
export const contracts = section({
  needs: ["publisher-contracts"],
  figures: contractsOf,
  notes: ({ rows }, { account, changes }) => rows.flatMap((row) => contractNote(account, row, changes)),
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
