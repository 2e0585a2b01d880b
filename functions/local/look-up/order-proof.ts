import { readDecimal } from "../../../shared/catalog/values/decimal.ts";
import { readInstant } from "../../../shared/catalog/values/instant.ts";
import type { SearchMapping } from "../../../shared/convertr/look-up.ts";
import type { Member } from "../../../shared/convertr/pull/collection.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Order } from "./question.ts";
import { valuesAt } from "./values-at.ts";

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
