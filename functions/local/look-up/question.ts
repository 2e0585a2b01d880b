import type { Parameter } from "../../../shared/convertr/look-up.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";

export interface Order {
  readonly key: string;
  readonly direction: "asc" | "desc";
}

/** What is asked of a collection; names are not checked yet. */
export interface Question {
  readonly filters: readonly Parameter[];
  readonly order: readonly Order[];
  /** Rows at most. */
  readonly limit: number;
}

/** A date, or an instant; a date without a zone is the API's own, which is not documented. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
const BOUND = /\[(?:before|after|strictly_before|strictly_after)\]$/;

/**
 * `--filter key=value …` and `--order key=asc|desc …`. What the API would ignore for its form alone is refused here.
 * @throws WrongUsage
 */
export function parseQuestion(given: {
  readonly filter: readonly string[];
  readonly order: readonly string[];
  readonly limit: number;
}): Question {
  return { filters: given.filter.map(parseFilter), order: given.order.map(parseOrder), limit: given.limit };
}

function parseFilter(text: string): Parameter {
  const [name, value] = split(text, "--filter");
  if (BOUND.test(name) && !(DATE.test(value) && !Number.isNaN(Date.parse(value)))) {
    throw refused(
      `${name} is not given a date such as 2026-11-23 or an instant such as 2026-11-23T05:00:00Z`,
      "--filter",
    );
  }
  const property = name.replace(/\[\]$/, "");
  if ((property === "id" || property.endsWith(".id")) && !/^[1-9]\d{0,14}$/.test(value)) {
    throw refused(`${name} is not given an id, a whole number above 0`, "--filter");
  }
  return [name, value];
}

function parseOrder(text: string): Order {
  const [key, direction] = split(text, "--order");
  if (direction === "asc" || direction === "desc") return { key, direction };
  throw refused(`${key} is neither asc nor desc`, "--order");
}

function split(text: string, option: string): readonly [string, string] {
  const at = text.indexOf("=");
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at > 0 && name !== "" && value !== "") return [name, value];
  throw refused("what is given is not of the form key=value", option);
}

const refused = (what: string, where: string): ReportsError =>
  new ReportsError("WrongUsage", { what, where, remedy: "The API would ignore it without a word; correct it" });
