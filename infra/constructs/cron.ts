import type { DigestSettings } from "../../shared/settings/schema.ts";
import { minuteOf } from "../../shared/settings/timetable.ts";

/** Every day at a minute after midnight. */
export const dailyCron = (minute: number): string => `cron(${minute % 60} ${Math.floor(minute / 60)} * * ? *)`;

/** When a digest's mail leaves; says of days what `isMailDay` says. */
export function digestCron({ at, period, days }: Pick<DigestSettings, "at" | "period" | "days">): string {
  const minute = minuteOf(at);
  const clock = `${minute % 60} ${Math.floor(minute / 60)}`;
  if (period === "month") return `cron(${clock} 1 * ? *)`;
  return `cron(${clock} ? * ${(period === "week" ? days.slice(0, 1) : days).join(",")} *)`;
}
