import { type Column, type Columns, PARTITION_KEYS } from "./column.ts";
import type { Dataset } from "./dataset.ts";
import { DATASET_NAMES, DATASETS, type DatasetName } from "./datasets.ts";
import { carried, listed, PARTITION_COLUMNS, type ViewColumns } from "./view.ts";

/** Datasets whose closed months are kept as one object each: those of which a day has one object, with all there is. */
export const MONTHLY_DATASETS: readonly DatasetName[] = DATASET_NAMES.filter((name) => !DATASETS[name].inParts);

const SNAPSHOT_DATE: Column<"string", true> = {
  type: "string",
  source: { kind: "partition" },
  comment: PARTITION_KEYS.snapshot_date,
  key: true,
};

/** What the object of a month holds: the day of each row, which an object of a day has in its key, and the dataset's columns. */
export const monthColumns = ({ columns }: Pick<Dataset, "columns">): Columns => ({
  snapshot_date: SNAPSHOT_DATE,
  ...columns,
});

/** Partition keys of a table of months, as `PARTITION_KEYS` are of all others. */
export const MONTH_PARTITION_KEYS = {
  enterprise: PARTITION_KEYS.enterprise,
  snapshot_month: "Month of snapshot_date, as text YYYY-MM. Compare it with text.",
} as const;

export const daysTable = ({ table }: Pick<Dataset, "table">): string => `${table}_days`;
export const monthsTable = ({ table }: Pick<Dataset, "table">): string => `${table}_months`;

/** Tables behind a dataset's own name, where older days come from months. */
export const daysAndMonths = (): readonly string[] =>
  MONTHLY_DATASETS.flatMap((name) => [daysTable(DATASETS[name]), monthsTable(DATASETS[name])]);

/** More than any view looks back, so that recent days never come from months. */
const BOUNDARY_DAYS = 40;
/** First day that comes from the days themselves. An engine knows it before it reads anything, and so leaves out the other side. */
const BOUNDARY = `CAST(CAST(date_trunc('month', current_date - INTERVAL '${BOUNDARY_DAYS}' DAY) AS date) AS varchar)`;

/** A view that stands for a table: recent days from the table of days, all before from the table of months. */
export interface MonthsView {
  readonly name: string;
  readonly comment: string;
  readonly columns: ViewColumns;
  readonly sql: string;
}

/** Stands in the place of a dataset's table, and has the same columns in the same order, partition keys last. */
export function monthsView(dataset: Dataset): MonthsView {
  const own = Object.keys(dataset.columns);
  const columns = listed([...own, ...Object.keys(PARTITION_KEYS)], 2);
  return {
    name: dataset.table,
    comment: `${dataset.comment} Days of the last weeks from ${daysTable(dataset)}, which has all days, those before from ${monthsTable(dataset)}.`,
    columns: { ...carried(dataset.columns, own), ...PARTITION_COLUMNS },
    sql: `SELECT
${columns}
FROM ${daysTable(dataset)}
WHERE snapshot_date >= ${BOUNDARY}
UNION ALL
SELECT
${columns}
FROM ${monthsTable(dataset)}
WHERE snapshot_month < substr(${BOUNDARY}, 1, 7) AND snapshot_date < ${BOUNDARY}`,
  };
}
