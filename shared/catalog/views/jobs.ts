import { INTEGRATION_JOBS } from "../datasets/integration-jobs.ts";
import { carried, column, LOOKBACK_DAYS, PARTITION_COLUMNS, type ViewDeclaration } from "../view.ts";

export const JOB_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "integration_job_health",
    comment: `Failures of each integration job by day, and since when it fails. A job fails on a day when its failed total rose; a day without leads tells nothing, and a run of failures goes on over it.`,
    reads: `One day: that day's files of integration_jobs and campaigns, and integration_jobs of the ${LOOKBACK_DAYS} days before.`,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(INTEGRATION_JOBS.columns, ["activity_date", "id", "campaign_id"]),
      campaign_name: column("string", "Name from campaigns of the same day, or else as the job gives it."),
      campaign_status: column("string", "Status from campaigns of the same day, or else as the job gives it."),
      ...carried(INTEGRATION_JOBS.columns, ["processr_job_name"]),
      job_label: column("string", INTEGRATION_JOBS.columns.label.comment),
      ...carried(INTEGRATION_JOBS.columns, ["hardfail", "enabled", "unmapped_field_count", "updated_ts"]),
      ...carried(INTEGRATION_JOBS.columns, ["total", "passed", "failed"]),
      pending: column("bigint", "total - passed - failed, to date.", "leads"),
      days_since_previous: column("bigint", "Days the movement spans; null when there is nothing before.", "days"),
      total_delta: column("bigint", "Leads that reached the job since the previous snapshot, net.", "leads"),
      failed_delta: column("bigint", "Leads it failed since the previous snapshot, net.", "leads"),
      failure_rate: column("double", "failed_delta / total_delta; null without leads.", "share"),
      state: column(
        "string",
        `new: the first day of a run of failures. still: a later day of it. resolved: leads passed without a failure for the first time after it. ok: none. unknown: nothing to judge by in ${LOOKBACK_DAYS} days.`,
      ),
      failing_since: column(
        "string",
        `snapshot_date of the first failure of the present run; at most ${LOOKBACK_DAYS} days back.`,
      ),
      days_failing: column("bigint", "Days from failing_since to this snapshot, both counted.", "days"),
    },
  },
];
