import type { Parameter } from "../../../shared/convertr/look-up.ts";
import { isDay } from "../../../shared/platform/day.ts";
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

/** A date, or an instant in whole seconds, which is all that the API compares. */
const DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/;
/** Which side of a date a filter takes. */
export const BOUND = /\[(before|after|strictly_before|strictly_after)\]$/;

/**
 * `--filter key=value …` and `--order key=asc|desc …`. What the API would ignore for its form alone is refused here, as is what
 * is given twice where the API keeps the last alone. An instant with an offset is asked for in UTC, since the API drops offsets.
 * @throws WrongUsage
 */
export function parseQuestion(given: {
  readonly filter: readonly string[];
  readonly order: readonly string[];
  readonly limit: number;
}): Question {
  const question = { filters: given.filter.map(parseFilter), order: given.order.map(parseOrder), limit: given.limit };
  refuseTwice(question);
  return question;
}

function parseFilter(text: string): Parameter {
  const [name, value] = split(text, "--filter");
  if (BOUND.test(name)) return [name, dateOf(name, value)];
  if (isId(plainName(name)) && !/^[1-9]\d{0,14}$/.test(value)) {
    throw refused(`${name} is not given an id, a whole number above 0`, "--filter");
  }
  return [name, value];
}

function dateOf(name: string, value: string): string {
  const [, day = "", offset] = DATE.exec(value) ?? [];
  const utc = isDay(day) && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : "";
  if (!isDay(utc.slice(0, "2026-11-23".length))) {
    throw refused(
      `${name} is not given a date such as 2026-11-23 or an instant in whole seconds such as 2026-11-23T05:00:00Z`,
      "--filter",
    );
  }
  return offset === undefined ? value : utc.replace(".000Z", "Z");
}

/** `id[]` and `id` are one parameter to the API. */
const plainName = (name: string): string => name.replace(/\[\]$/, "");
const isId = (property: string): boolean => property === "id" || property.endsWith(".id");

function refuseTwice({ filters, order }: Question): void {
  for (const [property, names] of Map.groupBy(
    filters.map(([name]) => name),
    plainName,
  )) {
    if (names.length === 1 || names.every((name) => name !== property)) continue;
    throw new ReportsError("WrongUsage", {
      what: `${property} is given ${names.length} times, of which the API keeps the last without a word`,
      where: "--filter",
      remedy: `Give alternatives as ${property}[]=… each where the collection declares that form, else ask for one after the other`,
    });
  }
  for (const [key, { length }] of Map.groupBy(order, (one) => one.key)) {
    if (length > 1) throw refused(`${key} is given ${length} times`, "--order");
  }
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
