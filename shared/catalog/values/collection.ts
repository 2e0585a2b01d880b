import type { Refusal } from "./refusal.ts";

const NOT_A_COLLECTION: Refusal = Symbol("neither a list nor an object");
const NOT_A_LIST_OF_OBJECTS: Refusal = Symbol("not a list of objects");

/** The number of entries of a list or an object: PHP writes an empty map as `[]`, a filled one as `{…}`. */
export function countEntries(raw: unknown): number | Refusal {
  if (typeof raw !== "object" || raw === null) return NOT_A_COLLECTION;
  return Array.isArray(raw) ? raw.length : Object.keys(raw).length;
}

export type ApiObject = Readonly<Record<string, unknown>>;

export const isApiObject = (value: unknown): value is ApiObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The objects of a list; of a map its values, in the order sent. One entry that is no object refuses the whole list. */
export function readObjects(raw: unknown): readonly ApiObject[] | Refusal {
  const entries = isApiObject(raw) ? Object.values(raw) : raw;
  return Array.isArray(entries) && entries.every(isApiObject) ? entries : NOT_A_LIST_OF_OBJECTS;
}
