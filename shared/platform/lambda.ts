import { type ErrorName, isReportsError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/** What the jobs need of Lambda's context object. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

const SHARE_OF_TIME = 0.15;
const MIN_RESERVE_MS = 20_000;
const MAX_RESERVE_MS = 60_000;

/** The instant (epoch ms) at which an invocation that starts now must stop asking, so that there is time left to report. */
export function deadlineOf(context: LambdaContext, nowMs: number): number {
  const remainingMs = context.getRemainingTimeInMillis();
  const reserveMs = Math.min(MAX_RESERVE_MS, Math.max(MIN_RESERVE_MS, remainingMs * SHARE_OF_TIME));
  return nowMs + remainingMs - reserveMs;
}

/** What an event is refused for, before anything is called or written. */
const REFUSALS: ReadonlySet<ErrorName> = new Set([
  "InvalidEvent",
  "InvalidSettings",
  "UnknownEnterprise",
  "UnknownDigest",
  "UnknownReport",
]);

export interface Invocation {
  /** The job's name, as its log lines begin. */
  readonly job: "snapshot" | "digest" | "watch" | "rotation" | "months" | "report";
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The answer to an event of an enterprise that the settings do not hold, or of a digest or report by a schedule. */
export interface Refused {
  readonly outcome: "refused";
  readonly error: { readonly name: ErrorName; readonly message: string };
}

/**
 * Runs an invocation. An event that is refused before the run leaves a line `<job>-refused` where every other outcome leaves its own,
 * and is counted; the event itself is never logged.
 * @throws what the run throws
 */
export async function invoked<A>({ job, log, metrics }: Invocation, run: () => Promise<A>): Promise<A> {
  try {
    return await run();
  } catch (error) {
    if (isReportsError(error) && REFUSALS.has(error.name)) {
      log.warn(`${job}-refused`, { name: error.name, where: error.where });
      metrics.put("EventRefused", 1, "Count");
    }
    throw error;
  }
}

/**
 * Takes what left the settings for an answer: what a schedule still sends of an enterprise, a digest or a report that is gone is no failure,
 * so no alarm sounds and no queue keeps it. A digest or report that somebody names by hand is an error as ever.
 * @param event as it came
 * @throws every other error
 */
export async function answeringUnknown<A>(run: Promise<A>, event?: unknown): Promise<A | Refused> {
  try {
    return await run;
  } catch (error) {
    const isScheduled = typeof event === "object" && event !== null && "scheduledTime" in event;
    const isGone = (isScheduled ? GONE : GONE.slice(0, 1)).some((name) => isReportsError(error, name));
    if (!isReportsError(error) || !isGone) throw error;
    return { outcome: "refused", error: { name: error.name, message: error.message } };
  }
}

const GONE = ["UnknownEnterprise", "UnknownDigest", "UnknownReport"] as const;
