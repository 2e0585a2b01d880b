import { type Day, daysBetween } from "../../platform/day.ts";
import type { ContractDetail } from "../input/digest-input.ts";
import { standsStill } from "../model/account.ts";
import { canDeliver, contractCap, termsOf } from "../model/contract-terms.ts";
import type { Pace } from "../model/pace.ts";
import { contractRef } from "../model/refs.ts";
import type { Cause } from "./cause.ts";
import type { Bench, CampaignParts } from "./judge/subjects.ts";
import { ageOf, contractCauseKey } from "./judge/unsigned.ts";
import { holds, type Track } from "./replay/track.ts";

interface State {
  readonly track: Track;
  readonly pace: Pace | null;
}

interface Placed extends State {
  readonly campaignEnd: Day | null;
}

/** Contracts of a campaign that wait for a signature; and, where it is short, those that end soon or are at their cap. */
export function contractCauses(bench: Bench, { campaign, contracts }: CampaignParts, state: State): readonly Cause[] {
  if (standsStill(campaign)) return [];
  return contracts
    .toSorted((a, b) => a.id - b.id)
    .flatMap((contract) => contractCause(bench, contract, { ...state, campaignEnd: campaign.end_date }) ?? []);
}

function contractCause(
  { account, rules }: Bench,
  row: ContractDetail,
  { track, pace, campaignEnd }: Placed,
): Cause | null {
  const { infos, last } = account.contractSeries;
  const today = infos[last]?.activityDate;
  const isShort = pace?.share != null && pace.share < rules.behindBelow;
  if (row.signed_ts !== null && !isShort) return null;
  const terms = termsOf(account, row);
  if (today === undefined || !canDeliver(account, row, terms)) return null;
  const delivered = account.capCounter(row);
  const { cap, endDate } = terms;
  const told = {
    contract: contractRef(row),
    delivered,
    endDate,
    leads: null,
    money: null,
    renewal: terms.contracts > 1,
  };
  if (row.signed_ts === null) {
    const calls = holds(track, contractCauseKey(row));
    return { ...told, kind: "contract-unsigned", calls, cap: contractCap(row), days: ageOf(account, row, last) };
  }
  if (cap === null || delivered === null) return null;
  if (delivered >= cap) return { ...told, kind: "contract-reached", calls: false, cap, days: null };
  // One that ends with its campaign has nothing to be extended for.
  if (campaignEnd !== null && (endDate === null || endDate >= campaignEnd)) return null;
  const left = endDate === null ? null : daysBetween(today, endDate);
  if (left === null || left < 1 || left > rules.endsWithinDays) return null;
  return { ...told, kind: "contract-ending", calls: false, cap, days: left };
}
