import type { ContractPlan, JobPlan } from "../plan/plan.ts";
import { capOf, deliveredUpTo, processedMs } from "../world/counters.ts";
import type { MinorUnits } from "../world/money.ts";
import { hashOf } from "../world/random.ts";
import type { Simulation } from "../world/simulation.ts";
import { type LeadFlags, leadFlags } from "./flags.ts";

const SHARES = 100_000;

/** A lead's place among those of its publisher and campaign. */
export interface LeadSeat {
  readonly publisher: number;
  readonly sequence: number;
  readonly createdMs: number;
}

/** What one integration job made of a lead, as it is known at an instant. */
export interface IntegrationResult {
  /** Position of the job in the campaign's plan. */
  readonly position: number;
  readonly passed: boolean;
  /** Of the newest try. */
  readonly atMs: number;
}

/** What has happened to a lead by an instant; a filter asks it of every lead. */
export interface LeadState {
  readonly flags: LeadFlags;
  /** When it has gone through processing, maybe later than the instant. */
  readonly processedMs: number;
  /** Of the integration jobs that it has reached; none when it was invalid as it came in. */
  readonly results: readonly IntegrationResult[];
  /** What `updatedTs` shows. It does not move with every change. */
  readonly updatedMs: number;
}

export function leadState(simulation: Simulation, seat: LeadSeat, atMs: number): LeadState {
  const flags = leadFlags(simulation, seat, atMs);
  const processed = processedMs(simulation.plan, simulation.calendar, seat.createdMs);
  const results =
    flags.foundInvalid || processed > atMs ? [] : integrationResults(simulation, seat, { processed, atMs });
  const ownMs = processed > atMs ? seat.createdMs : processed;
  const updatedMs = Math.max(ownMs, flags.flaggedMs ?? 0, ...results.map((result) => result.atMs));
  return { flags, processedMs: processed, results, updatedMs };
}

function integrationResults(
  { plan }: Simulation,
  seat: LeadSeat,
  { processed, atMs }: { readonly processed: number; readonly atMs: number },
): IntegrationResult[] {
  return plan.jobs.flatMap((job, position) => {
    if (job.category !== 2 || job.createdMs > processed || job.disabledMs <= processed) return [];
    const outage = job.outages.find(({ fromMs, toMs }) => fromMs <= processed && processed < toMs);
    if (outage !== undefined && atMs < outage.toMs) return [{ position, passed: false, atMs: processed }];
    return [{ position, passed: !isRefused(job, plan.id, { position, seat }), atMs: outage?.toMs ?? processed }];
  });
}

/** Some leads fail for good, as many as the job's rate has it. */
function isRefused(job: JobPlan, campaignId: number, { position, seat }: { position: number; seat: LeadSeat }) {
  const drawn = hashOf(campaignId, "refused", position, seat.publisher, seat.sequence) % SHARES;
  return drawn < job.failureRate * SHARES;
}

/** What is billed for a lead at an instant. */
export interface LeadBilling {
  readonly overAllocation: boolean;
  /** Null while it is not delivered. */
  readonly deliveredMs: number | null;
  readonly advertiserBillable: boolean;
  readonly publisherBillable: boolean;
  /** In the campaign's currency. */
  readonly advertiserPayout: MinorUnits;
  readonly publisherPayout: MinorUnits;
}

/** The leads of a campaign together are billed as its counters say. */
export function leadBilling(simulation: Simulation, seat: LeadSeat, state: LeadState, atMs: number): LeadBilling {
  const { plan, calendar, reader } = simulation;
  const publisher = plan.publishers[seat.publisher];
  const before = reader.arrivals(seat.publisher, seat.createdMs - 1_000);
  const overAllocation = before.total - before.invalid >= capOf(publisher, seat.createdMs);
  const isReleased =
    seat.createdMs <= deliveredUpTo(plan, calendar, atMs) && !(overAllocation && plan.holdOverDelivery);
  const isDelivered = !state.flags.foundInvalid && isReleased;
  const advertiserBillable = isDelivered && !state.flags.invalid;
  const contract = publisher?.contract ?? null;
  const publisherBillable = advertiserBillable && !overAllocation && contract !== null;
  return {
    overAllocation,
    deliveredMs: isDelivered ? Math.max(state.processedMs, ...state.results.map((result) => result.atMs)) : null,
    advertiserBillable,
    publisherBillable,
    advertiserPayout: advertiserBillable ? plan.price : 0,
    publisherPayout: publisherBillable ? bandPayout(contract, seat) : 0,
  };
}

/** A fixed contract pays nothing per lead. */
function bandPayout({ fixed, bands }: ContractPlan, { publisher, sequence }: LeadSeat): MinorUnits {
  if (fixed !== null) return 0;
  let drawn = (hashOf(sequence, "band", publisher) % 1_000) / 1_000;
  for (const band of bands) {
    if (drawn < band.share) return band.payout;
    drawn -= band.share;
  }
  return bands.at(-1)?.payout ?? 0;
}
