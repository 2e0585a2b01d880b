import { CAMPAIGNS } from "../datasets/campaigns.ts";
import { INTEGRATION_JOBS } from "../datasets/integration-jobs.ts";
import { PUBLISHER_CONTRACTS } from "../datasets/publisher-contracts.ts";
import { carried, column, filedSql, LOOKBACK_DAYS, listed, PARTITION_COLUMNS, type ViewDeclaration } from "../view.ts";
import { joinKnown, knownCampaignStep } from "./campaign-of.ts";
import {
  deltaColumns,
  deltas,
  LABELS,
  labelColumns,
  type Measured,
  measuredOf,
  movementStep,
  pairOf,
  rateOf,
  ratesBefore,
  revaluedColumns,
} from "./movement-sql.ts";

const READS = `One day: that day's file and those of the ${LOOKBACK_DAYS} days before it, where the previous snapshot is looked for.`;
const READS_CAMPAIGNS = `${READS} The same of campaigns, for names and rates.`;
const SUM = `Deltas of a counter add up to its last known value less its first known one: what a snapshot does not know is counted from where it was last known, at most ${LOOKBACK_DAYS} days back.`;

const REVALUED = column(
  "boolean",
  "True when the rate to the base currency moved, or is not known, between the two ends of a base currency delta, which is then not revenue. Null on a first day.",
);
const revaluedOf = (name: string) =>
  column("boolean", `The same of ${name} alone, by the rates at its own two ends. Null when it has no delta.`);
const AMOUNTS = ["base_currency_revenue", "base_currency_publisher_payout"] as const;
const EARNINGS = "base_currency_earnings";

/** The campaign's name as it is known, where the row has an older one. */
const CAMPAIGN_NAME = (thing: string) =>
  column(
    "string",
    `Name from campaigns of the same day, or the newest before that has it, or else as the ${thing} gives it.`,
  );

const campaigns = measuredOf(CAMPAIGNS.columns);
const contracts = measuredOf(PUBLISHER_CONTRACTS.columns);
const jobs = measuredOf(INTEGRATION_JOBS.columns);

const CAMPAIGN_SQL = filedSql("campaign_daily", {
  movement: movementStep({
    table: CAMPAIGNS.table,
    measured: campaigns,
    isSame: "p.id = c.id",
    more: ratesBefore(AMOUNTS),
  }),
  labels: labelColumns(campaigns),
  revalued: revaluedColumns(AMOUNTS, rateOf("c")),
  deltas: deltaColumns(campaigns),
});

/** Columns of `movement` as a later step hands them on. */
const movementColumns = (measured: readonly Measured[], more: readonly string[]): readonly string[] => [
  ...["enterprise", "snapshot_date", "id", "previous_snapshot_date"],
  ...more,
  ...measured.flatMap(({ name }) => [`${name}_since`, `${name}_before`]),
];

const CONTRACT_SQL = filedSql("publisher_contract_daily", {
  movement: movementStep({
    table: PUBLISHER_CONTRACTS.table,
    measured: contracts,
    isSame: `${pairOf("p")}\n      = ${pairOf("c")}`,
    more: ["max_by(p.id, p.snapshot_date) AS previous_id"],
  }),
  known: knownCampaignStep(PUBLISHER_CONTRACTS.table, [
    ...["name", "advertiser_id", "advertiser_name", "internal_only", "test_mode", "is_template"],
    ...["currency_is_base", "rate_to_base"],
  ]),
  moved: listed(movementColumns(contracts, ["previous_id"]), 4, "n"),
  rate: rateOf("k"),
  labels: labelColumns(contracts),
  revalued: revaluedColumns([EARNINGS], "n.rate"),
  deltas: deltaColumns(contracts),
});

const JOB_SQL = filedSql("integration_job_daily", {
  movement: movementStep({ table: INTEGRATION_JOBS.table, measured: jobs, isSame: "p.id = c.id" }),
  known: knownCampaignStep(INTEGRATION_JOBS.table, ["name", "status"]),
  "join known": joinKnown("c"),
  labels: labelColumns(jobs),
  deltas: deltaColumns(jobs),
});

export const DAILY_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "campaign_daily",
    comment: `What each campaign did between its previous snapshot and this one. ${SUM}`,
    reads: READS,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(CAMPAIGNS.columns, ["activity_date", "snapshot_at", "run_id", "id", "name", "status"]),
      ...carried(CAMPAIGNS.columns, ["advertiser_id", "advertiser_name", "internal_only", "test_mode", "is_template"]),
      ...carried(CAMPAIGNS.columns, ["currency", "currency_is_base", "rate_to_base"]),
      ...LABELS,
      revalued: REVALUED,
      ...Object.fromEntries(AMOUNTS.map((name) => [`${name}_revalued`, revaluedOf(name)])),
      ...deltas(CAMPAIGNS.columns),
    },
    sql: CAMPAIGN_SQL,
  },
  {
    name: "publisher_contract_daily",
    comment: `What each publisher did on each campaign. The previous snapshot is that of the same publisher and campaign, since counters go on over a renewal, which has an id of its own. What is said of the campaign is of its last day that is known, up to ${LOOKBACK_DAYS} days before. ${SUM}`,
    reads: READS_CAMPAIGNS,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(PUBLISHER_CONTRACTS.columns, ["activity_date", "snapshot_at", "run_id", "id", "campaign_id"]),
      ...carried(PUBLISHER_CONTRACTS.columns, ["publisher_id", "publisher_name", "contract_type"]),
      ...carried(PUBLISHER_CONTRACTS.columns, ["current_contract_status", "currency"]),
      campaign_name: CAMPAIGN_NAME("contract"),
      ...carried(PUBLISHER_CONTRACTS.columns, ["advertiser_id"]),
      ...carried(CAMPAIGNS.columns, ["advertiser_name", "internal_only", "test_mode", "is_template"]),
      ...LABELS,
      revalued: REVALUED,
      renewed: column("boolean", "True when the contract version is another than in the previous snapshot."),
      ...deltas(PUBLISHER_CONTRACTS.columns),
    },
    sql: CONTRACT_SQL,
  },
  {
    name: "integration_job_daily",
    comment: `What each integration job did. ${SUM}`,
    reads: READS_CAMPAIGNS,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(INTEGRATION_JOBS.columns, ["activity_date", "snapshot_at", "run_id", "id", "campaign_id"]),
      ...carried(INTEGRATION_JOBS.columns, ["processr_job_id", "processr_job_name"]),
      job_label: column("string", INTEGRATION_JOBS.columns.label.comment),
      ...carried(INTEGRATION_JOBS.columns, ["hardfail", "enabled", "updated_ts"]),
      campaign_name: CAMPAIGN_NAME("job"),
      campaign_status: column("string", "Status from campaigns of the same day, or else as the job gives it."),
      ...LABELS,
      ...deltas(INTEGRATION_JOBS.columns),
      failure_rate: column(
        "double",
        "failed_delta / total_delta; null when no leads came, when corrections take it below 0 or above 1, or when one was not known at both snapshots.",
        "share",
      ),
    },
    sql: JOB_SQL,
  },
];
