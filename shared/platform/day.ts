import { Temporal } from "temporal-polyfill";

/** A calendar day `YYYY-MM-DD`; which zone it belongs to is said where it is used. */
export type Day = string;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Zone offsets only change on quarter hours of UTC in every zone of the tz database since 1972. */
const OFFSET_STEP_MS = 15 * MINUTE_MS;
const MOST_REMEMBERED = 50_000;
const offsets = new Map<string, Map<number, number>>();
/** Days by their number since 1970-01-01. */
const days = new Map<number, Day>();
const numbers = new Map<Day, number>();
const EPOCH = Temporal.PlainDate.from("1970-01-01");
/** A Thursday. */
const EPOCH_WEEKDAY = 4;

/**
 * Offset of `zone` from UTC in milliseconds at an instant (epoch ms). No zone of the tz database has changed twice within a
 * day since 1970 (the closest two changes lie more than 36 hours apart), so a day that begins and ends with one offset has no other.
 */
function offsetMs(epochMs: number, zone: string): number {
  const midnight = Math.floor(epochMs / DAY_MS) * DAY_MS;
  const offset = offsetOfStep(midnight, zone);
  return offset === offsetOfStep(midnight + DAY_MS, zone) ? offset : offsetOfStep(epochMs, zone);
}

/** Remembered per quarter hour. */
function offsetOfStep(epochMs: number, zone: string): number {
  const step = Math.floor(epochMs / OFFSET_STEP_MS);
  let known = offsets.get(zone);
  if (known === undefined || known.size > MOST_REMEMBERED) {
    known = new Map();
    offsets.set(zone, known);
  }
  let offset = known.get(step);
  if (offset === undefined) {
    const instant = Temporal.Instant.fromEpochMilliseconds(step * OFFSET_STEP_MS);
    offset = instant.toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
    known.set(step, offset);
  }
  return offset;
}

/** The calendar day of an instant (epoch ms) in an IANA zone; remembered, since a snapshot has few days and asks often. */
export function dayOf(epochMs: number, zone: string): Day {
  return dayOfNumber(Math.floor((epochMs + offsetMs(epochMs, zone)) / DAY_MS));
}

function dayOfNumber(number: number): Day {
  let day = days.get(number);
  if (day === undefined) {
    if (days.size > MOST_REMEMBERED) days.clear();
    day = new Date(number * DAY_MS).toISOString().slice(0, 10);
    days.set(number, day);
  }
  return day;
}

/** The local wall-clock time `HH:mm` of an instant (epoch ms) in an IANA zone. */
export function timeOf(epochMs: number, zone: string): string {
  return new Date(epochMs + offsetMs(epochMs, zone)).toISOString().slice(11, 16);
}

/** Days since 1970-01-01; remembered, since a digest asks for the same few days very often. */
export function dayNumber(day: Day): number {
  let number = numbers.get(day);
  if (number === undefined) {
    number = EPOCH.until(day).days;
    if (numbers.size > MOST_REMEMBERED) numbers.clear();
    numbers.set(day, number);
  }
  return number;
}

/** `day` plus `days` (negative goes back). */
export const addDays = (day: Day, days: number): Day => dayOfNumber(dayNumber(day) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

/** The instant (epoch ms) at which the clocks of `zone` show `time` (`HH:mm`) on `day`; a skipped time moves forward as EventBridge's successor hour would. */
export function instantAt(day: Day, time: string, zone: string): number {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds;
}

/** ISO weekday of a day: Monday 1 to Sunday 7. */
export function weekdayOf(day: Day): number {
  return modulo(dayNumber(day) + EPOCH_WEEKDAY - 1, 7) + 1;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** True for a real calendar day written `YYYY-MM-DD`: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/** True for a zone name of the IANA database that this runtime knows. */
export const isTimeZone = (zone: string): boolean => zoneSpelling(zone) !== undefined;

/** A zone as the IANA database spells it, older names too: `Europe/Kyiv` of `europe/kyiv`. @returns undefined for what is none */
export function zoneSpelling(zone: string): string | undefined {
  // An offset is no zone; the others are names that only some programs have.
  if (/^[+-]|^systemv\//i.test(zone)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
  } catch {
    return undefined;
  }
}

/**
 * The day a snapshot tells of, by the calendar alone: the day before when snapshots are due before noon, else the day itself
 * (docs/design.md, "Words").
 * @param snapshotAt when the enterprise's snapshots are due, `HH:mm`
 */
export function activityDateOf(snapshotDate: Day, snapshotAt: string): Day {
  return snapshotAt < "12:00" ? addDays(snapshotDate, -1) : snapshotDate;
}
