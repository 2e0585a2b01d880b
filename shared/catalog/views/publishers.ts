import type { Columns } from "../column.ts";
import { PUBLISHER_CONTRACTS } from "../datasets/publisher-contracts.ts";
import {
  carried,
  column,
  filedSql,
  LOOKBACK_DAYS,
  PARTITION_COLUMNS,
  type ViewColumns,
  type ViewDeclaration,
} from "../view.ts";
import { joinKnown, knownCampaignStep } from "./campaign-of.ts";
import { lookBack, pairOf } from "./movement-sql.ts";

const { id: bandId, ...bandColumns } = PUBLISHER_CONTRACTS.columns.bands.element;

const net = (what: string, when: string): ViewColumns[string] =>
  column(
    "bigint",
    `${what} ${when}, net of corrections, of the contracts that the rate is made of. Null when there are none.`,
    "leads",
  );
const rate = (text: string): ViewColumns[string] => column("double", text, "share");
const SINCE = "since the previous snapshot";
const BOUNDS = "null without leads, and where corrections take it below 0 or above 1";
const BEFORE = "in the 28 days before the previous snapshot";

/** Part of a whole, where that is one. */
const share = (part: string, whole: string, name: string): string =>
  `    CASE WHEN ${whole} > 0 AND ${part} >= 0 AND ${part} <= ${whole} THEN CAST(${part} AS double) / NULLIF(${whole}, 0) END AS ${name}`;

const QUALITY_SQL = filedSql("publisher_quality_daily", {
  known: knownCampaignStep(PUBLISHER_CONTRACTS.table, ["internal_only", "test_mode", "is_template"]),
  "join known": joinKnown("c"),
  "same pair": `${pairOf("p")}\n      = ${pairOf("c")}`,
  "look back": lookBack("c"),
  baseline: "CAST(CAST(CAST(previous_date AS date) - INTERVAL '28' DAY AS date) AS varchar)",
  rates: [
    share("invalid", "total", "invalid_rate"),
    share("caution", "caution_total", "caution_rate"),
    share("baseline_invalid", "baseline_total", "baseline_invalid_rate"),
    share("baseline_caution", "baseline_caution_total", "baseline_caution_rate"),
  ].join(",\n"),
});

export const PUBLISHER_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "publisher_quality_daily",
    comment:
      "Each publisher's invalid and caution rates since the previous snapshot, against its own rates of the 28 days before. Caution overlaps valid and invalid: never add them. A rate is made only of contracts whose every term is known at both ends of its stretch. Contracts of internal, test and template campaigns are left out, on a day without campaigns by what was last known of them.",
    reads: `One day: that day's files of publisher_contracts and campaigns, and those of the ${LOOKBACK_DAYS} days before: of contracts 28 for the baseline and 7 for a gap.`,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(PUBLISHER_CONTRACTS.columns, ["activity_date", "publisher_id"]),
      publisher_name: column("string", "Publisher name; the last in the alphabet when contracts differ."),
      campaigns: column("bigint", "Campaigns the publisher has a contract on.", "campaigns"),
      contracts_left_out: column(
        "bigint",
        "Contracts with a previous snapshot that are not in invalid_rate, since the one or the other does not know their total or invalid leads. Their movement is in publisher_contract_daily.",
        "contracts",
      ),
      days_since_previous: column("bigint", "Days the movement spans, the longest of its contracts.", "days"),
      total_leads_delta: net("Leads submitted", SINCE),
      invalid_leads_delta: net("Invalid leads", SINCE),
      invalid_rate: rate(`invalid_leads_delta / total_leads_delta; ${BOUNDS}.`),
      caution_total_leads_delta: net("Leads submitted", SINCE),
      caution_leads_delta: net("Caution leads", SINCE),
      caution_rate: rate(`caution_leads_delta / caution_total_leads_delta; ${BOUNDS}.`),
      baseline_days: column("bigint", "Days the baseline of invalid_rate spans, at most 28.", "days"),
      baseline_total_leads_delta: net("Leads submitted", BEFORE),
      baseline_invalid_leads_delta: net("Invalid leads", BEFORE),
      baseline_invalid_rate: rate(`The publisher's own invalid rate of the baseline; ${BOUNDS}.`),
      baseline_caution_total_leads_delta: net("Leads submitted", BEFORE),
      baseline_caution_leads_delta: net("Caution leads", BEFORE),
      baseline_caution_rate: rate(`The publisher's own caution rate of the baseline; ${BOUNDS}.`),
      invalid_rate_rise: column("double", "(invalid_rate - baseline_invalid_rate) × 100.", "points"),
    },
    sql: QUALITY_SQL,
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
