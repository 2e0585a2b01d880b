import { PARTITION_KEYS } from "../column.ts";
import { DEFAULT_DATASETS, namesInWords, OPT_IN_DATASETS } from "../datasets.ts";
import { SNAPSHOT_RUNS } from "../records.ts";
import { column, filedSql, PARTITION_COLUMNS, type ViewDeclaration } from "../view.ts";

/** Bounds what the freshness view reads: some hundred small records a quarter. */
const FRESHNESS_DAYS = 92;
const { columns: RUN } = SNAPSHOT_RUNS;

/** Which days there are. */
export const SNAPSHOT_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "snapshot_days",
    comment:
      "One row per enterprise, dataset and day with a published snapshot, of zero rows too: a day without a row here is missing. Known from the run records, so a snapshot whose run died before it wrote its record counts from the next run on.",
    reads: "The run records of the days named.",
    columns: {
      ...PARTITION_COLUMNS,
      dataset: column("string", RUN.dataset.comment),
      activity_date: column("date", RUN.activity_date.comment, "day in the enterprise's time zone"),
      run_id: column("string", "The run that published the snapshot; null when its record is missing."),
      snapshot_at: column(
        "timestamp",
        "When the pull began; null when that run's record is missing.",
        "UTC, milliseconds",
      ),
      row_count: column(
        "bigint",
        "Rows in the snapshot; 0 is a day on which nothing was there. Of leads, rows of the day's last run that published.",
        "rows",
      ),
      degraded: column("boolean", RUN.degraded.comment),
      shrunk: column("boolean", RUN.shrunk.comment),
      labelled: column("boolean", RUN.labelled.comment),
    },
  },
  {
    name: "snapshot_freshness",
    comment: `How old the newest snapshot is and how many days are missing, per enterprise and dataset, from the run records of the last ${FRESHNESS_DAYS} days. An enterprise whose runs all failed is here with nulls; so is a dataset that the settings do not pull, save ${namesInWords(OPT_IN_DATASETS, "and")}.`,
    reads: `The run records of the last ${FRESHNESS_DAYS} days.`,
    columns: {
      enterprise: column("string", PARTITION_KEYS.enterprise),
      dataset: column("string", RUN.dataset.comment),
      time_zone: column(
        "string",
        `The enterprise's time zone, by its newest run of the last ${FRESHNESS_DAYS} days that says one: whose days the dates here are.`,
        "IANA name",
      ),
      newest_snapshot_date: column("string", "Day of the newest snapshot."),
      newest_activity_date: column("date", RUN.activity_date.comment, "day in the enterprise's time zone"),
      newest_snapshot_at: column("timestamp", "When its pull began.", "UTC, milliseconds"),
      age_hours: column("double", "From then to now.", "hours"),
      newest_row_count: column("bigint", "Rows in it; 0 is a day on which nothing was there.", "rows"),
      first_snapshot_date: column("string", `Day of the oldest snapshot within ${FRESHNESS_DAYS} days.`),
      days_present: column("bigint", "Days with a snapshot from first to newest.", "days"),
      missing_days: column(
        "bigint",
        "Days without one from first to newest. Days since then are in days_since_newest.",
        "days",
      ),
      days_since_newest: column(
        "bigint",
        "Days from the newest snapshot to today by the UTC calendar: 0 when today's is there, else that many are missing, today's among them. Between UTC's midnight and time_zone's it is one less in a zone ahead of UTC, one more in one behind.",
        "days",
      ),
      last_run_at: column(
        "timestamp",
        "When the last run began, whatever came of it; dry runs aside.",
        "UTC, milliseconds",
      ),
      last_outcome: column("string", "published, already-published or failed."),
      last_error: column("string", "Name of the error when the last run failed."),
    },
    sql: filedSql("snapshot_freshness", {
      "default datasets": DEFAULT_DATASETS.map((name) => `('${name}')`).join(", "),
      "opt-in datasets": OPT_IN_DATASETS.map((name) => `'${name}'`).join(", "),
    }),
  },
];
