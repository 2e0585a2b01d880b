import type { Refusal } from "./refusal.ts";

const NOT_AN_INSTANT: Refusal = Symbol("not an ISO 8601 instant with an offset");
const NOT_IN_THE_CALENDAR: Refusal = Symbol("no such day or time of day");
const OUT_OF_RANGE: Refusal = Symbol("before 1970 or after 9999");

const ISO_INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):?(\d\d))$/;
const MINUTE_MS = 60_000;
/** 9999-12-31T23:59:59.999Z, the last instant whose year has four digits. */
const LAST_MS = 253_402_300_799_999;

/**
 * An instant as epoch milliseconds. The offset is mandatory, since the API mixes `+00:00` and `+01:00` in one payload;
 * finer fractions are cut, not rounded. Years before 1970 are what empty dates turn into elsewhere, so they are refused.
 */
export function readInstant(raw: unknown): number | Refusal {
  const match = typeof raw === "string" ? ISO_INSTANT.exec(raw) : null;
  if (match === null) return NOT_AN_INSTANT;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match;
  const days = daysOf(Number(year), Number(month), Number(day));
  const offset = offsetMinutes(sign, Number(offsetHour ?? 0), Number(offsetMinute ?? 0));
  const time = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (days === undefined || offset === undefined || !isTime) return NOT_IN_THE_CALENDAR;
  const millis = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  const instant = days * 86_400_000 + time * 1000 + millis - offset * MINUTE_MS;
  return instant >= 0 && instant <= LAST_MS ? instant : OUT_OF_RANGE;
}

/** Days since 1970-01-01; undefined when the calendar has no such day. */
function daysOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > lastDayOf(year, month)) return undefined;
  // Date.UTC takes years below 100 for 19xx; those are out of range anyway, but must not turn into valid ones.
  return year < 100 ? -1_000_000 : Date.UTC(year, month - 1, day) / 86_400_000;
}

function lastDayOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** ISO 8601 offsets in use lie within 18 hours. */
function offsetMinutes(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (hours > 18 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (sign === "-" ? -1 : 1);
}
