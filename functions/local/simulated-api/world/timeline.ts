import type { Calendar } from "./calendar.ts";
import { between, randomOf } from "./random.ts";

/** The documented account: 479 campaigns, made over 133 weeks. A bigger account makes more per day, a smaller is younger. */
const DOCUMENTED_CAMPAIGNS = 479;
const WORKDAYS_PER_CAMPAIGN = (133 * 5) / DOCUMENTED_CAMPAIGNS;
const WORKDAY_STARTS_MINUTES = 550;
const WORKDAY_MINUTES = 480;

export const scaleOf = (campaigns: number): number => Math.max(1, campaigns / DOCUMENTED_CAMPAIGNS);

/**
 * When the campaign with this many others before it (`age` negative: so many after the anchor's morning) was made, in
 * epoch ms: in working hours, one after another.
 * @param age campaigns made from this one, included, to the anchor's morning; 0 and below lie after it
 */
export function creationOf(
  calendar: Calendar,
  of: { seed: number; ordinal: number; age: number; scale: number },
): number {
  const jitter = between(randomOf(of.seed, "creation", of.ordinal), 0.1, 0.9);
  const workdays = ((jitter - of.age) * WORKDAYS_PER_CAMPAIGN) / of.scale;
  const index = Math.floor(workdays);
  const minutes = WORKDAY_STARTS_MINUTES + (workdays - index) * WORKDAY_MINUTES;
  return Math.floor(calendar.minuteOf(workday(calendar, index), minutes));
}

/** Day number of the n-th working day: 0 is the anchor day, or the Monday after it. */
function workday(calendar: Calendar, index: number): number {
  const weekday = calendar.weekdayOf(0);
  const fromMonday = Math.min(weekday - 1, 5) + index;
  const week = Math.floor(fromMonday / 5);
  return 1 - weekday + week * 7 + (fromMonday - week * 5);
}
