import type { Scalar } from "../records/facets.ts";
import type { CollectionName } from "../world/entries.ts";
import type { World } from "../world.ts";
import { lastValue, type Query } from "./query.ts";
import { BOOLEAN_VARIABLES, filterVariables, orderVariables, propertyOf } from "./search.ts";

type Read = (id: number) => readonly Scalar[];
/** Reads the values at a path of rows. */
type Reader = (path: string) => Read;
type Keep = (id: number) => boolean;

/** The ids a query asks for, in its order. What is unknown or malformed in it is ignored without a word. */
export function selectIds(
  world: World,
  collection: CollectionName,
  of: { query: Query; atMs: number },
): readonly number[] {
  const { query, atMs } = of;
  const reader: Reader = (path) => world.reader(collection, path, atMs);
  const filters = filterVariables(collection).flatMap(
    (variable) => filterOf(variable, query.get(variable), reader) ?? [],
  );
  const ids = world.ids(collection, atMs);
  const kept = filters.length === 0 ? ids : ids.filter((id) => filters.every((keep) => keep(id)));
  return inOrder(kept, { query, collection, reader });
}

function filterOf(variable: string, given: readonly string[] | undefined, reader: Reader): Keep | undefined {
  if (given === undefined) return undefined;
  const path = propertyOf(variable);
  const bound = /\[(before|strictly_before|after|strictly_after)\]$/.exec(variable)?.[1];
  if (bound !== undefined) return dateFilter(reader(path), bound, given.at(-1) ?? "");
  if (BOOLEAN_VARIABLES.has(variable)) return booleanFilter(path, given.at(-1) ?? "", reader);
  const wanted = new Set<Scalar>(wantedOf(path, given));
  const read = reader(path);
  return wanted.size === 0 ? undefined : (id) => read(id).some((value) => wanted.has(value));
}

/** Ids must be whole numbers; idName may be either. */
function wantedOf(path: string, given: readonly string[]): readonly Scalar[] {
  const numbers = given.filter((text) => /^\d+$/.test(text)).map(Number);
  if (path === "id" || path.endsWith(".id")) return numbers;
  return path === "idName" ? [...given, ...numbers] : given.filter((text) => text !== "");
}

function booleanFilter(path: string, text: string, reader: Reader): Keep | undefined {
  if (!["true", "1", "false", "0"].includes(text)) return undefined;
  const wanted = text === "true" || text === "1";
  // What the API makes of latest=false is not documented: ignored here.
  if (path === "latest" && !wanted) return undefined;
  const read = reader(path);
  return (id) => read(id).includes(wanted);
}

/** A date without a zone is taken as UTC: the filter's zone is not documented. */
function dateFilter(read: Read, bound: string, text: string): Keep | undefined {
  const limit = Date.parse(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/.test(text) ? text : "");
  if (Number.isNaN(limit)) return undefined;
  const passes: { readonly [bound: string]: (ms: number) => boolean } = {
    before: (ms) => ms <= limit,
    strictly_before: (ms) => ms < limit,
    after: (ms) => ms >= limit,
    strictly_after: (ms) => ms > limit,
  };
  return (id) => {
    const [value] = read(id);
    if (typeof value !== "string" && typeof value !== "number") return false;
    return passes[bound]?.(typeof value === "number" ? value : Date.parse(value)) ?? false;
  };
}

/** Newest first unless orders are asked for, the first of them first; nothing breaks their ties. */
function inOrder(
  ids: readonly number[],
  of: { readonly query: Query; readonly collection: CollectionName; readonly reader: Reader },
): readonly number[] {
  const declared = new Set(orderVariables(of.collection));
  const asked = [...of.query.keys()].filter((variable) => declared.has(variable));
  const orders = asked.flatMap((variable) => {
    const direction = lastValue(of.query, variable)?.toLowerCase();
    return direction === "asc" || direction === "desc"
      ? [{ path: propertyOf(variable), descending: direction === "desc" }]
      : [];
  });
  const [first] = orders;
  if (first === undefined || first.path === "id")
    return first === undefined || first.descending ? ids.toReversed() : ids;
  const reads = orders.map(({ path }) => of.reader(path));
  const keys = new Map(ids.map((id) => [id, reads.map((read) => read(id)[0] ?? null)]));
  return ids.toSorted((a, b) => {
    for (const [index, { descending }] of orders.entries()) {
      const order = compare(keys.get(a)?.[index] ?? null, keys.get(b)?.[index] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** Null first, numbers and money by value, everything else by code unit. */
function compare(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(a) < String(b) ? -1 : 1;
}
