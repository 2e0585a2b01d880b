import { ABSENT, type Refusal } from "./refusal.ts";

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

/** What is at a path of a record: a JSON value, `ABSENT`, or `NULL_PARENT` when an object on the way is null. */
export type PathReader = (record: ApiObject) => unknown;

/** An embedded object that the API says is null: the campaign has no country, hence no country code. */
export const NULL_PARENT: unique symbol = Symbol("the object it belongs to is null");

/** Compiles a dotted path once, so that no row splits it. */
export function compilePath(path: string): PathReader {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) return (record) => own(record, first);
  const inner = compilePath(rest.join("."));
  return (record) => {
    const parent = own(record, first);
    if (isApiObject(parent)) return inner(parent);
    return parent === null ? NULL_PARENT : ABSENT;
  };
}

/** JSON has no undefined, and no name of the catalog is one of Object.prototype's. */
const own = (record: ApiObject, name: string): unknown => {
  const value = record[name];
  return value === undefined ? ABSENT : value;
};
