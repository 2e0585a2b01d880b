import { DATASETS, type Dataset, WHOLE_DATASETS } from "../datasets.ts";
import { carried, NEWEST_WITHIN_DAYS, PARTITION_COLUMNS, type ViewDeclaration } from "../view.ts";

/** The newest snapshot of each table that is taken whole, column by column. */
export const LATEST_VIEWS: readonly ViewDeclaration[] = WHOLE_DATASETS.map((name): Dataset => DATASETS[name]).map(
  (dataset) => ({
    name: `${dataset.table}_latest`,
    comment: `The newest snapshot of ${dataset.table} of each enterprise, of the last ${NEWEST_WITHIN_DAYS} days. Empty when that snapshot has no rows. An enterprise without a snapshot for longer is not here; see snapshot_freshness.`,
    reads: `Run records and ${dataset.table} of the last ${NEWEST_WITHIN_DAYS} days.`,
    columns: { ...PARTITION_COLUMNS, ...carried(dataset.columns, Object.keys(dataset.columns)) },
  }),
);
