import type { DigestModel } from "../digest-model.ts";
import type { Writing } from "../words/writing.ts";

/** The days a mail tells of, short: `Mon 23 Nov`, `16–22 Nov`. */
export function daysText({ format }: Writing, { window, date }: Pick<DigestModel, "window" | "date">): string {
  if (window === null) return format.weekday(date);
  const { firstDay, lastDay } = window;
  return firstDay === lastDay ? format.weekday(lastDay) : format.days(firstDay, lastDay);
}
