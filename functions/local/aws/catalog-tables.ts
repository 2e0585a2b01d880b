import { PARTITION_KEYS } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { hiveTypeOf } from "../../../shared/catalog/hive-type.ts";
import { glueTypeOf, RECORD_TABLES, type RecordTable } from "../../../shared/catalog/records.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";

/** A table or view as Glue should hold it. */
export interface CatalogTable {
  readonly name: string;
  /** Column → Hive type. */
  readonly columns: Readonly<Record<string, string>>;
  /** In their order; none for a view. */
  readonly partitionKeys: readonly string[];
}

/** Everything that is asked by SQL, from the one declaration of columns. */
export const CATALOG_TABLES: readonly CatalogTable[] = [
  ...Object.values(DATASETS).map(
    (dataset: Dataset): CatalogTable => ({
      name: dataset.table,
      columns: mapped(dataset.columns, hiveTypeOf),
      partitionKeys: Object.keys(PARTITION_KEYS),
    }),
  ),
  ...RECORD_TABLES.map(
    (table: RecordTable): CatalogTable => ({
      name: table.name,
      columns: mapped(table.columns, ({ type }) => glueTypeOf(type)),
      partitionKeys: Object.keys(table.partitionKeys),
    }),
  ),
  ...VIEWS.map(
    ({ name, columns }): CatalogTable => ({ name, columns: mapped(columns, ({ type }) => type), partitionKeys: [] }),
  ),
];

function mapped<T>(of: Readonly<Record<string, T>>, toType: (one: T) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(of).map(([name, one]) => [name, toType(one)]));
}
