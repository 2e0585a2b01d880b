import { type Day, weekdayOf } from "../platform/day.ts";
import { type DigestSettings, WEEKDAYS } from "./schema.ts";

/**
 * Whether a digest has a mail scheduled on a day of the enterprise's zone: on its weekdays, a monthly one on the first of
 * the month. Schedules are made by the same rule.
 */
export function isMailDay({ period, days }: Pick<DigestSettings, "period" | "days">, day: Day): boolean {
  if (period === "month") return day.endsWith("-01");
  const weekday = WEEKDAYS[weekdayOf(day) - 1];
  return weekday !== undefined && days.includes(weekday);
}
