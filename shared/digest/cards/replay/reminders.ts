import { addDays, type Day, dayNumber } from "../../../platform/day.ts";
import type { Opened } from "./track.ts";

/** Days of a card on which it comes again, the day it opened being day 1. */
const FIRST_DAYS = [3, 7, 14] as const;
const EVERY_DAYS = 14;
/** What was told for another reason the day before does not come again at once. */
const APART_DAYS = 2;
/** The first of the regular ones comes a week after the last of those, at the earliest. */
const REGULAR_FROM_DAY = 21;

/**
 * The first day after `day` on which a card is due again. From day 21 on it is every 14 days on a day of the calendar that is the card's own
 * by its id, so that the snapshots read need not reach back to its beginning, and old ones do not all come on one day.
 */
export function dueAfter(day: Day, { since, atLeast }: Opened, id: number | null): Day {
  if (!atLeast) {
    const due = FIRST_DAYS.map((number) => addDays(since, number - 1)).find((one) => one >= addDays(day, APART_DAYS));
    if (due !== undefined) return due;
  }
  const regular = atLeast ? since : addDays(since, REGULAR_FROM_DAY - 1);
  const next = addDays(day, 1);
  const from = next > regular ? next : regular;
  const late = mod(dayNumber(from) - (id ?? 0), EVERY_DAYS);
  return late === 0 ? from : addDays(from, EVERY_DAYS - late);
}

/** So many days before the last one, that day's mail told of not counted, there is time to act: Monday for what ends on a Friday. */
const LAST_CALL_DAYS = 3;

/**
 * When a card is due again that can be acted on up to a last day: at its last call too, and never after it.
 * @param end the last day (an activity_date); null when there is none
 * @param due by the reminders alone
 * @returns null when nothing is due any more
 */
export function dueBefore(end: Day | null, due: Day, toldOn: Day): Day | null {
  if (end === null) return due;
  const lastCall = addDays(end, -LAST_CALL_DAYS);
  if (toldOn < lastCall && lastCall < due) return lastCall;
  return due > end ? null : due;
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;
