import { processedUpTo } from "./counters.ts";
import type { JobPlan } from "./plan.ts";
import type { Simulation } from "./simulation.ts";

export interface JobCounters {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
}

/**
 * Attempts of one job. What fails during an outage is tried again when it is over and counted again (guess: whether the
 * API counts retries is not documented).
 */
export function jobCounters(simulation: Simulation, job: JobPlan, atMs: number): JobCounters {
  const stopMs = Math.min(atMs, job.disabledMs);
  const reached = (ms: number) => reachedBy(simulation, job, Math.min(ms, stopMs));
  let retried = 0;
  let broken = 0;
  for (const { fromMs, toMs } of job.outages) {
    const missed = reached(toMs) - reached(fromMs);
    broken += missed;
    if (toMs <= stopMs) retried += missed;
  }
  const all = reached(stopMs);
  const failed = broken + Math.floor((all - broken) * job.failureRate);
  return { total: all + retried, passed: all + retried - failed, failed };
}

/** Checks see every lead; enrichment and integration only valid ones, the integration when they are processed. */
function reachedBy({ plan, calendar, reader }: Simulation, job: JobPlan, atMs: number): number {
  const ms = job.category === 2 ? processedUpTo(plan, calendar, atMs) : atMs;
  return plan.publishers.reduce((sum, _, publisher) => {
    const { total, invalid } = reader.arrivals(publisher, ms);
    return sum + (job.category === 1 ? total : total - invalid);
  }, 0);
}
