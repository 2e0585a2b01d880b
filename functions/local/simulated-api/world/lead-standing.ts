import { capOf, deliveredUpTo, processedMs } from "./counters.ts";
import { type LeadFlags, leadFlags } from "./lead-flags.ts";
import { type IntegrationResult, integrationResults, type LeadSeat } from "./lead-integrations.ts";
import { CURRENCIES, type MinorUnits, rateAt, toBase } from "./money.ts";
import type { ContractPlan } from "./plan.ts";
import { hashOf } from "./random.ts";
import type { Simulation } from "./simulation.ts";

/** 1000 is documented for a finished lead; the other two are a guess. */
export const PROCESSR_STATUS = { processing: 100, held: 500, complete: 1_000 } as const;

export interface LeadStanding {
  readonly status: keyof typeof PROCESSR_STATUS;
  readonly found: "Valid" | "Invalid" | "Caution";
  readonly invalid: boolean;
  readonly overAllocation: boolean;
  readonly advertiserBillable: boolean;
  readonly publisherBillable: boolean;
  /** In the campaign's currency, and in the base currency by the rate of the day it came in. */
  readonly advertiserPayout: Payout;
  readonly publisherPayout: Payout;
  readonly results: readonly IntegrationResult[];
  /** Epoch ms. Does not move with every change. */
  readonly updatedMs: number;
  /** Epoch ms; null while it is not delivered. */
  readonly deliveredMs: number | null;
}

interface Payout {
  readonly amount: MinorUnits;
  readonly base: MinorUnits;
}

/** Where a lead stands at an instant: the leads of a campaign together stand where its counters say. */
export function leadStanding(simulation: Simulation, seat: LeadSeat, atMs: number): LeadStanding {
  const { plan, calendar } = simulation;
  const flags = leadFlags(simulation, seat, atMs);
  const publisher = plan.publishers[seat.publisher];
  const processed = processedMs(plan, calendar, seat.createdMs);
  const results = flags.foundInvalid ? [] : integrationResults(simulation, seat, atMs);
  const overAllocation = validBefore(simulation, seat) >= capOf(publisher, seat.createdMs);
  const released = seat.createdMs <= deliveredUpTo(plan, calendar, atMs) && !(overAllocation && plan.holdOverDelivery);
  const delivered = !flags.foundInvalid && released;
  const billable = delivered && !flags.invalid;
  const payable = billable && !overAllocation && publisher?.contract != null;
  return {
    status: processed > atMs ? "processing" : flags.foundInvalid || delivered ? "complete" : "held",
    found: flags.caution ? "Caution" : flags.foundInvalid ? "Invalid" : "Valid",
    invalid: flags.invalid,
    overAllocation,
    advertiserBillable: billable,
    publisherBillable: payable,
    advertiserPayout: payoutOf(simulation, seat, billable ? plan.price : 0),
    publisherPayout: payoutOf(simulation, seat, payable ? bandPayout(publisher?.contract, seat) : 0),
    results,
    updatedMs: updatedMs({ seat, flags, processed, results }, atMs),
    deliveredMs: delivered ? latestOf([processed, ...results.map((result) => result.atMs)]) : null,
  };
}

/** When `updatedTs` says a lead changed last: a filter asks it of every lead, so nothing else is worked out. */
export function leadUpdatedMs(simulation: Simulation, seat: LeadSeat, atMs: number): number {
  const flags = leadFlags(simulation, seat, atMs);
  const processed = processedMs(simulation.plan, simulation.calendar, seat.createdMs);
  const results = flags.foundInvalid ? [] : integrationResults(simulation, seat, atMs);
  return updatedMs({ seat, flags, processed, results }, atMs);
}

function updatedMs(
  of: {
    readonly seat: LeadSeat;
    readonly flags: LeadFlags;
    readonly processed: number;
    readonly results: readonly IntegrationResult[];
  },
  atMs: number,
): number {
  const { seat, flags, processed, results } = of;
  const ownMs = processed > atMs ? seat.createdMs : Math.max(seat.createdMs, processed);
  return latestOf([ownMs, flags.flaggedMs, ...results.map((result) => result.atMs)]);
}

/** Leads of the same publisher that were found valid before it. */
function validBefore({ reader }: Simulation, { publisher, createdMs }: LeadSeat): number {
  const { total, invalid } = reader.arrivals(publisher, createdMs - 1_000);
  return total - invalid;
}

/** A fixed contract pays nothing per lead. */
function bandPayout(contract: ContractPlan | null | undefined, { publisher, sequence }: LeadSeat): MinorUnits {
  if (!contract || contract.fixed !== null) return 0;
  let drawn = (hashOf(sequence, "band", publisher) % 1_000) / 1_000;
  for (const band of contract.bands) {
    if (drawn < band.share) return band.payout;
    drawn -= band.share;
  }
  return contract.bands.at(-1)?.payout ?? 0;
}

function payoutOf({ plan, calendar }: Simulation, { createdMs }: LeadSeat, amount: MinorUnits): Payout {
  return { amount, base: toBase(amount, rateAt(CURRENCIES[plan.currency], calendar, createdMs)) };
}

const latestOf = (instants: readonly (number | null)[]): number =>
  Math.max(...instants.filter((ms): ms is number => ms !== null));
