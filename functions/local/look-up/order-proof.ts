import { readDecimal } from "../../../shared/catalog/values/decimal.ts";
import { readInstant } from "../../../shared/catalog/values/instant.ts";
import type { SearchMapping } from "../../../shared/convertr/look-up.ts";
import type { Member } from "../../../shared/convertr/pull/collection.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { folded } from "../like.ts";
import type { Order } from "./question.ts";
import { valuesAt } from "./values-at.ts";

export interface OrderProof {
  /** @throws BadResponse when the rows of a page are out of order */
  see(page: readonly Member[]): void;
  /** What stayed unproven, in sentences. */
  doubts(): readonly string[];
}

const { compare: collate } = new Intl.Collator("en", { sensitivity: "base" });

/**
 * The API ignores an order like a filter, so values of the first key must stand in it, within a page: between two pages the account may
 * have changed. How the database sorts texts is not known, so that they stand in no usual order is a doubt and no refusal.
 * @param isTotal whether no two rows are equal in the whole order; of those that are, pages may leave some out
 */
export function createOrderProof(
  [first]: readonly Order[],
  of: { readonly mapping: SearchMapping; readonly collection: string; readonly isTotal: boolean },
): OrderProof {
  if (first === undefined) return { see: () => {}, doubts: () => [] };
  const { key, direction } = first;
  const path = of.mapping.get(`order[${key}]`) ?? key;
  const doubts = new Set<string>();
  let before: { readonly last: unknown } | undefined;
  return {
    see: (page) => {
      if (page.length === 0) return;
      const values = page.map((member) => valuesAt(member, path)?.[0] ?? null);
      if (!of.isTotal && before !== undefined && areEqual(before.last, values[0])) {
        doubts.add(`not proven: records that are equal in ${key} may be missing where two pages meet`);
      }
      before = { last: values.at(-1) };
      const known = values.filter((value) => value !== null);
      if (known.length === 0) doubts.add(`not proven: the records do not show what ${key} orders by`);
      const standing = standingOf(direction === "desc" ? known.toReversed() : known);
      if (standing === "out of order") throw ignored(key, of.collection);
      if (standing === "unknown") doubts.add(`not proven: the database has rules of its own for the order of ${key}`);
    },
    doubts: () => [...doubts],
  };
}

const areEqual = (a: unknown, b: unknown): boolean =>
  typeof a === "string" && typeof b === "string" ? folded(a) === folded(b) : a === b;

/** Numbers that come as text may stand as numbers or as text. */
function standingOf(values: readonly unknown[]): "in order" | "out of order" | "unknown" {
  const instants = values.map(readInstant).filter((instant) => typeof instant === "number");
  if (instants.length === values.length) return rises(instants, (a, b) => a - b) ? "in order" : "out of order";
  const decimals = values.map(readDecimal).filter((decimal) => typeof decimal === "bigint");
  const areNumbers = decimals.length === values.length;
  if (areNumbers && rises(decimals, (a, b) => Number(a - b))) return "in order";
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length < values.length) return areNumbers ? "out of order" : "unknown";
  if (rises(texts, collate) || rises(texts, (a, b) => (a < b ? -1 : 1))) return "in order";
  return areNumbers ? "out of order" : "unknown";
}

const rises = <T>(values: readonly T[], compare: (a: T, b: T) => number): boolean =>
  values.every((value, at) => {
    const [before = value] = at === 0 ? [] : [values[at - 1]];
    return before === value || compare(before, value) <= 0;
  });

function ignored(key: string, collection: string): ReportsError {
  return new ReportsError("BadResponse", {
    what: `the API ignored the order ${key}: its records do not stand in it, so nothing is shown`,
    where: collection,
    remedy: "Look it up without --order, and sort what is printed",
  });
}
