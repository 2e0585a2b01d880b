import type { Clock } from "../../shared/platform/clock.ts";
import { type ErrorName, isReportsError } from "../../shared/platform/errors.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { MonthsRequest } from "./event.ts";
import { type MadeMonth, type MonthUnit, makeMonth } from "./make-month.ts";
import { wantedMonths } from "./wanted.ts";

export interface MonthsDependencies {
  readonly settings: Settings;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** As `MakeMonth` has it. */
  readonly heldRows?: number;
}

/** No month is begun later than this after the start of a run: the longest takes some minutes, and Lambda ends a run after 15. */
export const MONTHS_BUDGET_MS = 12 * 60_000;

export interface FailedMonth {
  readonly outcome: "failed";
  readonly error: { readonly name: ErrorName; readonly message: string };
}
export type MonthResult = MonthUnit & (MadeMonth | FailedMonth);

export interface MonthsAnswer {
  /** `partial`: some months failed, by name; the others are made. */
  readonly outcome: "done" | "partial";
  /** All that was looked at, but for months that were found as they should be. */
  readonly months: readonly MonthResult[];
  readonly alreadyMade: number;
  /** Not begun, for the time was over: the next run goes on there. */
  readonly left: number;
}

/**
 * Makes one object of each closed month of an enterprise's dataset, oldest first, until the time is over. Days are only read.
 * @throws UnknownEnterprise | InvalidEvent before anything is read; StoreFailed when the store cannot say what there is
 */
export async function makeMonths(deps: MonthsDependencies, request: MonthsRequest): Promise<MonthsAnswer> {
  const { clock, log, metrics } = deps;
  const startedAt = clock.now();
  const units = await wantedMonths({ ...deps, now: startedAt }, request);
  const results: MonthResult[] = [];
  for (const unit of units) {
    if (clock.now() - startedAt >= MONTHS_BUDGET_MS) break;
    const result = await attempt(deps, unit, request.dryRun);
    if (result.outcome !== "already-made") log[result.outcome === "failed" ? "error" : "info"]("month", { ...result });
    results.push(result);
  }
  const count = (...outcomes: readonly MonthResult["outcome"][]): number =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const failed = count("failed");
  const counts = { alreadyMade: count("already-made"), left: units.length - results.length };
  metrics.put("MonthsMade", count("made", "remade"), "Count");
  metrics.put("MonthsFailed", failed, "Count");
  const outcome = failed === 0 ? "done" : "partial";
  log[outcome === "done" ? "info" : "warn"]("months-run", { outcome, looked: results.length, failed, ...counts });
  return { outcome, months: results.filter((result) => result.outcome !== "already-made"), ...counts };
}

/** A month that cannot be made keeps no other from being made. A store that does not answer would keep them all. */
async function attempt(deps: MonthsDependencies, unit: MonthUnit, dryRun: boolean): Promise<MonthResult> {
  try {
    return { ...unit, ...(await makeMonth({ ...deps, dryRun }, unit)) };
  } catch (error) {
    if (!isReportsError(error) || error.retryable) throw error;
    return { ...unit, outcome: "failed", error: { name: error.name, message: error.message } };
  }
}
