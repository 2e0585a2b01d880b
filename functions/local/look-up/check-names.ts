import { distance } from "fastest-levenshtein";
import type { SearchMapping } from "../../../shared/convertr/look-up.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { orderKeys } from "./ordering.ts";
import type { Question } from "./question.ts";

/**
 * The API ignores names it does not know without a word, so each must be one that the collection itself declares.
 * @throws WrongUsage with the nearest declared names
 */
export function checkNames(question: Question, mapping: SearchMapping, collection: string): void {
  const filters = [...mapping.keys()].filter((variable) => !variable.startsWith("order["));
  const orders = orderKeys(mapping);
  for (const [name] of question.filters) {
    if (!filters.includes(name)) throw unknown(name, { kind: "filter", known: filters, collection });
  }
  for (const { key } of question.order) {
    if (!orders.includes(key)) throw unknown(key, { kind: "order key", known: orders, collection });
  }
}

function unknown(
  name: string,
  of: { readonly kind: string; readonly known: readonly string[]; readonly collection: string },
): ReportsError {
  const near = nearest(name, of.known);
  return new ReportsError("WrongUsage", {
    what: `${printable(name)} is no ${of.kind} of ${of.collection}, and the API would ignore it without a word`,
    where: of.kind === "filter" ? "--filter" : "--order",
    remedy: near.length === 0 ? `It declares no ${of.kind} at all` : `Nearest are ${near.join(", ")}`,
  });
}

const printable = (text: string): string => JSON.stringify(text.slice(0, 60));

/** Names that a message gives at most. */
const MOST_NAMED = 5;

/** The known names that `name` may have been meant for, nearest first: those that hold it, then by letters to change. */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const asked = name.toLowerCase();
  const ranked = known.map((candidate) => {
    const other = candidate.toLowerCase();
    const holds = other.includes(asked) || asked.includes(other);
    return { candidate, rank: distance(asked, other) - (holds ? Math.min(asked.length, other.length) : 0) };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST_NAMED)
    .map(({ candidate }) => candidate);
}
