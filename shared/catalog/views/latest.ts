import type { Dataset } from "../dataset.ts";
import { DATASET_NAMES, DATASETS, type DatasetName } from "../datasets.ts";
import {
  carried,
  listed,
  NEWEST_WITHIN_DAYS,
  PARTITION_COLUMNS,
  type ViewColumns,
  type ViewDeclaration,
} from "../view.ts";

const SINCE = `CAST(CAST(current_date - INTERVAL '${NEWEST_WITHIN_DAYS}' DAY AS date) AS varchar)`;

/** What is read at each enterprise's newest snapshot of a dataset. */
interface Newest {
  readonly dataset: DatasetName;
  /** The dataset's table, or a view with a row per snapshot of it; and the short name it gets. */
  readonly from: string;
  readonly alias: string;
  readonly columns: ViewColumns;
}

/** A text of the rows of the newest snapshot alone. A snapshot of zero rows is one too, so that it is found by its run. */
export const ofNewestSnapshot = ({ dataset, from, alias, columns }: Newest): string => `WITH newest AS (
  SELECT enterprise, max(snapshot_date) AS snapshot_date
  FROM snapshot_days
  WHERE dataset = '${dataset}' AND snapshot_date >= ${SINCE}
  GROUP BY enterprise
)
SELECT
${listed(Object.keys(columns), 2, alias)}
FROM ${from} AS ${alias}
JOIN newest AS n ON n.enterprise = ${alias}.enterprise AND n.snapshot_date = ${alias}.snapshot_date
WHERE ${alias}.snapshot_date >= ${SINCE}`;

function latestView(name: DatasetName): ViewDeclaration {
  const { table, columns: own }: Dataset = DATASETS[name];
  const columns = { ...PARTITION_COLUMNS, ...carried(own, Object.keys(own)) };
  return {
    name: `${table}_latest`,
    comment: `The newest snapshot of ${table} of each enterprise, of the last ${NEWEST_WITHIN_DAYS} days. Empty when that snapshot has no rows. An enterprise without a snapshot for longer is not here; see snapshot_freshness.`,
    reads: `Run records and ${table} of the last ${NEWEST_WITHIN_DAYS} days.`,
    columns,
    sql: ofNewestSnapshot({ dataset: name, from: table, alias: "t", columns }),
  };
}

/** The newest snapshot of each table that is taken whole, column by column. */
export const LATEST_VIEWS: readonly ViewDeclaration[] = DATASET_NAMES.filter((name) => !DATASETS[name].inParts).map(
  latestView,
);
