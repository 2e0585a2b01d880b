import { addDays, type Day, daysBetween } from "../../platform/day.ts";
import type { Thresholds } from "../../settings/schema.ts";
import { weekdaysIn } from "./day-span.ts";
import type { Delivery } from "./delivery.ts";
import { ROUNDING } from "./share.ts";

/** What a pace is computed from. Days are the enterprise's; counters are leads to date. */
export interface Flight extends Delivery {
  readonly required: number | null;
  readonly uncapped: boolean | null;
  readonly startDate: Day | null;
  readonly endDate: Day | null;
  readonly activityDate: Day;
  readonly capLeads: number | null;
}

export type PaceStatus = "at-risk" | "behind" | "on-pace" | "ahead" | "reached" | "early" | "not-started";

export interface Pace {
  readonly required: number;
  readonly capLeads: number;
  readonly endDate: Day;
  readonly daysTotal: number;
  readonly daysElapsed: number;
  readonly daysLeft: number;
  /** Leads that an even delivery would have by now. */
  readonly expected: number;
  /** delivered / expected; null before the first day. */
  readonly index: number | null;
  readonly rate: number | null;
  /** delivered + rate × days left, but no lower than corrections have ever taken it; null without a rate. */
  readonly forecast: number | null;
  /** The same by weekdays alone, of what delivers on no weekend; null otherwise. */
  readonly weekdayForecast: number | null;
  /** Leads a day that reach the cap on the last day; null when none are left or the cap is reached. */
  readonly needed: number | null;
  /** Day on which the cap is reached at this rate, when that is before the end. */
  readonly reachedOn: Day | null;
  readonly status: PaceStatus;
  /** What the status was judged by: forecast / required, or the index without a rate; null while it is early. */
  readonly share: number | null;
}

/**
 * Whole days, and no division by a missing or zero cap (docs/design.md, "Pacing").
 * @returns null for what has no cap, no dates or no counter
 */
export function paceOf(flight: Flight, thresholds: Thresholds): Pace | null {
  const { required, capLeads, startDate, endDate, activityDate, rate } = flight;
  if (flight.uncapped === true || required === null || required <= 0 || capLeads === null) return null;
  if (startDate === null || endDate === null || endDate < startDate) return null;
  const daysTotal = daysBetween(startDate, endDate) + 1;
  const daysElapsed = Math.min(Math.max(daysBetween(startDate, activityDate) + 1, 0), daysTotal);
  const daysLeft = daysTotal - daysElapsed;
  const expected = (required * daysElapsed) / daysTotal;
  const index = expected === 0 ? null : capLeads / expected;
  const forecasts = forecastsOf({ ...flight, capLeads, endDate, daysLeft });
  const share = shareOf(forecasts, { early: flight.early, index, required });
  const facts = { required, capLeads, endDate, daysTotal, daysElapsed, daysLeft, expected, index, rate };
  return {
    ...facts,
    ...forecasts,
    needed: daysLeft === 0 || capLeads >= required ? null : (required - capLeads) / daysLeft,
    reachedOn: reachDay({ required, capLeads, rate, activityDate, endDate }),
    status: statusOf({ ...facts, share }, thresholds),
    share,
  };
}

type Forecasts = Pick<Pace, "forecast" | "weekdayForecast">;
type Flying = Flight & { readonly capLeads: number; readonly endDate: Day; readonly daysLeft: number };

/** Never below what the counter has lost to corrections in its worst stretch, and never negative. */
function forecastsOf({ capLeads, rate, weekdayRate, lost, endDate, daysLeft }: Flying): Forecasts {
  const least = Math.max(capLeads - lost, 0);
  const weekdays = weekdaysIn({ first: addDays(endDate, 1 - daysLeft), last: endDate });
  return {
    forecast: rate === null ? null : Math.max(capLeads + rate * daysLeft, least),
    weekdayForecast: weekdayRate === null ? null : Math.max(capLeads + weekdayRate * weekdays, least),
  };
}

/** What delivers on no weekend is judged by whichever forecast is the better: its week is not over on a Wednesday. */
function shareOf(
  { forecast, weekdayForecast }: Forecasts,
  { early, index, required }: { readonly early: boolean; readonly index: number | null; readonly required: number },
): number | null {
  if (forecast !== null) return Math.max(forecast, weekdayForecast ?? forecast) / required;
  return early ? null : index;
}

interface Judged {
  readonly required: number;
  readonly capLeads: number;
  readonly daysElapsed: number;
  /** From the first day on null only while it is early. */
  readonly share: number | null;
}

function statusOf({ required, capLeads, daysElapsed, share }: Judged, thresholds: Thresholds): PaceStatus {
  if (capLeads >= required) return "reached";
  if (daysElapsed === 0) return "not-started";
  if (share === null) return "early";
  if (share < thresholds.atRiskBelow) return "at-risk";
  if (share < thresholds.behindBelow) return "behind";
  return share > thresholds.aheadAbove ? "ahead" : "on-pace";
}

interface Reaching {
  readonly required: number;
  readonly capLeads: number;
  readonly rate: number | null;
  readonly activityDate: Day;
  readonly endDate: Day;
}

/** Whole days after which the cap is reached at a rate above nothing. */
export const daysToCap = (of: {
  readonly required: number;
  readonly capLeads: number;
  readonly rate: number;
}): number => Math.ceil((of.required - of.capLeads) / of.rate - ROUNDING);

function reachDay({ required, capLeads, rate, activityDate, endDate }: Reaching): Day | null {
  if (rate === null || rate <= 0 || capLeads >= required) return null;
  const days = daysToCap({ required, capLeads, rate });
  if (days > daysBetween(activityDate, endDate)) return null;
  return addDays(activityDate, days);
}
