import { addDays, type Day } from "../../platform/day.ts";
import { type DaySpan, daysIn, weekdaysIn } from "./day-span.ts";
import type { Counter, Key, Series } from "./series.ts";

/** How fast something has delivered on the days of the last week on which it could. */
export interface Delivery {
  /** Net leads per day in flight; null while there are fewer than three weekdays of them. */
  readonly rate: number | null;
  /** Net leads per weekday in flight, where the weekends among them brought none; null otherwise. */
  readonly weekdayRate: number | null;
  /** What the counter lies below the highest it was on those days: what corrections have taken in their worst stretch. */
  readonly lost: number;
  /** It has not had three weekdays in flight since it began, or began again. */
  readonly early: boolean;
}

/** When something may deliver, and whether a snapshot of a day shows it running. */
export interface FlightDays<P> {
  readonly startDate: Day | null;
  readonly endDate: Day | null;
  readonly isRunning: (row: P, activityDate: Day) => boolean;
}

/** What is judged: one entity, as the snapshot at a position shows it. */
export interface Place {
  readonly position: number;
  readonly key: Key;
}

const WEEK_DAYS = 7;
/** Business leads come on weekdays, so that fewer of them say nothing of the pace. */
export const FEWEST_WEEKDAYS = 3;
const ALWAYS = "0000-01-01";

const NONE: Delivery = { rate: null, weekdayRate: null, lost: 0, early: false };

/**
 * The delivery of the last 7 days of snapshots, of these only the days from the start on and after the last snapshot that shows it not
 * running (docs/design.md, "Pacing"). What does not run has no rate, and is not early either.
 */
export function deliveryAt<P>(series: Series<P>, counter: Counter<P>, of: Place & FlightDays<P>): Delivery {
  const today = series.infos[of.position]?.activityDate;
  const row = series.row(of.position, of.key);
  if (today === undefined || row === undefined || !of.isRunning(row, today)) return NONE;
  const stop = lastStop(series, of);
  const stopDay = series.infos[stop]?.activityDate ?? ALWAYS;
  const early = weekdaysIn(inFlight(of, stopDay, today)) < FEWEST_WEEKDAYS;
  const known = knownSince(series, counter, { ...of, stop });
  const [first, newest] = [known[0], known.at(-1)];
  if (first === undefined || newest === undefined || newest.position !== of.position) return { ...NONE, early };
  const lost = Math.max(...known.map(({ value }) => value)) - newest.value;
  const span = inFlight(of, first.day, today);
  const weekdays = weekdaysIn(span);
  if (weekdays < FEWEST_WEEKDAYS) return { ...NONE, lost, early };
  const net = newest.value - first.value;
  const weekdayRate = net > 0 && restsOnWeekends(of, known) ? net / weekdays : null;
  return { rate: net / daysIn(span), weekdayRate, lost, early };
}

/** Position of the last snapshot within the week that shows it not running; -1 when there is none. */
function lastStop<P>(series: Series<P>, { position, key, isRunning }: Place & FlightDays<P>): number {
  for (let at = position - 1; at >= 0 && series.days(at, position) <= WEEK_DAYS; at -= 1) {
    const row = series.row(at, key);
    const day = series.infos[at]?.activityDate;
    if (row !== undefined && day !== undefined && !isRunning(row, day)) return at;
  }
  return -1;
}

interface KnownValue {
  readonly position: number;
  readonly day: Day;
  readonly value: number;
}

/** What is known of the counter from the last stop on, but at most a week back; oldest first. */
function knownSince<P>(
  series: Series<P>,
  counter: Counter<P>,
  { position: to, key, stop }: Place & { readonly stop: number },
): readonly KnownValue[] {
  const known: KnownValue[] = [];
  for (let position = to; position >= Math.max(stop, 0) && series.days(position, to) <= WEEK_DAYS; position -= 1) {
    const row = series.row(position, key);
    const value = row === undefined ? null : counter(row);
    const day = series.infos[position]?.activityDate;
    if (value !== null && day !== undefined) known.push({ position, day, value });
  }
  return known.reverse();
}

/** The days after `after` up to `to` on which it could deliver, of the last week. */
function inFlight<P>({ startDate, endDate }: FlightDays<P>, after: Day, to: Day): DaySpan {
  const week = addDays(to, 1 - WEEK_DAYS);
  const first = after >= week ? addDays(after, 1) : week;
  return {
    first: startDate !== null && startDate > first ? startDate : first,
    last: endDate !== null && endDate < to ? endDate : to,
  };
}

/** Whether snapshots show some days of weekends alone, and nothing came on any of these. */
function restsOnWeekends<P>(flight: FlightDays<P>, known: readonly KnownValue[]): boolean {
  const nets = known.slice(1).flatMap(({ day, value }, index) => {
    const before = known[index];
    if (before === undefined) return [];
    const span = inFlight(flight, before.day, day);
    return daysIn(span) > 0 && weekdaysIn(span) === 0 ? [value - before.value] : [];
  });
  return nets.length > 0 && nets.every((net) => net === 0);
}
