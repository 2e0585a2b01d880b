import { addDays, type Day, dayOf, instantAt, timeOf, weekdayOf } from "../../../../shared/platform/day.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NOON_MINUTES = 720;

/** Days from the start of the history to the anchor day, on which the account has its documented size. */
export const HISTORY_DAYS = 35;

/** Days of one zone, numbered from the anchor day (0), looked up without asking the zone again. */
export interface Calendar {
  readonly anchor: Day;
  /** Number of the last working day before the anchor day: what happens on it is news on the anchor's morning. */
  readonly eve: number;
  /** Epoch ms of the day's local midnight. */
  startOf(day: number): number;
  /** Epoch ms of a wall-clock minute of the day. Exact from 06:00 on, when no zone in use changes its clocks. */
  minuteOf(day: number, minutes: number): number;
  /** The same of a time such as `09:30`. */
  momentOf(day: number, time: string): number;
  /** Number of the day that holds an instant. */
  dayAt(epochMs: number): number;
  /** ISO weekday, Monday 1 to Sunday 7. */
  weekdayOf(day: number): number;
  /** An instant with the zone's own offset, as the API writes `lastConversion`. */
  localText(epochMs: number): string;
}

interface KnownDay {
  readonly startMs: number;
  readonly noonMs: number;
  /** From UTC at noon. */
  readonly offsetMinutes: number;
}

/** @param anchor day number 0, in `timeZone` */
export function createCalendar(anchor: Day, timeZone: string): Calendar {
  const known = new Map<number, KnownDay>();
  const anchorWeekday = weekdayOf(anchor);
  const knownDay = (day: number): KnownDay => {
    let found = known.get(day);
    if (found === undefined) {
      found = lookUp(addDays(anchor, day), timeZone);
      known.set(day, found);
    }
    return found;
  };
  const anchorStartMs = knownDay(0).startMs;
  const minuteOf = (day: number, minutes: number) => knownDay(day).noonMs + (minutes - NOON_MINUTES) * MINUTE_MS;
  const dayAt = (epochMs: number) => {
    const day = Math.floor((epochMs - anchorStartMs) / DAY_MS);
    if (knownDay(day).startMs > epochMs) return day - 1;
    return knownDay(day + 1).startMs <= epochMs ? day + 1 : day;
  };
  return {
    anchor,
    eve: anchorWeekday === 1 ? -3 : anchorWeekday === 7 ? -2 : -1,
    startOf: (day) => knownDay(day).startMs,
    minuteOf,
    momentOf: (day, time) => minuteOf(day, Number(time.slice(0, 2)) * 60 + Number(time.slice(3))),
    dayAt,
    weekdayOf: (day) => ((((anchorWeekday - 1 + day) % 7) + 7) % 7) + 1,
    localText: (epochMs) => offsetText(epochMs, knownDay(dayAt(epochMs)).offsetMinutes),
  };
}

function lookUp(day: Day, timeZone: string): KnownDay {
  const noonMs = instantAt(day, "12:00", timeZone);
  const localMs = Date.parse(`${dayOf(noonMs, timeZone)}T${timeOf(noonMs, timeZone)}:00Z`);
  return {
    startMs: instantAt(day, "00:00", timeZone),
    noonMs,
    offsetMinutes: Math.round((localMs - Math.floor(noonMs / MINUTE_MS) * MINUTE_MS) / MINUTE_MS),
  };
}

/** `2026-11-22T09:30:00+00:00`, as the API writes the instants of its entities. */
export const utcText = (epochMs: number): string => offsetText(epochMs, 0);

function offsetText(epochMs: number, offsetMinutes: number): string {
  const local = new Date(epochMs + offsetMinutes * MINUTE_MS).toISOString().slice(0, 19);
  const size = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local}${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
