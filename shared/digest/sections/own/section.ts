import { endTold } from "../../model/campaign-pace.ts";
import { grossOf } from "../../model/net-amount.ts";
import { section } from "../section.ts";
import { type OwnCampaign, publisherViewOf } from "./figures.ts";

/** A publisher's own campaigns, one by one. */
export const own = section({
  needs: ["publisher-contracts"],
  figures: publisherViewOf,
  query: "contracts",
  sheetName: "campaigns",
  sheet: ({ all }, _, words) => ({
    head: [
      ...["campaign_id", "campaign", "contract_id", "state", "accepted", "cap", "end_date", "days_left"],
      ...["needed_per_day", "accepted_per_day", "forecast", "short", "leads_in_period", "not_accepted_in_period"],
      ...["not_yet_processed", "signed", "currency", "earned_in_period", "taken_back_in_period"],
      ...["leads_taken_back_in_period", "earned_to_date"],
    ] as const,
    rows: all.map((row) => [
      ...[row.campaignId, row.campaign, row.contractId, words.ownState[row.state], row.accepted, row.cap, row.endDate],
      ...paceCells(row),
      ...[row.since?.leads ?? null, row.since?.notAccepted ?? null, row.waiting, row.signed, row.currency],
      ...[row.earned === null ? null : grossOf(row.earned), row.earned?.takenBack ?? null],
      ...[row.leadsTakenBack, row.earnings],
    ]),
  }),
});

const paceCells = ({ pace, short }: OwnCampaign) =>
  pace === null
    ? [null, null, null, null, null]
    : [pace.daysLeft, pace.needed, pace.rate === null ? null : Math.max(pace.rate, 0), endTold(pace, short), short];
