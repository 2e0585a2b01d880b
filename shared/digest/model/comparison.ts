import { addDays, type Day } from "../../platform/day.ts";
import type { SnapshotInfo } from "../input/digest-input.ts";
import type { Account } from "./account.ts";
import { type DaySpan, weekdaysIn } from "./day-span.ts";

/** The stretch of time that the window's figures are compared with: positions of its snapshots, and the days it tells of. */
export interface Comparison {
  readonly from: number;
  readonly to: number;
  /** activity_dates. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** A month is compared per working day, since months differ: Monday to Friday of the two. Null where the stretches are alike. */
  readonly workingDays: { readonly now: number; readonly before: number } | null;
}

type Infos = readonly SnapshotInfo[];
const WEEK_DAYS = 7;

/**
 * As many days, weekday for weekday, of the weeks before: business leads come on working days, so that a Monday beside a Sunday would
 * always look like a feat. A month is compared with the month before, per working day. Null when one of the snapshots that it takes
 * is missing (docs/design.md, "Movement").
 */
export function comparisonOf({
  campaignSeries,
  settings,
}: Pick<Account, "campaignSeries" | "settings">): Comparison | null {
  const { infos, base, last } = campaignSeries;
  const [begin, end] = [infos[base], infos[last]];
  if (begin === undefined || end === undefined) return null;
  const days = campaignSeries.days(base, last);
  if (settings.period === "month") return monthBefore(infos, begin, end);
  const weeks = Math.ceil(days / WEEK_DAYS);
  return weeksBefore(infos, { begin, end, weeks });
}

/** How many stretches further back one is looked for. */
const FURTHER_BACK = 3;

/**
 * As `comparisonOf`; where its snapshots are missing, the next like stretch before it that has them, of the three there are.
 * @returns how many stretches back it lies, 1 for the one right before; null when there is none
 */
export function lastLikeOf(
  account: Pick<Account, "campaignSeries" | "settings">,
): (Comparison & { readonly back: number }) | null {
  const nearest = comparisonOf(account);
  if (nearest !== null) return { ...nearest, back: 1 };
  const { infos, base, last } = account.campaignSeries;
  const [begin, end] = [infos[base], infos[last]];
  if (account.settings.period === "month" || begin === undefined || end === undefined) return null;
  const weeks = Math.ceil(account.campaignSeries.days(base, last) / WEEK_DAYS);
  for (let back = 2; back <= 1 + FURTHER_BACK; back += 1) {
    const found = weeksBefore(infos, { begin, end, weeks: weeks * back });
    if (found !== null) return { ...found, back };
  }
  return null;
}

interface WeeksBefore {
  readonly begin: SnapshotInfo;
  readonly end: SnapshotInfo;
  readonly weeks: number;
}

function weeksBefore(infos: Infos, { begin, end, weeks }: WeeksBefore): Comparison | null {
  const earlier = (day: Day): number => infos.findIndex(({ date }) => date === addDays(day, -weeks * WEEK_DAYS));
  return between(infos, earlier(begin.date), earlier(end.date));
}

/** The month before a window of a whole month; null when the window is none, or the snapshot before that month is missing. */
function monthBefore(infos: Infos, begin: SnapshotInfo, end: SnapshotInfo): Comparison | null {
  const now = { first: addDays(begin.activityDate, 1), last: end.activityDate };
  if (!isMonth(now)) return null;
  const before = { first: `${begin.activityDate.slice(0, 8)}01`, last: begin.activityDate };
  const from = infos.findIndex(({ activityDate }) => activityDate === addDays(before.first, -1));
  const compared = between(infos, from, infos.indexOf(begin));
  return compared && { ...compared, workingDays: { now: weekdaysIn(now), before: weekdaysIn(before) } };
}

const isMonth = ({ first, last }: DaySpan): boolean =>
  first.endsWith("-01") && addDays(last, 1).endsWith("-01") && first.slice(0, 7) === last.slice(0, 7);

function between(infos: Infos, from: number, to: number): Comparison | null {
  const [begin, end] = [infos[from], infos[to]];
  if (begin === undefined || end === undefined) return null;
  const firstDay = addDays(begin.activityDate, 1);
  const lastDay = end.activityDate;
  return firstDay > lastDay ? null : { from, to, firstDay, lastDay, workingDays: null };
}
