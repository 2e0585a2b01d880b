import { readDecimal } from "../../../shared/catalog/values/decimal.ts";
import { readInstant } from "../../../shared/catalog/values/instant.ts";
import { isRefusal } from "../../../shared/catalog/values/refusal.ts";
import type { Parameter, SearchMapping } from "../../../shared/convertr/look-up.ts";
import type { Member } from "../../../shared/convertr/pull/collection.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Order } from "./question.ts";

/** The zone that the API compares dates in is not documented. */
const ZONE_SLACK_MS = 24 * 3_600_000;
const TRUE: ReadonlySet<string> = new Set(["true", "1"]);
const FALSE: ReadonlySet<string> = new Set(["false", "0"]);

export interface FilterProof {
  /** @throws BadResponse when the row shows that a filter was ignored */
  see(member: Member): void;
  /** Filters by something that the records do not show. */
  unshown(): readonly string[];
}

/**
 * The API ignores a filter whose value it cannot read, so every row must show that each held. Values of one name are alternatives.
 * Text is compared without regard to case, and may be part of the row's: whether a filter wants the whole is the API's own setting.
 */
export function createFilterProof(
  filters: readonly Parameter[],
  mapping: SearchMapping,
  collection: string,
): FilterProof {
  const names = new Set(filters.map(([name]) => name));
  const proofs = [...names].map((name) => {
    const wanted = filters.flatMap(([other, value]) => (other === name ? [value] : []));
    return { name, path: mapping.get(name) ?? name, holds: proofOf(name, wanted) };
  });
  const unshown = new Set<string>();
  return {
    see: (member) => {
      for (const { name, path, holds } of proofs) {
        const values = valuesAt(member, path);
        if (values === undefined) unshown.add(name);
        else if (!values.some(holds)) throw ignored(name, collection, member.id);
      }
    },
    unshown: () => [...unshown],
  };
}

function proofOf(name: string, wanted: readonly string[]): (value: unknown) => boolean {
  const bound = /\[(before|strictly_before|after|strictly_after)\]$/.exec(name)?.[1];
  if (bound === undefined) return (value) => wanted.some((text) => isMeant(value, text));
  const limits = wanted.map((text) => Date.parse(text));
  return (value) => {
    const instant = typeof value === "string" ? readInstant(value) : null;
    if (instant === null || isRefusal(instant)) return false;
    const isBefore = bound.endsWith("before");
    return limits.every((limit) => (isBefore ? instant <= limit + ZONE_SLACK_MS : instant >= limit - ZONE_SLACK_MS));
  };
}

function isMeant(value: unknown, text: string): boolean {
  if (typeof value === "boolean") return (value ? TRUE : FALSE).has(text.toLowerCase());
  if (typeof value === "number") return String(value) === text;
  // A filter by an object goes by something in it.
  if (typeof value === "object" && value !== null) return Object.values(value).some((inner) => isMeant(inner, text));
  return typeof value === "string" && value.toLowerCase().includes(text.toLowerCase());
}

function ignored(name: string, collection: string, id: number): ReportsError {
  return new ReportsError("BadResponse", {
    what: `the API ignored the filter ${name}: record ${id} does not meet it, so nothing is shown`,
    where: collection,
    remedy:
      "Check the filter's value: the API drops one that it cannot read; else ask Convertr whether the filter changed",
  });
}

/**
 * The API ignores an order like a filter, so the first key's numbers and instants must stand in it, within a page; between two pages
 * the account may have changed. Text is left alone, for how the database sorts it is not known.
 * @returns a check that throws BadResponse
 */
export function createOrderProof(
  [first]: readonly Order[],
  mapping: SearchMapping,
  collection: string,
): (members: readonly Member[]) => void {
  if (first === undefined) return () => {};
  const { key, direction } = first;
  const path = mapping.get(`order[${key}]`) ?? key;
  return (members) => {
    const values = members.map((member) => comparable(valuesAt(member, path)?.[0]));
    for (const [at, value] of values.entries()) {
      const before = values[at - 1];
      if (typeof value !== "bigint" || typeof before !== "bigint" || value === before) continue;
      if (value > before === (direction === "asc")) continue;
      throw new ReportsError("BadResponse", {
        what: `the API ignored the order ${key}: record ${members[at]?.id} is out of it, so nothing is shown`,
        where: collection,
        remedy: "Look it up without --order, and sort what is printed",
      });
    }
  };
}

/** Numbers and money in ten-thousandths, instants in milliseconds; undefined for all else. */
function comparable(value: unknown): bigint | undefined {
  const decimal = readDecimal(value);
  if (typeof decimal === "bigint") return decimal;
  const instant = readInstant(value);
  return typeof instant === "number" ? BigInt(instant) : undefined;
}

/** The number at the end of an IRI. */
const IRI_ID = /\/(\d+)$/;

/**
 * What is at a dotted path of a record, through objects and lists; an IRI stands for the object whose `id` is its tail.
 * @returns undefined when the record has no such field; a field that is null, or belongs to one that is, has the value null
 */
export function valuesAt(record: unknown, path: string): readonly unknown[] | undefined {
  const [first = "", ...rest] = path.split(".");
  if (Array.isArray(record)) {
    const all = record.map((entry) => valuesAt(entry, path));
    const shown = all.filter((values) => values !== undefined);
    return all.length > 0 && shown.length === 0 ? undefined : shown.flat();
  }
  if (typeof record === "string" && path === "id") {
    const id = IRI_ID.exec(record)?.[1];
    return id === undefined ? undefined : [Number(id)];
  }
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, first)) return undefined;
  const value: unknown = Reflect.get(record, first);
  if (value === null) return [null];
  if (rest.length > 0) return valuesAt(value, rest.join("."));
  return Array.isArray(value) ? value : [value];
}
