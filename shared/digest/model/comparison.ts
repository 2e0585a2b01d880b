import { addDays, type Day } from "../../platform/day.ts";
import type { Account } from "./account.ts";

/** The stretch of time that the window's figures are compared with: positions of its snapshots, and the days it tells of. */
export interface Comparison {
  readonly from: number;
  readonly to: number;
  /** activity_dates. */
  readonly firstDay: Day;
  readonly lastDay: Day;
}

const WEEK_DAYS = 7;

/**
 * The same weekdays of the week before, for business leads come on working days: a Monday beside a Sunday would always look like a
 * feat. A window of more than a week, or one whose week before has no snapshots, is compared with the stretch of the same length
 * right before it. Null when no snapshot is that old.
 */
export function comparisonOf({ campaignSeries: series }: Pick<Account, "campaignSeries">): Comparison | null {
  const { infos, base, last } = series;
  const [begin, end] = [infos[base]?.date, infos[last]?.date];
  if (begin === undefined || end === undefined) return null;
  const days = series.days(base, last);
  const weekBefore = (day: Day): number => infos.findIndex(({ date }) => date === addDays(day, -WEEK_DAYS));
  const [from, to] = days > WEEK_DAYS ? [-1, -1] : [weekBefore(begin), weekBefore(end)];
  if (from >= 0 && to >= 0) return between(series.infos, from, to);
  const before = infos.findLastIndex(({ date }) => date <= addDays(begin, -days));
  return before < 0 ? null : between(series.infos, before, base);
}

function between(infos: Account["campaignSeries"]["infos"], from: number, to: number): Comparison | null {
  const [begin, end] = [infos[from]?.activityDate, infos[to]?.activityDate];
  if (begin === undefined || end === undefined) return null;
  const first = addDays(begin, 1);
  return { from, to, firstDay: first > end ? end : first, lastDay: end };
}
