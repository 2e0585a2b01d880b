import type { CampaignActivity, PublisherActivity } from "./activity.ts";
import type { Calendar } from "./calendar.ts";
import { minuteOfShare, shareBy } from "./day-rhythm.ts";

const MINUTE_MS = 60_000;

/** Leads as they came in, before any later change of their flags. */
interface Arrivals {
  readonly total: number;
  readonly invalid: number;
  readonly caution: number;
}

/** Place of an instant in a campaign's activity. */
interface Place {
  /** Days of activity that lie wholly before. */
  readonly before: number;
  /** Part of the current day's leads that has arrived. */
  readonly share: number;
}

/** Reads one campaign's activity at any instant. */
export interface ActivityReader {
  arrivals(publisher: number, atMs: number): Arrivals;
  /** Valid leads that were flagged invalid later, net, and cautions cleared. */
  revised(publisher: number, atMs: number): { readonly toInvalid: number; readonly clearedCautions: number };
  /** When the publisher's newest lead came in; null before the first. */
  lastArrivalMs(publisher: number, atMs: number): number | null;
  /** When each of the publisher's leads comes in, in whole seconds, rising. */
  arrivalTimes(publisher: number): readonly number[];
  /** What a lead was found to be as it came in; `sequence` counts the publisher's leads from 0. */
  foundOf(publisher: number, sequence: number): { readonly invalid: boolean; readonly caution: boolean };
}

const NOTHING: PublisherActivity = { total: [0], invalid: [0], caution: [0], revisions: [] };

export function readActivity(activity: CampaignActivity, calendar: Calendar): ActivityReader {
  const { firstDay, open } = activity;
  const of = (publisher: number): PublisherActivity => activity.publishers[publisher] ?? NOTHING;
  const placeOf = (atMs: number): Place => {
    const day = calendar.dayAt(atMs);
    if (day < firstDay) return { before: 0, share: 0 };
    if (day >= firstDay + open.length) return { before: open.length, share: 0 };
    const minute = (atMs - calendar.minuteOf(day, 0)) / MINUTE_MS;
    return { before: day - firstDay, share: Math.min(1, shareBy(minute) / (open[day - firstDay] || 1)) };
  };
  const instantOf = ({ day, share }: { day: number; share: number }): number => {
    const minute = minuteOfShare(share * (open[day] || 1));
    return Math.floor(calendar.minuteOf(firstDay + day, minute) / 1_000) * 1_000;
  };
  return {
    arrivals: (publisher, atMs) => arrivalsAt(of(publisher), placeOf(atMs), phaseOf(publisher)),
    revised: (publisher, atMs) => revisedAt(of(publisher), atMs),
    lastArrivalMs: (publisher, atMs) => {
      const last = lastLead(of(publisher), placeOf(atMs), phaseOf(publisher));
      return last === null ? null : instantOf(last);
    },
    arrivalTimes: (publisher) => sharesOf(of(publisher), phaseOf(publisher)).map(instantOf),
    foundOf: (publisher, sequence) => foundOf(of(publisher), sequence),
  };
}

/** Two publishers' leads do not come at the same moments: lead j of n comes at part (j + phase) / n of the day. */
const phaseOf = (publisher: number): number => (publisher * 0.37 + 0.21) % 1;

function arrivedToday(leads: number, share: number, phase: number): number {
  return Math.min(leads, Math.max(0, Math.floor(leads * share - phase) + 1));
}

function arrivalsAt(activity: PublisherActivity, { before, share }: Place, phase: number): Arrivals {
  const grown = (list: readonly number[]) => (list[before + 1] ?? list[before] ?? 0) - (list[before] ?? 0);
  const leads = grown(activity.total);
  const arrived = share === 0 ? 0 : arrivedToday(leads, share, phase);
  const part = (list: readonly number[]) =>
    (list[before] ?? 0) + (leads === 0 ? 0 : Math.floor((grown(list) * arrived) / leads));
  return {
    total: (activity.total[before] ?? 0) + arrived,
    invalid: part(activity.invalid),
    caution: part(activity.caution),
  };
}

function revisedAt(activity: PublisherActivity, atMs: number) {
  let toInvalid = 0;
  let clearedCautions = 0;
  for (const revision of activity.revisions) {
    if (revision.atMs > atMs) break;
    toInvalid += revision.toInvalid;
    clearedCautions += revision.clearedCautions;
  }
  return { toInvalid, clearedCautions };
}

/** Day (from the first) and part of that day at which the newest lead came in. */
function lastLead({ total }: PublisherActivity, place: Place, phase: number): { day: number; share: number } | null {
  for (let day = Math.min(place.before, total.length - 2); day >= 0; day -= 1) {
    const leads = (total[day + 1] ?? 0) - (total[day] ?? 0);
    const arrived = day < place.before ? leads : place.share === 0 ? 0 : arrivedToday(leads, place.share, phase);
    if (arrived > 0) return { day, share: (arrived - 1 + phase) / leads };
  }
  return null;
}

/** Day and part of that day of every lead. */
function sharesOf({ total }: PublisherActivity, phase: number): { day: number; share: number }[] {
  return total.slice(1).flatMap((upTo, day) => {
    const leads = upTo - (total[day] ?? 0);
    return Array.from({ length: leads }, (_, index) => ({ day, share: (index + phase) / leads }));
  });
}

/** Of a day's n leads with i invalid ones, lead j is invalid when floor(i·j/n) grows with it: as `arrivalsAt` counts. */
function foundOf({ total, invalid, caution }: PublisherActivity, sequence: number) {
  const day = total.findLastIndex((before) => before <= sequence);
  const leads = (total[day + 1] ?? 0) - (total[day] ?? 0);
  const position = sequence - (total[day] ?? 0);
  const grows = (list: readonly number[]) => {
    const grown = (list[day + 1] ?? 0) - (list[day] ?? 0);
    return Math.floor((grown * (position + 1)) / leads) > Math.floor((grown * position) / leads);
  };
  return { invalid: grows(invalid), caution: grows(caution) };
}
