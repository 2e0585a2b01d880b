import { readInstant } from "../../../shared/catalog/values/instant.ts";
import { isRefusal } from "../../../shared/catalog/values/refusal.ts";
import type { Parameter, SearchMapping } from "../../../shared/convertr/look-up.ts";
import type { Member } from "../../../shared/convertr/pull/collection.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { valuesAt } from "./values-at.ts";

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
