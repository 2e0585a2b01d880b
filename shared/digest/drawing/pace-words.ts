import type { ForecastRange } from "../model/forecast-range.ts";
import type { Movement } from "../model/movement.ts";
import type { Pace, PaceStatus } from "../model/pace.ts";
import type { Format } from "./format.ts";
import type { Mood } from "./palette.ts";
import { counted, DAY_WORDS } from "./words.ts";

/** `ends 30 Nov, 7 days left` */
export function endText(format: Format, pace: Pick<Pace, "endDate" | "daysLeft">): string {
  if (pace.daysLeft === 0) return `last day was ${format.day(pace.endDate)}`;
  return `ends ${format.day(pace.endDate)}, ${counted(format, pace.daysLeft, DAY_WORDS)} left`;
}

/** `46% of cap, 81% of time` */
export function progressText(format: Format, pace: Pace): string {
  const time = format.percent(pace.daysElapsed / pace.daysTotal);
  return `${format.percent(pace.capLeads / pace.required)} of cap, ${time} of time`;
}

/** `forecast 425 (56%)`, with the range of the last weeks where it is known. */
export function forecastText(format: Format, pace: Pace, range: ForecastRange | null): string {
  if (pace.status === "reached") return "cap reached";
  if (pace.forecast === null) {
    return pace.index === null ? "not started" : `too early to forecast; at ${format.percent(pace.index)} of schedule`;
  }
  const share = format.percent(pace.forecast / pace.required);
  const byWeekdays =
    pace.weekdayForecast === null || Math.round(pace.weekdayForecast) === Math.round(pace.forecast)
      ? ""
      : `, ${format.count(pace.weekdayForecast)} by weekdays`;
  const forecast = `forecast ${format.count(pace.forecast)} (${share})${byWeekdays}`;
  if (range === null || Math.round(range.low) === Math.round(range.high)) return forecast;
  return `${forecast}, ${format.count(range.low)}–${format.count(range.high)}`;
}

/** The pair to act on: `needs 58.7 a day, now 11.4`. */
export function dailyText(format: Format, pace: Pace): string {
  const now = pace.rate === null ? null : format.perDay(pace.rate);
  if (pace.status === "reached") return now === null ? "" : `now ${now} a day`;
  if (pace.needed === null) return "";
  const needs = `needs ${format.perDay(pace.needed)} a day`;
  return now === null ? needs : `${needs}, now ${now}`;
}

/** `+23`, `first snapshot`, `+4, of which corrections -22`. */
export function movementText(format: Format, movement: Movement): string {
  if (movement.first) return "first snapshot";
  if (movement.delta === null) return "movement unknown";
  const over = movement.gap ? ` over ${counted(format, movement.days, DAY_WORDS)}` : "";
  const until = movement.until === null ? "" : ` up to ${format.day(movement.until)}, unknown since`;
  const corrections = movement.corrected < 0 ? `, of which corrections ${format.change(movement.corrected)}` : "";
  return `${movement.delta === 0 ? "no change" : format.change(movement.delta)}${over}${until}${corrections}`;
}

export const STATUS_MOODS: Readonly<Record<PaceStatus, Mood>> = {
  "at-risk": "risk",
  behind: "behind",
  "on-pace": "good",
  ahead: "ahead",
  reached: "good",
  early: "calm",
  "not-started": "calm",
};
