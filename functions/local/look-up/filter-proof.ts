import { readInstant } from "../../../shared/catalog/values/instant.ts";
import { isRefusal } from "../../../shared/catalog/values/refusal.ts";
import type { Parameter, SearchMapping } from "../../../shared/convertr/look-up.ts";
import type { Member } from "../../../shared/convertr/pull/collection.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { folded, likeAnyPart } from "../like.ts";
import { BOUND } from "./question.ts";
import { valuesAt } from "./values-at.ts";

/** The zone that the API compares dates in is not documented. */
const ZONE_SLACK_MS = 24 * 3_600_000;

export interface FilterProof {
  /** @throws BadResponse when the row shows that a filter was ignored */
  see(member: Member): void;
  /** What stayed unproven, in sentences that name filters and no values. */
  doubts(): readonly string[];
}

/** Whether a value of a row meets a filter; "nearly" when it does by another time zone than UTC. */
type Holds = (value: unknown) => boolean | "nearly";

/**
 * The API ignores a filter whose value it cannot read, so every row must show that each held. A row without a value neither proves nor
 * refutes one, since a filter by date may let such rows in. Values of one name are alternatives.
 */
export function createFilterProof(
  filters: readonly Parameter[],
  mapping: SearchMapping,
  collection: string,
): FilterProof {
  const names = [...new Set(filters.map(([name]) => name))];
  const proofs = names.map((name) => {
    const wanted = filters.flatMap(([other, value]) => (other === name ? [value] : []));
    return { name, path: mapping.get(name) ?? name, holds: proofOf(name, wanted, mapping) };
  });
  const doubts = new Set<string>();
  for (const [name, value] of filters) {
    if (isPartial(name, mapping) && /[%_]/.test(value)) {
      doubts.add(`in ${name} the API takes % for any text and _ for any character`);
    }
  }
  return {
    see: (member) => {
      for (const { name, path, holds } of proofs) {
        const values = valuesAt(member, path);
        const known = values?.filter((value) => value !== null).map(holds);
        if (values === undefined) doubts.add(`not proven: the records do not show what ${name} filters by`);
        else if (known?.length === 0 && values.length > 0)
          doubts.add(`not proven for records without a value: ${name}`);
        else if (known?.includes(true)) continue;
        else if (known?.includes("nearly"))
          doubts.add(`the API compares ${name} in another zone than UTC: ${UP_TO_A_DAY}`);
        else throw ignored(name, collection, member.id);
      }
    },
    doubts: () => [...doubts],
  };
}

const UP_TO_A_DAY = "records up to a day beyond it are shown, and some within it may be missing";

/** API Platform declares filters by the whole value in two forms, `id` and `id[]`, and those by a part of the text in one. */
const isPartial = (name: string, mapping: SearchMapping): boolean =>
  !BOUND.test(name) && !name.endsWith("[]") && !mapping.has(`${name}[]`);

function proofOf(name: string, wanted: readonly string[], mapping: SearchMapping): Holds {
  const [, bound] = BOUND.exec(name) ?? [];
  if (bound === undefined) {
    const matches = wanted.map(isPartial(name, mapping) ? likeAnyPart : isWhole);
    return (value) => wanted.some((text, at) => isMeant(value, text, matches[at] ?? isWhole(text)));
  }
  const isBefore = bound.endsWith("before");
  const limits = wanted.map((text) => Date.parse(/T.*\d$/.test(text) ? `${text}Z` : text));
  return (value) => {
    const instant = typeof value === "string" ? readInstant(value) : null;
    if (instant === null || isRefusal(instant)) return false;
    const beyond = Math.max(...limits.map((limit) => (isBefore ? instant - limit : limit - instant)));
    if (beyond > ZONE_SLACK_MS) return false;
    return beyond > 0 || (beyond === 0 && bound.startsWith("strictly")) ? "nearly" : true;
  };
}

const isWhole =
  (text: string) =>
  (value: string): boolean =>
    folded(value).trimEnd() === folded(text).trimEnd();

function isMeant(value: unknown, text: string, matches: (value: string) => boolean): boolean {
  if (typeof value === "boolean") return (value ? ["true", "1"] : ["false", "0"]).includes(text);
  if (typeof value === "number") return String(value) === text;
  // A filter by an object goes by something in it.
  if (typeof value === "object" && value !== null) {
    return Object.values(value).some((inner) => isMeant(inner, text, matches));
  }
  return typeof value === "string" && matches(value);
}

function ignored(name: string, collection: string, id: number): ReportsError {
  return new ReportsError("BadResponse", {
    what: `the API ignored the filter ${name}: record ${id} does not meet it, so nothing is shown`,
    where: collection,
    remedy:
      "Check the filter's value: the API drops one that it cannot read; else ask Convertr whether the filter changed",
  });
}
