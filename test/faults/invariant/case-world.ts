import { scalarsAt } from "../../../functions/local/simulated-api/records/facets.ts";
import type { JsonObject } from "../../../functions/local/simulated-api/records/parts.ts";
import type { CollectionName } from "../../../functions/local/simulated-api/world/entries.ts";
import type { World } from "../../../functions/local/simulated-api/world.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { patternOf, ZONE } from "../row-world.ts";
import type { Case, HuntedDataset } from "./case.ts";

/** A field of each collection that is any text, and its column: what tells one version of a row from another. */
export const MARKS = {
  campaigns: { field: "name", column: "name" },
  "publisher-contracts": { field: "contractType", column: "contract_type" },
  "integration-jobs": { field: "label", column: "label" },
} as const satisfies Readonly<Record<HuntedDataset, { readonly field: string; readonly column: string }>>;

export const collectionOf = (dataset: HuntedDataset): CollectionName => DATASETS[dataset].collection;

/** The account of a case: rows that differ in id and mark, those outside of the dataset's filter among them. */
export function caseWorld({ dataset, ids, outside }: Pick<Case, "dataset" | "ids" | "outside">): World {
  const collection = collectionOf(dataset);
  const left = new Set(outside);
  const all = [...new Set([...ids, ...outside])].toSorted((a, b) => a - b);
  const known = new Set(all);
  const none: readonly number[] = [];
  const record: World["record"] = (name, id) =>
    name === collection && known.has(id)
      ? recordOf(dataset, id, left.has(id) ? newerOf(id, ids) : undefined)
      : undefined;
  return {
    anchor: "2026-11-23",
    timeZone: ZONE,
    ids: (name) => (name === collection ? all : none),
    record,
    reader: (name, path, atMs) => (id) =>
      path === "latest" ? [!left.has(id)] : scalarsAt(record(name, id, atMs) ?? {}, path),
  };
}

/** The row that took the place of one that is outside. */
const newerOf = (id: number, ids: readonly number[]): number => ids.find((other) => other > id) ?? id;

/** Marks hold a character that every charset writes in bytes of its own. @param newer the row that takes the place of this one, which is outside then */
function recordOf(dataset: HuntedDataset, id: number, newer: number | undefined): JsonObject {
  const collection = collectionOf(dataset);
  const pattern = patternOf(collection);
  const row = { ...pattern, [MARKS[dataset].field]: `l\u00edne ${id}`, id, "@id": `/api/v4/${collection}/${id}` };
  if (dataset === "publisher-contracts")
    return { ...row, campaign: { ...(pattern["campaign"] as JsonObject), id: newer ?? id } };
  if (dataset === "campaigns") return row;
  const job = pattern["processrJob"] as JsonObject;
  const category = job["processrJobCategory"] as JsonObject;
  return { ...row, processrJob: { ...job, processrJobCategory: { ...category, id: newer === undefined ? 2 : 3 } } };
}

/** Ids of the rows that the dataset's filter lets through now. */
export function rowsNow(world: World, dataset: HuntedDataset, atMs: number): readonly number[] {
  const collection = collectionOf(dataset);
  const ids = world.ids(collection, atMs);
  if (dataset === "campaigns") return ids;
  const [[path, wanted] = []] = Object.entries(DATASETS[dataset].filters);
  const read = world.reader(collection, path ?? "", atMs);
  return ids.filter((id) => String(read(id)[0]) === wanted);
}
