import type { MinorUnits } from "../world/money.ts";
import type { BandPlan, ContractPlan } from "../world/plan.ts";

/**
 * Shares `leads` out over the bands. Growing with `leads` in every band, so that parts of a whole (billable of valid)
 * stay parts in each.
 */
export function splitOverBands(leads: number, bands: readonly BandPlan[]): readonly number[] {
  let left = leads;
  let share = 1;
  return bands.map((band, index) => {
    const part = index === bands.length - 1 ? left : Math.floor((left * band.share) / share);
    left -= part;
    share -= band.share;
    return part;
  });
}

/** Earned in each band: payout × billable leads, or the flat fee, once, in the first. */
export function earningsOf(contract: ContractPlan, billable: number): readonly MinorUnits[] {
  if (contract.fixed !== null) {
    const due = billable >= contract.fixed.minimum ? contract.fixed.fee : 0;
    return contract.bands.map((_, index) => (index === 0 ? due : 0));
  }
  const leads = splitOverBands(billable, contract.bands);
  return contract.bands.map((band, index) => band.payout * (leads[index] ?? 0));
}
