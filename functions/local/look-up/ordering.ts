import type { Parameter, SearchMapping } from "../../../shared/convertr/look-up.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Order } from "./question.ts";

const ORDER = /^order\[(.+)\]$/;

/** The keys that a collection declares, in the order of their declaration. */
export const orderKeys = (mapping: SearchMapping): readonly string[] =>
  [...mapping.keys()].flatMap((variable) => ORDER.exec(variable)?.[1] ?? []);

export interface Ordering {
  readonly parameters: readonly Parameter[];
  /** Whether no two rows are equal in it, so that pages neither overlap nor leave a row out. */
  readonly isTotal: boolean;
}

/**
 * Newest first unless asked otherwise. The API sorts by the key that its resource declares first, whatever the order of the query:
 * so ties are broken by id only where it is declared behind the keys, or it would take their place.
 * @param mapping may be empty when no key is asked for
 * @throws WrongUsage for keys whose order the API would turn round
 */
export function orderingOf(order: readonly Order[], mapping: SearchMapping): Ordering {
  const declared = orderKeys(mapping);
  const places = order.map(({ key }) => declared.indexOf(key));
  const turned = places.findIndex((place, at) => place < (places[at - 1] ?? -1));
  if (turned > 0) throw turnedRound(order[turned - 1]?.key ?? "", order[turned]?.key ?? "");
  const parameters = order.map(({ key, direction }): Parameter => [`order[${key}]`, direction]);
  if (order.some(({ key }) => key === "id")) return { parameters, isTotal: true };
  const breaksTies = order.length === 0 || declared.indexOf("id") > Math.max(...places);
  return { parameters: breaksTies ? [...parameters, ["order[id]", "desc"]] : parameters, isTotal: breaksTies };
}

const turnedRound = (first: string, second: string): ReportsError =>
  new ReportsError("WrongUsage", {
    what: `the API sorts by ${second} before ${first}, whatever the order they are asked for in`,
    where: "--order",
    remedy: second === "id" ? `Ask for ${first} alone` : `Ask for ${second} before ${first}, or for one of them`,
  });
