import { addDays, type Day } from "../../platform/day.ts";
import type { DigestSettings } from "../../settings/schema.ts";
import { isMailDay } from "../../settings/timetable.ts";

/** Longer than any period: a month has at most 31 days. */
const LONGEST_PERIOD_DAYS = 31;

/**
 * The date of the digest's previous scheduled mail, where the window of the mail of `date` begins: Friday for Monday's mail of a
 * digest on weekdays, so that it tells of the weekend.
 */
export function previousMailDate(schedule: Pick<DigestSettings, "period" | "days">, date: Day): Day {
  let day = addDays(date, -1);
  for (let back = 1; back < LONGEST_PERIOD_DAYS && !isMailDay(schedule, day); back += 1) day = addDays(day, -1);
  return day;
}

/** Days of history behind the window: the publishers' 28-day baseline and four weeks of delivery. */
const BASELINE_DAYS = 28;
/** A rate looks back a week, and the first days of the history are judged by one too. */
const RATE_DAYS = 7;

/** First snapshot_date that a digest of this window reads. */
export function firstDayRead(since: Day): Day {
  return addDays(since, -(BASELINE_DAYS + RATE_DAYS));
}

/** A job's run of failures is looked for twice as far back as it is told: what lies at the edge must not shorten it. */
export function firstDayOfJobs(firstDay: Day): Day {
  return addDays(firstDay, -(BASELINE_DAYS + RATE_DAYS));
}

/** Position in `infos` that the movement since `since` is counted from. */
export function basePosition(infos: readonly { readonly date: Day }[], since: Day): number {
  const last = infos.length - 1;
  if (last < 1) return -1;
  const newest = infos.findLastIndex(({ date }) => date <= since);
  if (newest === last) return last - 1;
  return Math.max(newest, 0);
}
