import { DATASETS, type Dataset } from "../datasets.ts";
import { carried, NEWEST_WITHIN_DAYS, PARTITION_COLUMNS, type ViewDeclaration } from "../view.ts";

/** The newest snapshot of each table, column by column. */
export const LATEST_VIEWS: readonly ViewDeclaration[] = Object.values(DATASETS).map((dataset: Dataset) => ({
  name: `${dataset.table}_latest`,
  comment: `The newest snapshot of ${dataset.table} of each enterprise, of the last ${NEWEST_WITHIN_DAYS} days. Empty when that snapshot has no rows. An enterprise without a snapshot for longer is not here; see snapshot_freshness.`,
  reads: `Run records and ${dataset.table} of the last ${NEWEST_WITHIN_DAYS} days.`,
  columns: { ...PARTITION_COLUMNS, ...carried(dataset.columns, Object.keys(dataset.columns)) },
}));
