import { type Columns, PARTITION_KEYS } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { hiveTypeOf } from "../../../shared/catalog/hive-type.ts";
import {
  daysTable,
  MONTH_PARTITION_KEYS,
  MONTHLY_DATASETS,
  type MonthsView,
  monthColumns,
  monthsTable,
  monthsView,
} from "../../../shared/catalog/months.ts";
import { glueTypeOf, RECORD_TABLES, type RecordTable } from "../../../shared/catalog/records.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";
import type { Settings } from "../../../shared/settings/schema.ts";

/** A table or view as Glue should hold it. */
export interface CatalogTable {
  readonly name: string;
  /** Column → Hive type. */
  readonly columns: Readonly<Record<string, string>>;
  /** In their order; none for a view. */
  readonly partitionKeys: readonly string[];
}

/**
 * Everything that is asked by SQL, from the one declaration of columns.
 * @param months whether older days are taken from months
 */
export const catalogTables = ({ months }: Pick<Settings, "months">): readonly CatalogTable[] => [
  ...Object.values(DATASETS).flatMap((dataset: Dataset) =>
    months && MONTHLY.has(dataset.name) ? tablesWithMonths(dataset) : [parquetTable(dataset.table, dataset.columns)],
  ),
  ...RECORD_TABLES.map(
    (table: RecordTable): CatalogTable => ({
      name: table.name,
      columns: mapped(table.columns, ({ type }) => glueTypeOf(type)),
      partitionKeys: Object.keys(table.partitionKeys),
    }),
  ),
  ...VIEWS.map(viewOf),
];

const MONTHLY: ReadonlySet<string> = new Set(MONTHLY_DATASETS);

const tablesWithMonths = (dataset: Dataset): CatalogTable[] => [
  viewOf(monthsView(dataset)),
  parquetTable(daysTable(dataset), dataset.columns),
  parquetTable(monthsTable(dataset), monthColumns(dataset), MONTH_PARTITION_KEYS),
];

const parquetTable = (name: string, columns: Columns, keys: object = PARTITION_KEYS): CatalogTable => ({
  name,
  columns: mapped(columns, hiveTypeOf),
  partitionKeys: Object.keys(keys),
});

const viewOf = ({ name, columns }: Pick<MonthsView, "name" | "columns">): CatalogTable => ({
  name,
  columns: mapped(columns, ({ type }) => type),
  partitionKeys: [],
});

function mapped<T>(of: Readonly<Record<string, T>>, toType: (one: T) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(of).map(([name, one]) => [name, toType(one)]));
}
