import type { Columns } from "../../../shared/catalog/column.ts";
import { DATASETS, type Dataset } from "../../../shared/catalog/datasets.ts";

/** What can be looked up: the collections of the catalog's datasets. */
export const COLLECTIONS: readonly string[] = Object.values(DATASETS).map(({ collection }) => collection);

/**
 * The dataset whose columns a collection's records are printed in: all of them but those that only a snapshot has. Rows are not bound
 * to the dataset's own filter.
 * @param collection one of COLLECTIONS
 */
export function lookUpDataset(collection: string): Dataset {
  const found = Object.values(DATASETS).find((dataset) => dataset.collection === collection);
  if (found === undefined) throw new RangeError(`no dataset of ${collection}`);
  const columns: Columns = Object.fromEntries(
    Object.entries<Columns[string]>(found.columns).filter(([, { source }]) => source.kind !== "run"),
  );
  return { ...found, columns, filters: {}, everyRow: {} };
}
