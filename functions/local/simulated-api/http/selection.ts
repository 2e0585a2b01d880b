import { likeAnyPart } from "../../like.ts";
import type { FacetValue } from "../records/facets.ts";
import type { CollectionName } from "../world/entries.ts";
import type { World } from "../world.ts";
import { readPhpDate } from "./php-date.ts";
import { type PhpValue, type Query, textAt, textsOf } from "./query.ts";
import { type DeclaredFilter, declaredFilters, declaredOrders, propertyOf } from "./search.ts";

/** What is asked of a collection, and of which moment of it. */
export interface Selection {
  readonly collection: CollectionName;
  readonly query: Query;
  readonly atMs: number;
  /** IANA zone of the server, for date filters. */
  readonly zone: string;
}

type Keep = (id: number) => boolean;
type Read = (id: number) => readonly FacetValue[];
type Reader = (path: string) => Read;

/** How a database compares texts: without regard to case and accents. */
const { compare: collate } = new Intl.Collator("en", { sensitivity: "base" });
const BOUNDS: { readonly [bound: string]: (ms: number, limit: number) => boolean } = {
  before: (ms, limit) => ms <= limit,
  strictly_before: (ms, limit) => ms < limit,
  after: (ms, limit) => ms >= limit,
  strictly_after: (ms, limit) => ms > limit,
};

/** Whether an array stands where the framework passes a text on unseen, which ends it with an error of its own. */
export function isBroken({ collection, query }: Selection): boolean {
  const dates = declaredFilters(collection).filter(({ kind }) => kind === "date");
  const places: (readonly [string, readonly string[]])[] = [
    ...dates.map(({ property }) => [property, Object.keys(BOUNDS)] as const),
    ["order", declaredOrders(collection)],
  ];
  return places.some(([name, keys]) => {
    const value = query.get(name);
    return typeof value === "object" && keys.some((key) => typeof value.get(key) === "object");
  });
}

/** The ids a query asks for, in its order. What is unknown or malformed in it is ignored without a word. */
export function selectIds(world: World, selection: Selection): readonly number[] {
  const { collection, query, atMs } = selection;
  const reader: Reader = (path) => world.reader(collection, path, atMs);
  const filters = declaredFilters(collection).flatMap((filter) => {
    const value = query.get(filter.property);
    return value === undefined ? [] : filterOf(filter, value, { selection, reader });
  });
  const ids = world.ids(collection, atMs);
  const kept = filters.length === 0 ? ids : ids.filter((id) => filters.every((keep) => keep(id)));
  return inOrder(kept, selection, reader);
}

/** What a parameter asks for; nothing when it is ignored. */
function filterOf(
  { property, kind }: DeclaredFilter,
  value: PhpValue,
  { selection, reader }: { readonly selection: Selection; readonly reader: Reader },
): readonly Keep[] {
  const read = reader(property);
  switch (kind) {
    case "date":
      return typeof value === "string" ? [] : dateFilters(value, read, selection);
    case "boolean":
      return booleanFilter(property, value, read);
    case "partial":
      return anyOf(textsOf(value).map(like), read);
    case "exact":
      return isId(property) ? idFilter(value, read) : anyOf(textsOf(value).map(equals), read);
    default:
      return typeof value === "string" ? [] : anyOf(textsOf(value).filter(Boolean).map(equals), read);
  }
}

function anyOf(matches: readonly ((value: FacetValue) => boolean)[], read: Read): readonly Keep[] {
  return matches.length === 0 ? [] : [(id) => read(id).some((value) => matches.some((match) => match(value)))];
}

const equals =
  (text: string) =>
  (value: FacetValue): boolean =>
    value !== null && collate(String(value), text) === 0;

const like = (text: string): ((value: FacetValue) => boolean) => {
  const matches = likeAnyPart(text);
  return (value) => value !== null && matches(String(value));
};

const isId = (property: string): boolean => property === "id" || property.endsWith(".id");
const IRI = /^\/api\/v4\/[a-z-]+\/(\d+)$/;

/** Whole numbers, or IRIs that end in one; a single value that is neither, and all of them are ignored. */
function idFilter(value: PhpValue, read: Read): readonly Keep[] {
  const texts = textsOf(value).map((text) => IRI.exec(text)?.[1] ?? text);
  if (texts.length === 0 || !texts.every((text) => /^\s*[+-]?(?:0|[1-9]\d{0,17})\s*$/.test(text))) return [];
  const wanted = new Set<FacetValue>(texts.map(Number));
  return [(id) => read(id).some((found) => wanted.has(found))];
}

function booleanFilter(property: string, value: PhpValue, read: Read): readonly Keep[] {
  if (typeof value !== "string" || !["true", "1", "false", "0"].includes(value)) return [];
  const wanted = value === "true" || value === "1";
  // What the API makes of latest=false is not documented: ignored here.
  return property === "latest" && !wanted ? [] : [(id) => read(id).includes(wanted)];
}

function dateFilters(bounds: Query, read: Read, server: Selection): readonly Keep[] {
  return Object.entries(BOUNDS).flatMap(([bound, holds]): Keep[] => {
    const text = textAt(bounds, bound);
    const limit = text === undefined ? undefined : readPhpDate(text, server);
    if (limit === undefined) return [];
    return [
      (id) => {
        const [value] = read(id);
        if (typeof value !== "string" && typeof value !== "number") return false;
        const ms = typeof value === "number" ? value : Date.parse(value);
        return holds(Math.floor(ms / 1_000) * 1_000, limit);
      },
    ];
  });
}

/** Newest first unless orders are asked for. Several apply in the order of their declaration, and nothing breaks their ties. */
function inOrder(ids: readonly number[], { collection, query }: Selection, reader: Reader): readonly number[] {
  const given = query.get("order");
  const orders = declaredOrders(collection).flatMap((key) => {
    const direction = typeof given === "object" ? textAt(given, key)?.toLowerCase() : undefined;
    if (direction !== "asc" && direction !== "desc") return [];
    return [{ path: propertyOf(`order[${key}]`), descending: direction === "desc" }];
  });
  const [first] = orders;
  if (first === undefined || first.path === "id") {
    return first === undefined || first.descending ? ids.toReversed() : ids;
  }
  const reads = orders.map(({ path, descending }) => ({ read: reader(path), compare: compareBy(path), descending }));
  const keys = new Map(ids.map((id) => [id, reads.map(({ read }) => read(id)[0] ?? null)]));
  return ids.toSorted((a, b) => {
    for (const [index, { compare, descending }] of reads.entries()) {
      const order = compare(keys.get(a)?.[index] ?? null, keys.get(b)?.[index] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** Null first. Money is text in a record and a number in the database; every other text compares as text, digits or not. */
function compareBy(path: string): (a: FacetValue, b: FacetValue) => number {
  const isMoney = path.startsWith("statistics.campaignRevenue.");
  return (a, b) => {
    if (a === b) return 0;
    if (a === null || b === null) return a === null ? -1 : 1;
    return isMoney || typeof a === "number" ? Number(a) - Number(b) : collate(String(a), String(b));
  };
}
