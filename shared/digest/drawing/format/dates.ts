import { type Day, dayOf, daysBetween, timeOf, weekdayOf } from "../../../platform/day.ts";

/** Dates by English words, in the locale's order of day and month (docs/decisions, 34). Days are calendar days. */
export interface Dates {
  /** `20 Dec`: with its weekday within a fortnight of the mail, with its year where that is another. */
  date(day: Day): string;
  /** `Mon 23 Nov` */
  weekday(day: Day): string;
  /** `23 Nov` */
  day(day: Day): string;
  /** `Monday` */
  weekdayName(day: Day): string;
  /** `M` */
  initial(day: Day): string;
  /** `November` */
  month(day: Day): string;
  /** `Monday, 23 November 2026` */
  longDay(day: Day): string;
  /** `Mon 16 Nov to Sun 22 Nov 2026`, each with its year where these are two. */
  longDays(from: Day, to: Day): string;
  /** `Mon 23 Nov, 05:00`, in the enterprise's zone. */
  instant(epochMs: number): string;
  /** `20–22 Nov`, or `22 Nov` for one day. */
  days(from: Day, to: Day): string;
}

const FORTNIGHT = 14;

/** @param today the mail's date, which others are near to or far from */
export function datesOf(locale: string, timeZone: string, today: Day): Dates {
  const monthFirst = isMonthFirst(locale);
  const short = (day: Day): string => inOrder(numberOf(day), MONTHS[monthOf(day)]?.slice(0, 3) ?? "", monthFirst);
  const weekdayOnly = (day: Day): string => `${nameOf(day).slice(0, 3)} ${short(day)}`;
  const withYear = (text: string, day: Day): string =>
    day.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${day.slice(0, 4)}`;
  const weekday = (day: Day): string => withYear(weekdayOnly(day), day);
  return {
    date: (day) => (Math.abs(daysBetween(today, day)) <= FORTNIGHT ? weekdayOnly(day) : withYear(short(day), day)),
    weekday,
    day: (day) => withYear(short(day), day),
    weekdayName: nameOf,
    initial: (day) => nameOf(day).slice(0, 1),
    month: (day) => MONTHS[monthOf(day)] ?? "",
    longDay: (day) =>
      `${nameOf(day)}, ${inOrder(numberOf(day), MONTHS[monthOf(day)] ?? "", monthFirst)} ${day.slice(0, 4)}`,
    longDays: (from, to) => {
      const begin = from.slice(0, 4) === to.slice(0, 4) ? "" : ` ${from.slice(0, 4)}`;
      return `${weekdayOnly(from)}${begin} to ${weekdayOnly(to)} ${to.slice(0, 4)}`;
    },
    instant: (epochMs) => `${weekdayOnly(dayOf(epochMs, timeZone))}, ${timeOf(epochMs, timeZone)}`,
    days: (from, to) => rangeOf({ from, to, monthFirst, short }),
  };
}

interface Range {
  readonly from: Day;
  readonly to: Day;
  readonly monthFirst: boolean;
  readonly short: (day: Day) => string;
}

function rangeOf({ from, to, monthFirst, short }: Range): string {
  if (from === to) return short(to);
  if (from.slice(0, 7) !== to.slice(0, 7)) return `${short(from)} – ${short(to)}`;
  return monthFirst ? `${short(from)}–${numberOf(to)}` : `${numberOf(from)}–${short(to)}`;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

const nameOf = (day: Day): string => WEEKDAYS[weekdayOf(day) - 1] ?? "";
const monthOf = (day: Day): number => Number(day.slice(5, 7)) - 1;
const numberOf = (day: Day): string => String(Number(day.slice(8)));

const inOrder = (number: string, month: string, monthFirst: boolean): string =>
  monthFirst ? `${month} ${number}` : `${number} ${month}`;

function isMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", calendar: "gregory" }).formatToParts(
    0,
  );
  const at = (type: string): number => parts.findIndex((part) => part.type === type);
  return at("month") < at("day");
}
