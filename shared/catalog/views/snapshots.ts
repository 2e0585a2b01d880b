import { SNAPSHOT_RUNS } from "../records.ts";
import { column, PARTITION_COLUMNS, type ViewDeclaration } from "../view.ts";

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
      row_count: column("bigint", "Rows in the snapshot; 0 is a day on which nothing was there.", "rows"),
      degraded: column("boolean", RUN.degraded.comment),
      shrunk: column("boolean", RUN.shrunk.comment),
      labelled: column("boolean", RUN.labelled.comment),
    },
  },
];
