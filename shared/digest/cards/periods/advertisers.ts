import type { CampaignDetail } from "../../input/digest-input.ts";
import type { Account } from "../../model/account.ts";
import { comparisonOf } from "../../model/comparison.ts";
import type { Stretch } from "../../model/movement.ts";
import { cardCampaign } from "../../model/refs.ts";
import { sumOf } from "../../model/totals.ts";
import type { Board } from "../board.ts";
import type { Stake } from "../card.ts";
import { byStake } from "../order.ts";
import type { AdvertiserRow } from "../period-figures.ts";
import { sumOf as sumOfStakes } from "../sums.ts";
import { revenueBetween } from "./daily.ts";

/** Advertisers with something at stake or leads in the window: money at stake, then leads, then id. */
export function advertisersOf(account: Account, { act, open }: Board): readonly AdvertiserRow[] {
  const stakes = new Map<number, Stake>();
  for (const { subject, stake } of [...act, ...open]) {
    if (subject.kind === "campaign") stakes.set(subject.campaign.id, stake);
  }
  const { base, last } = account.campaignSeries;
  const stretches = { now: base < 0 ? null : { from: base, to: last }, before: comparisonOf(account) };
  const rows = [...Map.groupBy(account.campaigns, (row) => row.advertiser_id)].map(([id, campaigns]) =>
    rowOf(account, { id, campaigns, stakes, ...stretches }),
  );
  return rows.filter(({ stake, unpriced, leads }) => stake > 0n || unpriced > 0 || leads !== 0).toSorted(inOrder);
}

interface Of {
  readonly id: number | null;
  readonly campaigns: readonly CampaignDetail[];
  readonly stakes: ReadonlyMap<number, Stake>;
  readonly now: Stretch | null;
  readonly before: Stretch | null;
}

function rowOf(account: Account, { id, campaigns, stakes, now, before }: Of): AdvertiserRow {
  const [first] = campaigns;
  const sum = sumOfStakes(campaigns.flatMap((row) => stakes.get(row.id) ?? []).map((stake) => ({ stake })));
  return {
    id,
    name: first === undefined ? "" : cardCampaign(first).advertiser,
    stake: sum.money,
    unpriced: sum.unpriced.leads,
    campaigns: campaigns.length,
    leads: now === null ? 0 : sumOf(account, campaigns, now).delta,
    leadsBefore: before === null ? null : sumOf(account, campaigns, before).delta,
    revenue: now === null ? null : (revenueBetween(account, campaigns, now)?.amount ?? null),
  };
}

const stakeOf = ({ stake, unpriced }: AdvertiserRow): Stake => ({ of: "short", money: stake, leads: unpriced });

const inOrder = (a: AdvertiserRow, b: AdvertiserRow): number =>
  byStake(stakeOf(a), stakeOf(b)) || b.leads - a.leads || (a.id ?? 0) - (b.id ?? 0);
