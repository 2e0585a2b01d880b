import { type Day, dayNumber, daysBetween } from "../../platform/day.ts";

/** Days that follow one another, both ends included; none when the last lies before the first. */
export interface DaySpan {
  readonly first: Day;
  readonly last: Day;
}

/** 1 January 1970 was a Thursday, the fourth day from Monday on. */
const EPOCH_WEEKDAY = 3;
const WEEKDAYS_A_WEEK = 5;

export const daysIn = ({ first, last }: DaySpan): number => Math.max(daysBetween(first, last) + 1, 0);

/** Days from Monday to Friday; holidays are not known. */
export function weekdaysIn(span: DaySpan): number {
  const days = daysIn(span);
  const weeks = Math.floor(days / 7);
  const start = dayNumber(span.first) + EPOCH_WEEKDAY;
  let weekdays = weeks * WEEKDAYS_A_WEEK;
  for (let rest = 0; rest < days % 7; rest += 1) if ((start + rest) % 7 < WEEKDAYS_A_WEEK) weekdays += 1;
  return weekdays;
}
