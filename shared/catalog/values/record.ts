import { ABSENT, type Refusal } from "./refusal.ts";
import { readIriTail } from "./scalar.ts";

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

/**
 * The objects of a list; of a map its values, in the order sent. An IRI stands for an object of which nothing but that is known.
 * One entry that is neither refuses the whole list.
 */
export function readObjects(raw: unknown): readonly ApiObject[] | Refusal {
  const entries: unknown = isApiObject(raw) ? Object.values(raw) : raw;
  if (!Array.isArray(entries)) return NOT_A_LIST_OF_OBJECTS;
  if (entries.every(isApiObject)) return entries;
  if (entries !== raw) return NOT_A_LIST_OF_OBJECTS;
  const objects = entries.map((entry: unknown) => (isIri(entry) ? { "@id": entry, [LINKED_ENTRY]: true } : entry));
  return objects.every(isApiObject) ? objects : NOT_A_LIST_OF_OBJECTS;
}

/** A class that shares no serializer group is sent as its IRI alone (docs/convertr-api.md, "Pages"): its id is the tail, all else is not told. */
export const LINKED: Refusal = Symbol("only a link was sent");
/** The same of an entry of a list. */
export const LINKED_ENTRY: unique symbol = Symbol("only a link was sent");

const LONGEST_IRI = 2_000;

const isIri = (value: unknown): value is string =>
  typeof value === "string" && value.length <= LONGEST_IRI && /^(?:https?:\/)?\/\S*$/.test(value);

/** What is at a path of a record: a JSON value, `ABSENT`, `NULL_PARENT` when an object on the way is null, or `LINKED` when it is a link. */
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
    if (parent === null) return NULL_PARENT;
    if (parent === LINKED_ENTRY) return LINKED_ENTRY;
    return isIri(parent) ? ofLink(parent, rest) : ABSENT;
  };
}

/** What an IRI tells of the object it stands for. */
function ofLink(iri: string, [name, ...further]: readonly string[]): unknown {
  if (further.length > 0) return LINKED;
  if (name === "@id") return iri;
  return name === "id" ? readIriTail(iri) : LINKED;
}

/** JSON has no undefined, and no name of the catalog is one of Object.prototype's. */
const own = (record: ApiObject, name: string): unknown => {
  const value = record[name];
  if (value !== undefined) return value;
  return LINKED_ENTRY in record ? LINKED_ENTRY : ABSENT;
};
