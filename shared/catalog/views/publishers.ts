import type { Columns } from "../column.ts";
import { PUBLISHER_CONTRACTS } from "../datasets/publisher-contracts.ts";
import { carried, column, LOOKBACK_DAYS, PARTITION_COLUMNS, type ViewColumns, type ViewDeclaration } from "../view.ts";

const { id: bandId, ...bandColumns } = PUBLISHER_CONTRACTS.columns.bands.element;

const net = (what: string, when: string): ViewColumns[string] =>
  column("bigint", `${what} ${when}, net of corrections. Null when no contract can tell.`, "leads");
const rate = (text: string): ViewColumns[string] => column("double", text, "share");
const BEFORE = "in the 28 days before the previous snapshot";

export const PUBLISHER_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "publisher_quality_daily",
    comment:
      "Each publisher's invalid and caution rates since the previous snapshot, against its own rates of the 28 days before. Caution overlaps valid and invalid: never add them. Contracts of internal, test and template campaigns are left out.",
    reads: `One day: that day's files of publisher_contracts and campaigns, and publisher_contracts of the ${LOOKBACK_DAYS} days before: 28 for the baseline, 7 for a gap.`,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(PUBLISHER_CONTRACTS.columns, ["activity_date", "publisher_id"]),
      publisher_name: column("string", "Publisher name; the last in the alphabet when contracts differ."),
      campaigns: column("bigint", "Campaigns the publisher has a contract on.", "campaigns"),
      days_since_previous: column("bigint", "Days the movement spans, the longest of its contracts.", "days"),
      total_leads: net("Leads submitted", "since the previous snapshot"),
      invalid_leads: net("Invalid leads", "since the previous snapshot"),
      caution_leads: net("Caution leads", "since the previous snapshot"),
      invalid_rate: rate("invalid_leads / total_leads; null without leads."),
      caution_rate: rate("caution_leads / total_leads; null without leads."),
      baseline_days: column("bigint", "Days the baseline spans, at most 28.", "days"),
      baseline_total_leads: net("Leads submitted", BEFORE),
      baseline_invalid_leads: net("Invalid leads", BEFORE),
      baseline_caution_leads: net("Caution leads", BEFORE),
      baseline_invalid_rate: rate("The publisher's own invalid rate of the baseline; null without leads in it."),
      baseline_caution_rate: rate("The publisher's own caution rate of the baseline; null without leads in it."),
      invalid_rate_rise: column("double", "(invalid_rate - baseline_invalid_rate) × 100.", "points"),
    },
  },
  {
    name: "publisher_contract_bands",
    comment:
      "The payout bands of each contract, one row per band and snapshot. Their counters are not added into the contract's. Name a snapshot_date, or each band counts once per day.",
    reads: "That day's file of publisher_contracts.",
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(PUBLISHER_CONTRACTS.columns, ["activity_date"]),
      contract_id: column("bigint", PUBLISHER_CONTRACTS.columns.id.comment),
      ...carried(PUBLISHER_CONTRACTS.columns, ["campaign_id", "publisher_id", "publisher_name", "currency"]),
      ...carried(PUBLISHER_CONTRACTS.columns, ["caps_on_bands"]),
      position: column("bigint", "Place of the band in the contract, from 1."),
      band_id: column("bigint", bandId.comment),
      ...carried<Columns>(bandColumns, Object.keys(bandColumns)),
    },
  },
];
