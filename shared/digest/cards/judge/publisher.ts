import type { Decimal4 } from "../../../catalog/column.ts";
import { contractKey, worthOf } from "../../model/account.ts";
import { judgedAt, leadsBetween, lowerEnd } from "../../model/publisher-leads.ts";
import { ROUNDING, shareOf } from "../../model/share.ts";
import type { Stake } from "../card.ts";
import type { Moment } from "../replay/timeline.ts";
import type { Bench, PublisherParts } from "./subjects.ts";
import { causeVerdict, type Judgement } from "./verdict.ts";

/** From this share of a day's leads on one day is enough. */
const HALF = 0.5;

/** A publisher's leads of one day, beside its own usual share. */
export interface PublisherDay {
  readonly leads: number;
  readonly invalid: number;
  readonly rate: number;
  readonly usual: number;
  readonly usualDays: number;
  /** Above the usual share by the settings' points. */
  readonly high: boolean;
  /** Wilson's interval lies above it as well. */
  readonly clear: boolean;
}

/** Null with too few leads, at weekends, where earlier leads were judged again, and without leads in the 28 days before. */
export function publisherDayAt(
  { account, rules }: Bench,
  { group }: PublisherParts,
  moment: Moment,
): PublisherDay | null {
  const { contracts: to } = moment;
  if (!moment.weekday || to < 1) return null;
  const stretch = { from: to - 1, to };
  if (leadsBetween(account, group, stretch).leads < rules.invalidMinLeads) return null;
  const { leads, invalid, usual } = judgedAt(account, group, to, to - 1);
  const rate = shareOf(invalid, leads);
  const usualRate = shareOf(usual.invalid, usual.leads);
  if (rate === null || usualRate === null) return null;
  const high = (rate - usualRate) * 100 >= rules.invalidPoints - ROUNDING;
  const clear = high && lowerEnd(invalid, leads) > usualRate;
  return { leads, invalid, rate, usual: usualRate, usualDays: usual.days, high, clear };
}

export function judgePublisher(bench: Bench, parts: PublisherParts, moment: Moment): Judgement | null {
  const day = publisherDayAt(bench, parts, moment);
  if (day === null) return null;
  const verdict = !day.clear ? "off" : day.rate >= HALF ? "starts" : "on";
  return {
    causes: [causeVerdict("invalid", verdict)],
    stake: publisherStake(bench, parts, { moment, day }),
    state: "running",
  };
}

/** Invalid leads above the usual, at the average price of the publisher's campaigns, weighted by their leads to date. */
export function publisherStake(
  { account }: Bench,
  { group }: PublisherParts,
  { moment, day }: { readonly moment: Moment; readonly day: PublisherDay },
): Stake {
  const leads = Math.max(Math.round(day.invalid - day.usual * day.leads), 0);
  let [worth, weight] = [0n, 0n];
  for (const contract of group.rows) {
    const row = account.contractSeries.row(moment.contracts, contractKey(contract));
    const campaign = account.campaignSeries.row(moment.campaigns, contract.campaign_id ?? -1);
    const price = worthOf(1, campaign);
    if (row === undefined || price === null) continue;
    const share = BigInt(Math.max(row.total_leads ?? 0, 0));
    worth += price * share;
    weight += share;
  }
  const money: Decimal4 | null = weight === 0n ? null : (worth * BigInt(leads)) / weight;
  return { of: "invalid", leads, money };
}
