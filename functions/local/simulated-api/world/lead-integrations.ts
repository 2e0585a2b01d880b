import { processedMs } from "./counters.ts";
import type { JobPlan } from "./plan.ts";
import { hashOf } from "./random.ts";
import type { Simulation } from "./simulation.ts";

const SHARES = 100_000;

/** What one integration job made of a lead, as it is known at an instant. */
export interface IntegrationResult {
  /** Position of the job in the campaign's plan. */
  readonly position: number;
  readonly passed: boolean;
  /** Of the newest try. */
  readonly atMs: number;
}

/** A lead where it stands among those of its publisher and campaign. */
export interface LeadSeat {
  readonly publisher: number;
  readonly sequence: number;
  readonly createdMs: number;
}

/** Results of the integration jobs that a lead, valid as it came in, has reached by then. */
export function integrationResults(simulation: Simulation, seat: LeadSeat, atMs: number): IntegrationResult[] {
  const { plan, calendar } = simulation;
  const reachedMs = processedMs(plan, calendar, seat.createdMs);
  if (reachedMs > atMs) return [];
  return plan.jobs.flatMap((job, position) => {
    if (job.category !== 2 || job.createdMs > reachedMs || job.disabledMs <= reachedMs) return [];
    const outage = job.outages.find(({ fromMs, toMs }) => fromMs <= reachedMs && reachedMs < toMs);
    if (outage !== undefined && atMs < outage.toMs) return [{ position, passed: false, atMs: reachedMs }];
    const triedMs = outage?.toMs ?? reachedMs;
    return [{ position, passed: !isRefused(job, { of: plan.id, position, seat }), atMs: triedMs }];
  });
}

/** Some leads fail for good, as many as the job's rate has it. */
function isRefused(job: JobPlan, { of, position, seat }: { of: number; position: number; seat: LeadSeat }): boolean {
  const drawn = hashOf(of, "refused", position, seat.publisher, seat.sequence) % SHARES;
  return drawn < job.failureRate * SHARES;
}
