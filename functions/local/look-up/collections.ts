import type { Columns } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";

const ALL: readonly Dataset[] = Object.values(DATASETS);

/** What can be looked up: the collections of the catalog's datasets. */
export const LOOK_UP_COLLECTIONS: readonly string[] = [...new Set(ALL.map(({ collection }) => collection))];

/**
 * The dataset whose columns a collection's records are printed in: of several, the one that tells most of a record. All its columns
 * but those that only a snapshot has. Rows are not bound to the dataset's own filter.
 * @param collection one of LOOK_UP_COLLECTIONS
 */
export function lookUpDataset(collection: string, datasets: readonly Dataset[] = ALL): Dataset {
  const [found] = datasets
    .filter((dataset) => dataset.collection === collection)
    .map((dataset) => ({ ...dataset, columns: ofRecord(dataset.columns), filters: {}, everyRow: {} }))
    .toSorted((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length);
  if (found === undefined) throw new RangeError(`no dataset of ${collection}`);
  return found;
}

const ofRecord = (columns: Columns): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([, { source }]) => source.kind !== "run"));
