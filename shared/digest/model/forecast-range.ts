import { addDays, type Day, weekdayOf } from "../../platform/day.ts";
import type { Pace } from "./pace.ts";
import type { Counter, Key, Series } from "./series.ts";

/** Where delivery ends if the rest goes as the slowest and as the fastest of the last weeks did. */
export interface ForecastRange {
  readonly low: number;
  readonly high: number;
}

const WEEKS = 4;

interface Weeks {
  /** Net leads of each of the last whole weeks, newest first; never below 0. */
  readonly totals: readonly number[];
  /** Share of a week that falls on Monday … Sunday; even while there are fewer than four weeks. */
  readonly shares: readonly number[];
}

/**
 * The range is weekday by weekday once 28 days are known, since B2B weekends dip, and always holds the forecast itself.
 * @returns null with fewer than two weeks of history or no forecast
 */
export function forecastRange<P>(
  series: Series<P>,
  counter: Counter<P>,
  of: { readonly key: Key; readonly pace: Pace },
): ForecastRange | null {
  const { pace, key } = of;
  const activityDate = series.infos[series.last]?.activityDate;
  if (pace.forecast === null || activityDate === undefined) return null;
  if (pace.daysLeft === 0) return null;
  const weeks = weeksOf(series, counter, { key, daysRun: pace.daysElapsed });
  if (weeks === null) return null;
  const firstDay = addDays(pace.endDate, 1 - pace.daysLeft);
  const rest = weeklyShareOf(weeks.shares, firstDay, pace.daysLeft);
  const ends = weeks.totals.map((total) => pace.capLeads + total * rest);
  return { low: Math.min(pace.forecast, ...ends), high: Math.max(pace.forecast, ...ends) };
}

/** How many weeks' worth of delivery `days` days from `first` on hold. */
function weeklyShareOf(shares: readonly number[], first: Day, days: number): number {
  const whole = Math.floor(days / 7);
  const start = weekdayOf(first) - 1;
  let rest = 0;
  for (let day = 0; day < days % 7; day += 1) rest += shares[(start + day) % 7] ?? 0;
  return whole + rest;
}

/** Only days of the flight itself count: before it nothing could be delivered. */
function weeksOf<P>(
  series: Series<P>,
  counter: Counter<P>,
  { key, daysRun }: { readonly key: Key; readonly daysRun: number },
): Weeks | null {
  const daily = dailyNet(series, counter, key).slice(0, daysRun);
  const count = Math.min(Math.floor(daily.length / 7), WEEKS);
  if (count < 2) return null;
  const totals = Array.from({ length: count }, (_, week) =>
    Math.max(sum(daily.slice(week * 7, week * 7 + 7).map(({ net }) => net)), 0),
  );
  return { totals, shares: count === WEEKS ? weekdayShares(daily.slice(0, WEEKS * 7)) : EVEN };
}

const EVEN: readonly number[] = Array.from({ length: 7 }, () => 1 / 7);

interface DayNet {
  readonly weekday: number;
  readonly net: number;
}

/** Net change of each activity day, newest first; the change over a gap is spread evenly over its days. */
function dailyNet<P>(series: Series<P>, counter: Counter<P>, key: Key): DayNet[] {
  const nets: DayNet[] = [];
  const newest = series.infos[series.last]?.activityDate;
  if (newest === undefined) return nets;
  const weekday = weekdayOf(newest) - 1;
  let later: { position: number; value: number } | null = null;
  for (let position = series.last; position >= 0 && nets.length < WEEKS * 7; position -= 1) {
    const row = series.row(position, key);
    const value = row === undefined ? null : counter(row);
    if (value === null) continue;
    const days = later === null ? 0 : series.days(position, later.position);
    for (let day = 0; day < days && later !== null; day += 1) {
      nets.push({ weekday: (weekday - (nets.length % 7) + 7) % 7, net: (later.value - value) / days });
    }
    later = { position, value };
  }
  return nets;
}

function weekdayShares(daily: readonly DayNet[]): readonly number[] {
  const byDay = Array.from({ length: 7 }, () => 0);
  for (const { weekday, net } of daily) byDay[weekday] = (byDay[weekday] ?? 0) + net;
  const positive = byDay.map((net) => Math.max(net, 0));
  const total = sum(positive);
  return total === 0 ? EVEN : positive.map((net) => net / total);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
