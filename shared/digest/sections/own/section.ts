import { MOVEMENT_HEAD, movementCells } from "../../drawing/movement-cells.ts";
import { section } from "../section.ts";
import { publisherViewOf } from "./figures.ts";

/** A publisher's own campaigns, one by one. */
export const own = section({
  audiences: ["publisher"],
  needs: ["publisher-contracts"],
  figures: publisherViewOf,
  query: "contracts",
  sheetName: "campaigns",
  sheet: ({ rows }) => ({
    head: [
      ...["campaign_id", "campaign", "delivered", "cap", "end_date", "days_left", "needed_per_day", "rate_per_day"],
      ...["forecast", "leads", "invalid", "invalid_rate", "currency", "earned", "earned_to_date", ...MOVEMENT_HEAD],
    ],
    rows: rows.map((row) => [
      ...[row.campaignId, row.campaign, row.capLeads, row.cap, row.pace?.endDate ?? null],
      ...[row.pace?.daysLeft ?? null, row.pace?.needed ?? null, row.pace?.rate ?? null, row.pace?.forecast ?? null],
      ...[row.leads, row.invalid, row.invalidRate, row.currency, row.earned, row.earnings],
      ...movementCells(row.movement),
    ]),
  }),
});
