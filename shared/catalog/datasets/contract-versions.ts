import { day, flag, instant, integer, key, RUN_COLUMNS, text } from "../column.ts";
import type { Dataset } from "../dataset.ts";
import { NEVER_OF_A_CONTRACT } from "./publisher-contracts.ts";

/** `/campaign-publishers` without `latest=true`, which answers every version. */
const COLUMNS = {
  id: key("Contract version id. A renewed contract is a new version with a new, higher id."),
  campaign_id: integer("campaign.id", "Campaign of the contract."),
  publisher_id: integer("publisher.id", "Publisher id."),
  advertiser_id: integer("campaign.advertiser.id", "Advertiser of the campaign."),
  application_id: integer("publisherApplication.id", "Publisher's application to the campaign."),
  application_status: text("publisherApplication.status", "Accepted, or another word of the API."),
  contract_type: text("contractType", "cpl, or fixed (flat fee: earnings are not leads times price)."),
  current_contract_status: text(
    "currentContractStatus",
    "Active, Inactive, Unsigned: an open list; only Active is documented.",
  ),
  is_current: flag("current", "The API's current flag; its relation to the latest filter is undocumented."),
  leads_required: integer("leadsRequired", "This version's cap. Null when caps are on bands.", "leads"),
  uncapped: flag("uncapped", "True: there is no cap."),
  caps_on_bands: flag("capsOnBands", "True: the caps are on the bands, which this table does not hold."),
  start_ts: instant("startTs", "Start of the version."),
  end_ts: instant("endTs", "End of the version. Null: the campaign's end holds."),
  start_date: day("start_ts", "Calendar day of start_ts."),
  end_date: day("end_ts", "Calendar day of end_ts."),
  signed_ts: instant("signedTs", "When the publisher signed; null: unsigned."),
  created_ts: instant("createdTs", "When this version was made."),
  updated_ts: instant("updatedTs", "Last change of the version. Does not move with statistics."),
  ...RUN_COLUMNS,
} as const;

export const CONTRACT_VERSIONS = {
  name: "contract-versions",
  words: "contract versions",
  table: "contract_versions",
  comment:
    "Every version of a publisher's contract on a campaign, the newest and those before it, one row per version and snapshot. Terms only: counters are the pair's and stand in publisher_contracts.",
  collection: "campaign-publishers",
  filters: {},
  everyRow: {},
  place: 4,
  optIn: false,
  awaited: false,
  inParts: false,
  columns: COLUMNS,
  notStored: {
    ...NEVER_OF_A_CONTRACT,
    "not needed": [
      "publisher.name",
      "campaign.name",
      "campaign.status",
      "campaign.startTs",
      "campaign.endTs",
      "campaign.advertiser.name",
      "campaign.currency",
      "campaign.allowPublisherImportExport",
      "fixedAmountPayout",
      "fixedAmountBasePayout",
      "fixedAmountFulfilled",
      "campaignPublisherBands",
      "statistics",
    ],
  },
  digest: null,
} as const satisfies Dataset<typeof COLUMNS>;
