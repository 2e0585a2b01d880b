import type { Refusal } from "./refusal.ts";

const NOT_AN_INSTANT: Refusal = Symbol("not an ISO 8601 instant with an offset");
const NOT_IN_THE_CALENDAR: Refusal = Symbol("no such day or time of day");
const OUT_OF_RANGE: Refusal = Symbol("before 1970 or after 9999");

const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** 9999-12-31T23:59:59.999Z, the last instant whose year has four digits. */
const LAST_MS = 253_402_300_799_999;

/**
 * An instant as epoch milliseconds. The offset is mandatory, since the API mixes `+00:00` and `+01:00` in one payload;
 * finer fractions are cut, not rounded. Years before 1970 are what empty dates turn into elsewhere, so they are refused.
 */
export function readInstant(raw: unknown): number | Refusal {
  if (typeof raw !== "string" || !ISO_INSTANT.test(raw)) return NOT_AN_INSTANT;
  const days = daysOf(digits(raw, 0, 4), digits(raw, 5, 7), digits(raw, 8, 10));
  const timeMs = timeOfDayMs(raw);
  const offset = offsetMinutes(raw);
  if (days === undefined || timeMs === undefined || offset === undefined) return NOT_IN_THE_CALENDAR;
  const instant = days * DAY_MS + timeMs - offset * MINUTE_MS;
  return instant >= 0 && instant <= LAST_MS ? instant : OUT_OF_RANGE;
}

/** The number that the digits from `start` to `end` (exclusive) write. */
function digits(text: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}

function timeOfDayMs(text: string): number | undefined {
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = text[19] === "." ? Number(/^\d{1,3}/.exec(text.slice(20))?.[0].padEnd(3, "0")) : 0;
  return (hour * 60 + minute) * MINUTE_MS + second * 1000 + fraction;
}

/** Offsets in use lie within 18 hours. */
function offsetMinutes(text: string): number | undefined {
  if (text.endsWith("Z")) return 0;
  const end = text.length;
  const sign = text.at(-3) === ":" ? end - 6 : end - 5;
  const hours = digits(text, sign + 1, sign + 3);
  const minutes = digits(text, end - 2, end);
  if (hours > 18 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (text[sign] === "-" ? -1 : 1);
}

/** Days since 1970-01-01; undefined when the calendar has no such day. */
function daysOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > lastDayOf(year, month)) return undefined;
  // Date.UTC takes years below 100 for 19xx; those are out of range anyway, but must not turn into valid ones.
  return year < 100 ? -1_000_000 : Date.UTC(year, month - 1, day) / DAY_MS;
}

function lastDayOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
