import { addDays, type Day, dayOf, instantAt, timeOf, weekdayOf } from "../../../../shared/platform/day.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NOON_MINUTES = 720;

/** A moment of a story: day relative to the anchor day, and wall-clock time from 06:00. */
export type Moment = readonly [day: number, time: string];

/** Days of one zone, numbered from the anchor day (0), looked up without asking the zone again. */
export interface Calendar {
  readonly anchor: Day;
  readonly timeZone: string;
  /** Number of the last working day before the anchor day: what happens on it is news on the anchor's morning. */
  readonly eve: number;
  /** Epoch ms of the day's local midnight. */
  startOf(day: number): number;
  /**
   * Epoch ms of a wall-clock minute of the day. Exact from 06:00 on, when no zone in use changes its clocks.
   */
  minuteOf(day: number, minutes: number): number;
  momentOf(moment: Moment): number;
  /** Number of the day that holds an instant. */
  dayAt(epochMs: number): number;
  /** Offset from UTC at noon of the day, in minutes. */
  offsetOf(day: number): number;
  /** ISO weekday, Monday 1 to Sunday 7. */
  weekdayOf(day: number): number;
}

interface Entry {
  readonly startMs: number;
  readonly noonMs: number;
  readonly offsetMinutes: number;
}

/** @param anchor day number 0, in `timeZone` */
export function createCalendar(anchor: Day, timeZone: string): Calendar {
  const known = new Map<number, Entry>();
  const anchorWeekday = weekdayOf(anchor);
  const entryOf = (day: number): Entry => {
    let entry = known.get(day);
    if (entry === undefined) {
      entry = lookUp(addDays(anchor, day), timeZone);
      known.set(day, entry);
    }
    return entry;
  };
  const anchorStartMs = entryOf(0).startMs;
  const minuteOf = (day: number, minutes: number) => entryOf(day).noonMs + (minutes - NOON_MINUTES) * MINUTE_MS;
  return {
    anchor,
    timeZone,
    eve: anchorWeekday === 1 ? -3 : anchorWeekday === 7 ? -2 : -1,
    startOf: (day) => entryOf(day).startMs,
    minuteOf,
    momentOf: ([day, time]) => minuteOf(day, minutesOf(time)),
    dayAt: (epochMs) => {
      let day = Math.floor((epochMs - anchorStartMs) / DAY_MS);
      if (entryOf(day).startMs > epochMs) day -= 1;
      else if (entryOf(day + 1).startMs <= epochMs) day += 1;
      return day;
    },
    offsetOf: (day) => entryOf(day).offsetMinutes,
    weekdayOf: (day) => ((((anchorWeekday - 1 + day) % 7) + 7) % 7) + 1,
  };
}

function lookUp(day: Day, timeZone: string): Entry {
  const noonMs = instantAt(day, "12:00", timeZone);
  const localMs = Date.parse(`${dayOf(noonMs, timeZone)}T${timeOf(noonMs, timeZone)}:00Z`);
  return {
    startMs: instantAt(day, "00:00", timeZone),
    noonMs,
    offsetMinutes: Math.round((localMs - Math.floor(noonMs / MINUTE_MS) * MINUTE_MS) / MINUTE_MS),
  };
}

function minutesOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** `2026-11-22T09:30:00+00:00`, as the API writes the instants of its entities. */
export const utcText = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}+00:00`;

/** The same instant with an offset of its own, as the API writes `lastConversion`. */
export function offsetText(epochMs: number, offsetMinutes: number): string {
  const local = new Date(epochMs + offsetMinutes * MINUTE_MS).toISOString().slice(0, 19);
  const size = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local}${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
