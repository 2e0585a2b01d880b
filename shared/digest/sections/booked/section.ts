import { endTold } from "../../model/campaign-pace.ts";
import { grossOf } from "../../model/net-amount.ts";
import { section } from "../section.ts";
import { advertiserViewOf, type BookedCampaign } from "./figures.ts";

/** An advertiser's own campaigns, one by one. */
export const booked = section({
  needs: ["campaigns"],
  figures: advertiserViewOf,
  query: "pacing",
  sheetName: "campaigns",
  sheet: ({ all }, _, words) => ({
    head: [
      ...["campaign_id", "campaign", "state", "accepted", "cap", "start_date", "end_date", "days_left"],
      ...["needed_per_day", "accepted_per_day", "forecast", "short", "accepted_in_period"],
      ...["leads_credited_in_period", "currency", "price", "spent_in_period", "credited_in_period", "spent_to_date"],
    ] as const,
    rows: all.map((row) => [
      ...[row.campaignId, row.campaign, words.bookedState[row.state], row.accepted, row.cap],
      ...[row.startDate, row.endDate, ...paceCells(row), row.since, row.leadsCredited, row.currency, row.price],
      ...[row.spent === null ? null : grossOf(row.spent), row.spent?.takenBack ?? null, row.spentToDate],
    ]),
  }),
});

const paceCells = ({ pace, short }: BookedCampaign) =>
  pace === null
    ? [null, null, null, null, null]
    : [pace.daysLeft, pace.needed, pace.rate === null ? null : Math.max(pace.rate, 0), endTold(pace, short), short];
