import { addDays, type Day, instantAt, isDay } from "./day.ts";

/** A calendar month `YYYY-MM`. */
export type Month = string;

export const monthOf = (day: Day): Month => day.slice(0, "YYYY-MM".length);

/** True for a month written `YYYY-MM`. */
export const isMonth = (text: string): boolean => /^\d{4}-\d{2}$/.test(text) && isDay(firstDayOf(text));

export const firstDayOf = (month: Month): Day => `${month}-01`;

export const monthAfter = (month: Month): Month => monthOf(addDays(firstDayOf(month), 31));
export const monthBefore = (month: Month): Month => monthOf(addDays(firstDayOf(month), -1));

/** From `first` to `last`, both included; none when `last` is earlier. */
export function monthsFrom(first: Month, last: Month): readonly Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** The instant (epoch ms) at which a month's last day has ended wherever on Earth it ends last: at UTC−12. */
export const endOfMonth = (month: Month): number => instantAt(firstDayOf(monthAfter(month)), "12:00", "UTC");
