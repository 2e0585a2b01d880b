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

/** Reads what one campaign's publishers have sent, at any instant. */
export interface ArrivalsReader {
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

export function readArrivals(activity: CampaignActivity, calendar: Calendar): ArrivalsReader {
  const { firstDay, open } = activity;
  const of = (publisher: number): PublisherActivity => activity.publishers[publisher] ?? NOTHING;
  const instantOf = (publisher: number, { day, position, leads }: Seat): number => {
    const minute = minuteOfShare(((position + phaseOf(publisher)) / leads) * (open[day] || 1));
    return Math.floor(calendar.minuteOf(firstDay + day, minute) / 1_000) * 1_000;
  };
  const arrivals = (publisher: number, atMs: number): Arrivals => {
    const day = Math.min(Math.max(calendar.dayAt(atMs), firstDay), firstDay + open.length) - firstDay;
    const minute = (atMs - calendar.minuteOf(firstDay + day, 0)) / MINUTE_MS;
    return arrivedBy(of(publisher), { day, share: Math.min(1, shareBy(minute) / (open[day] || 1)) }, publisher);
  };
  return {
    arrivals,
    revised: (publisher, atMs) => {
      const past = of(publisher).revisions.filter((revision) => revision.atMs <= atMs);
      const sum = (key: "toInvalid" | "clearedCautions") => past.reduce((total, revision) => total + revision[key], 0);
      return { toInvalid: sum("toInvalid"), clearedCautions: sum("clearedCautions") };
    },
    lastArrivalMs: (publisher, atMs) => {
      const { total } = arrivals(publisher, atMs);
      return total === 0 ? null : instantOf(publisher, seatOf(of(publisher).total, total - 1));
    },
    arrivalTimes: (publisher) =>
      of(publisher).total.flatMap((before, day, total) => {
        const leads = (total[day + 1] ?? before) - before;
        return Array.from({ length: leads }, (_, position) => instantOf(publisher, { day, position, leads }));
      }),
    foundOf: (publisher, sequence) => foundOf(of(publisher), sequence),
  };
}

/** Two publishers' leads do not come at the same moments: lead j of n comes at part (j + phase) / n of the day. */
const phaseOf = (publisher: number): number => (publisher * 0.37 + 0.21) % 1;

/** @param at a day of the activity, and the part of that day's leads that has arrived */
function arrivedBy(
  { total, invalid, caution }: PublisherActivity,
  { day, share }: { readonly day: number; readonly share: number },
  publisher: number,
): Arrivals {
  const grown = (list: readonly number[]) => (list[day + 1] ?? list[day] ?? 0) - (list[day] ?? 0);
  const leads = grown(total);
  const arrived = Math.min(leads, Math.max(0, Math.floor(leads * share - phaseOf(publisher)) + 1));
  const part = (list: readonly number[]) =>
    (list[day] ?? 0) + (leads === 0 ? 0 : Math.floor((grown(list) * arrived) / leads));
  return { total: (total[day] ?? 0) + arrived, invalid: part(invalid), caution: part(caution) };
}

/** Place of a lead among those of its day. */
interface Seat {
  /** From the first. */
  readonly day: number;
  readonly position: number;
  /** Of that day. */
  readonly leads: number;
}

function seatOf(total: readonly number[], sequence: number): Seat {
  const day = total.findLastIndex((before) => before <= sequence);
  const before = total[day] ?? 0;
  return { day, position: sequence - before, leads: (total[day + 1] ?? 0) - before };
}

/** Of a day's n leads with i invalid ones, lead j is invalid when floor(i·j/n) grows with it: as `arrivedBy` counts. */
function foundOf({ total, invalid, caution }: PublisherActivity, sequence: number) {
  const { day, position, leads } = seatOf(total, sequence);
  const grows = (list: readonly number[]) => {
    const grown = (list[day + 1] ?? 0) - (list[day] ?? 0);
    return Math.floor((grown * (position + 1)) / leads) > Math.floor((grown * position) / leads);
  };
  return { invalid: grows(invalid), caution: grows(caution) };
}
