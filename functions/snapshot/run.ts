import { activityDateOf, type Day, dayOf } from "../../shared/platform/day.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { refuseContradiction } from "../../shared/platform/event.ts";
import type { EnterpriseSettings } from "../../shared/settings/schema.ts";
import type { SnapshotRequest } from "./event.ts";

const HOUR_MS = 3_600_000;
/** A scheduled time older than this would label today's numbers with a day they do not belong to. */
const OLDEST_SCHEDULE_MS = 24 * HOUR_MS;
/** Clocks of Scheduler and Lambda may differ a little. */
const FUTURE_SLACK_MS = 10 * 60_000;
/** A run this long after its scheduled time is `late` (docs/design.md, "Invoking a function"). */
const LATE_MS = 6 * HOUR_MS;

/** Which day a run is for. Days are of the enterprise's zone. */
export interface RunDay {
  readonly snapshotDate: Day;
  /** The same for all datasets, catch-ups, late runs and re-takes of a snapshot_date. */
  readonly activityDate: Day;
  /** A past date put on today's numbers: the local runner only. Stored as the column `labelled`. */
  readonly rehearsal: boolean;
  readonly late: boolean;
}

/** One invocation of the job. */
export interface Run {
  readonly request: SnapshotRequest;
  readonly day: RunDay;
  readonly enterprise: EnterpriseSettings;
  readonly runId: string;
  /** Epoch ms; also when the pull is said to begin. */
  readonly startedAt: number;
}

export interface RunDayContext {
  readonly enterprise: EnterpriseSettings;
  readonly historyFrom: Day;
  /** Epoch ms, read once at the edge. */
  readonly now: number;
  /** Only the local runner accepts a past date. */
  readonly allowPastDate: boolean;
}

/**
 * The day a snapshot belongs to: the scheduled time's, or today's when invoked by hand (docs/design.md, "Words").
 * @throws InvalidEvent for a day the API has no numbers of, or one before `historyFrom`
 */
export function runDayOf(request: SnapshotRequest, context: RunDayContext): RunDay {
  const { enterprise, now } = context;
  const zone = enterprise.timeZone;
  const scheduled = request.scheduledTime ?? now;
  if (scheduled > now + FUTURE_SLACK_MS) throw refused("scheduledTime lies in the future");
  if (scheduled < now - OLDEST_SCHEDULE_MS) throw refused("scheduledTime is more than 24 hours old");
  const today = dayOf(now, zone);
  refuseContradiction(request, zone, "snapshot");
  const snapshotDate = request.date ?? dayOf(scheduled, zone);
  if (snapshotDate > today && request.scheduledTime === undefined) throw refused(`date lies after today, ${today}`);
  if (snapshotDate < context.historyFrom) throw refused(`the day lies before historyFrom, ${context.historyFrom}`);
  const rehearsal = request.scheduledTime === undefined && snapshotDate !== today;
  if (rehearsal && !context.allowPastDate) throw refused(`date is not today, ${today} in ${zone}`);
  return {
    snapshotDate,
    activityDate: activityDateOf(snapshotDate, enterprise.snapshotAt),
    rehearsal,
    late: request.scheduledTime !== undefined && now - request.scheduledTime > LATE_MS,
  };
}

function refused(what: string): ReportsError {
  return new ReportsError("InvalidEvent", {
    what,
    where: "event of snapshot",
    remedy: "The API has no past: leave date and scheduledTime out to take today's snapshot",
  });
}
