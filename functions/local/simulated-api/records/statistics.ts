import type { BandPlan, ContractPlan } from "../plan/plan.ts";
import type { Calendar } from "../world/calendar.ts";
import type { Counters } from "../world/counters.ts";
import type { MinorUnits } from "../world/money.ts";

const BY_BAND = [
  "invalidLeads",
  "cautionLeads",
  "validLeads",
  "billableLeads",
  "deliveredLeads",
  "heldLeads",
  "processingLeads",
] as const satisfies readonly (keyof Counters)[];

/** Counters as the statistics of a campaign and of a contract have them. */
export function countersShown({ lastConversionMs, clicks, ...counted }: Counters, calendar: Calendar) {
  // With the zone's own offset, unlike every other instant; null before the first lead is a guess.
  const lastConversion = lastConversionMs === null ? null : calendar.localText(lastConversionMs);
  return { ...counted, lastConversion, clicks };
}

/** Lead counts of one band, without their total. Guess: they, too, cover all versions, and add up to the contract's. */
export function bandCounters(counters: Counters, bands: readonly BandPlan[], index: number) {
  const counts = BY_BAND.map((key) => [key, splitOverBands(counters[key], bands)[index] ?? 0]);
  return Object.fromEntries(counts) as { readonly [K in (typeof BY_BAND)[number]]: number };
}

/** Earned in each band: payout × billable leads, or the flat fee, once, in the first. */
export function bandEarnings({ fixed, bands }: ContractPlan, billable: number): readonly MinorUnits[] {
  if (fixed !== null) return bands.map((_, index) => (index === 0 && billable >= fixed.minimum ? fixed.fee : 0));
  const leads = splitOverBands(billable, bands);
  return bands.map(({ payout }, index) => payout * (leads[index] ?? 0));
}

export const earningsOf = (contract: ContractPlan, billable: number): MinorUnits =>
  bandEarnings(contract, billable).reduce((sum, amount) => sum + amount, 0);

/**
 * Shares `leads` out over the bands. Growing with `leads` in every band, so that parts of a whole (billable of valid)
 * stay parts in each.
 */
function splitOverBands(leads: number, bands: readonly BandPlan[]): readonly number[] {
  let left = leads;
  let share = 1;
  return bands.map((band, index) => {
    const part = index === bands.length - 1 ? left : Math.floor((left * band.share) / share);
    left -= part;
    share -= band.share;
    return part;
  });
}
