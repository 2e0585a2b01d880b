import type { Column, Columns } from "../column.ts";
import { CAMPAIGNS } from "../datasets/campaigns.ts";
import { INTEGRATION_JOBS } from "../datasets/integration-jobs.ts";
import { PUBLISHER_CONTRACTS } from "../datasets/publisher-contracts.ts";
import { carried, column, LOOKBACK_DAYS, PARTITION_COLUMNS, type ViewColumns, type ViewDeclaration } from "../view.ts";

const READS = `One day: that day's file and those of the ${LOOKBACK_DAYS} days before it, where the previous snapshot is looked for.`;
const READS_CAMPAIGNS = `${READS} The same of campaigns, for names and rates.`;
const SUM =
  "Deltas of a thing add up to its last total less its first, while no snapshot of it lacks the value and none is further apart than the look-back.";

const LABELS: ViewColumns = {
  previous_snapshot_date: column(
    "string",
    `The newest earlier snapshot with this row, within ${LOOKBACK_DAYS} days. Null: none, so every delta is null.`,
  ),
  days_since_previous: column("bigint", "Days between the two snapshot_dates.", "days"),
  label: column(
    "string",
    `first: nothing to compare with in the last ${LOOKBACK_DAYS} days. daily: against the day before. gap: days are missing in between, so the delta is of several days.`,
  ),
  corrected: column(
    "boolean",
    "True when a lifetime total fell: leads were flagged anew. Levels and base currency amounts are not judged.",
  ),
};

const REVALUED = column(
  "boolean",
  "True when the rate to the base currency moved between the two snapshots: base currency deltas are then not revenue. Null when a rate is unknown.",
);

/** Columns that say what the delta of each measured column is. */
function deltas(columns: Columns): ViewColumns {
  const measured = Object.entries(columns).filter(([, { measure }]) => measure !== undefined);
  return Object.fromEntries(measured.map(([name, source]) => [`${name}_delta`, deltaOf(name, source)]));
}

function deltaOf(name: string, source: Column): ViewColumns[string] {
  const net = source.measure === "total" ? "Net change; negative when corrected." : "Change of the level.";
  const type = source.type === "bigint" ? "bigint" : "decimal(19,4)";
  return column(type, `${name} less that of the previous snapshot. ${net} Null when either is null.`, source.unit);
}

export const DAILY_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "campaign_daily",
    comment: `What each campaign did between its previous snapshot and this one. ${SUM}`,
    reads: READS,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(CAMPAIGNS.columns, ["activity_date", "snapshot_at", "run_id", "id", "name", "status"]),
      ...carried(CAMPAIGNS.columns, ["advertiser_id", "advertiser_name", "internal_only", "test_mode", "is_template"]),
      ...carried(CAMPAIGNS.columns, ["currency", "currency_is_base"]),
      ...LABELS,
      revalued: REVALUED,
      ...deltas(CAMPAIGNS.columns),
    },
  },
  {
    name: "publisher_contract_daily",
    comment: `What each publisher did on each campaign. The previous snapshot is that of the same publisher and campaign, since counters go on over a renewal, which has an id of its own. ${SUM}`,
    reads: READS_CAMPAIGNS,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(PUBLISHER_CONTRACTS.columns, ["activity_date", "snapshot_at", "run_id", "id", "campaign_id"]),
      ...carried(PUBLISHER_CONTRACTS.columns, ["publisher_id", "publisher_name", "contract_type"]),
      ...carried(PUBLISHER_CONTRACTS.columns, ["current_contract_status", "currency"]),
      campaign_name: column("string", "Name from campaigns of the same day, or else as the contract gives it."),
      ...carried(CAMPAIGNS.columns, ["advertiser_id", "advertiser_name"]),
      ...LABELS,
      revalued: REVALUED,
      renewed: column("boolean", "True when the contract version is another than in the previous snapshot."),
      ...deltas(PUBLISHER_CONTRACTS.columns),
    },
  },
  {
    name: "integration_job_daily",
    comment: `What each integration job did. ${SUM}`,
    reads: `${READS} That day's file of campaigns, for names.`,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(INTEGRATION_JOBS.columns, ["activity_date", "snapshot_at", "run_id", "id", "campaign_id"]),
      ...carried(INTEGRATION_JOBS.columns, ["processr_job_id", "processr_job_name"]),
      job_label: column("string", INTEGRATION_JOBS.columns.label.comment),
      ...carried(INTEGRATION_JOBS.columns, ["hardfail", "enabled", "updated_ts"]),
      campaign_name: column("string", "Name from campaigns of the same day, or else as the job gives it."),
      campaign_status: column("string", "Status from campaigns of the same day; null when that is missing."),
      ...LABELS,
      ...deltas(INTEGRATION_JOBS.columns),
      failure_rate: column("double", "failed_delta / total_delta; null when no leads came.", "share"),
    },
  },
];
