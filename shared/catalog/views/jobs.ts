import { INTEGRATION_JOBS } from "../datasets/integration-jobs.ts";
import {
  carried,
  column,
  filedSql,
  LOOKBACK_DAYS,
  PARTITION_COLUMNS,
  type ViewColumns,
  type ViewDeclaration,
} from "../view.ts";
import { DAILY_VIEWS } from "./daily.ts";
import { lookBack } from "./movement-sql.ts";

/** How far back the start of a run of failures is looked for: twice, so that it is found where the day at the edge is missing. */
const RUN_DAYS = 2 * LOOKBACK_DAYS;
const daily: ViewColumns = DAILY_VIEWS.find(({ name }) => name === "integration_job_daily")?.columns ?? {};
const ofDaily = (names: readonly string[]): ViewColumns =>
  Object.fromEntries(Object.entries(daily).filter(([name]) => names.includes(name)));

export const JOB_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "integration_job_health",
    comment:
      "Failures of each integration job by day, and since when it fails. A job fails on a day when its failed total rose since it was last known, and is well when only passed did; leads that are pending, and what is not known, judge nothing, and a run of failures goes on over them.",
    reads: `One day: that day's files of integration_jobs and campaigns and those of the ${LOOKBACK_DAYS} days before, and integration_jobs of as many days before those, so that a run never seems to have begun later than it did.`,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(INTEGRATION_JOBS.columns, ["activity_date", "id", "campaign_id"]),
      ...ofDaily(["campaign_name", "campaign_status"]),
      ...carried(INTEGRATION_JOBS.columns, ["processr_job_name"]),
      job_label: column("string", INTEGRATION_JOBS.columns.label.comment),
      ...carried(INTEGRATION_JOBS.columns, ["hardfail", "enabled", "unmapped_field_count", "updated_ts"]),
      ...carried(INTEGRATION_JOBS.columns, ["total", "passed", "failed"]),
      pending: column("bigint", "total - passed - failed, to date.", "leads"),
      days_since_previous: column("bigint", "Days to the previous snapshot; null when there is none.", "days"),
      ...ofDaily([
        "unknown_counters",
        "earlier_counters",
        "total_delta",
        "passed_delta",
        "failed_delta",
        "failure_rate",
      ]),
      state: column(
        "string",
        `off: switched off, so nothing is judged. new: the first day of a run of failures. still: a later day of it. resolved: leads passed without a failure for the first time after it. ok: none. unknown: nothing to judge by in ${LOOKBACK_DAYS} days.`,
      ),
      failing_since: column(
        "string",
        `snapshot_date of the first failure of the present run, or where that lies further back, ${LOOKBACK_DAYS} days before this snapshot.`,
      ),
      days_failing: column(
        "bigint",
        `Days from failing_since to this snapshot, both counted: at most ${LOOKBACK_DAYS + 1}.`,
        "days",
      ),
      failing_longer: column(
        "boolean",
        "True when the run began before failing_since, or before what was read: say `36+`.",
      ),
    },
    sql: filedSql("integration_job_health", {
      "run back": lookBack("c", RUN_DAYS),
      "look back": `CAST(CAST(CAST(step_date AS date) - INTERVAL '${LOOKBACK_DAYS}' DAY AS date) AS varchar)`,
    }),
  },
];
