import { type Day, daysBetween } from "../../../shared/platform/day.ts";
import type { CursorProgress, Sweep } from "./cursor.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The zone of the API's date filters is not documented; no zone is further from another than this. */
export const ZONE_OVERLAP_MS = DAY_MS;
export const REREAD_DAYS = 35;
const DAYS_BETWEEN_REREADS = 7;

/** The filter a sweep reads by. It never falls for a lead, so that what is read by it is never passed by. */
export const FIELD = {
  "back-fill": "createdTs",
  increment: "updatedTs",
  arrivals: "createdTs",
  "re-read": "createdTs",
} as const;

/** Whether a sweep goes over leads that were read before, and publishes only what is news. */
export const readsAgain = ({ kind }: Sweep): boolean => kind === "re-read" || kind === "arrivals";

export interface SweepRun {
  readonly snapshotDate: Day;
  /** Epoch ms: when the run began. */
  readonly runStartedAt: number;
  /** Reads what has changed even if the day is complete. */
  readonly again: boolean;
}

/** What to read next; undefined when the day is complete. @param now epoch ms */
export function nextSweep(progress: CursorProgress, asked: SweepRun, now: number): Sweep | undefined {
  const { watermark, completeOn, rereadOn } = progress;
  const from = (kind: Sweep["kind"], cursor: number | null): Sweep => ({ kind, startedAt: now, cursor, part: 1 });
  if (watermark === null) return from("back-fill", null);
  if (completeOn !== asked.snapshotDate || (asked.again && watermark < asked.runStartedAt)) {
    return from("increment", watermark - ZONE_OVERLAP_MS);
  }
  const isRereadDue = rereadOn === null || daysBetween(rereadOn, asked.snapshotDate) >= DAYS_BETWEEN_REREADS;
  return isRereadDue ? from("re-read", now - REREAD_DAYS * DAY_MS) : undefined;
}

/** The leads without `updatedTs` that the increment could not see: from the same instant on, by when they came in. */
const arrivalsAfter = ({ watermark }: CursorProgress, { startedAt }: Sweep): Sweep => ({
  ...{ kind: "arrivals", startedAt, cursor: (watermark ?? startedAt) - ZONE_OVERLAP_MS, part: 1 },
});

/** @param until up to where a part was published, by the sweep's field; null: to the end. Epoch ms */
export function advanced(
  progress: CursorProgress,
  sweep: Sweep,
  of: { until: number | null } & SweepRun,
): CursorProgress {
  if (of.until !== null) return { ...progress, sweep: { ...sweep, cursor: of.until, part: sweep.part + 1 } };
  const done = { ...progress, sweep: null };
  if (sweep.kind === "re-read") return { ...done, rereadOn: of.snapshotDate };
  if (sweep.kind === "arrivals") return { ...done, completeOn: of.snapshotDate };
  const read = { ...done, watermark: sweep.startedAt };
  if (sweep.kind === "increment") return { ...read, sweep: arrivalsAfter(progress, sweep) };
  // A back-fill over several runs has passed by what changed since it began: an increment follows.
  const isOfThisRun = sweep.startedAt >= of.runStartedAt;
  return { ...read, rereadOn: of.snapshotDate, completeOn: isOfThisRun ? of.snapshotDate : null };
}
