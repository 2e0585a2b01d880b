import type { Day } from "../../platform/day.ts";
import type { CampaignPoint } from "../input/digest-input.ts";
import { type Account, campaignKey } from "./account.ts";
import { type Comparison, comparisonOf } from "./comparison.ts";
import { movementOf } from "./movement.ts";
import type { Counter } from "./series.ts";
import { shareOf } from "./share.ts";

/** Leads over the campaigns of the mail, net, of one stretch of time. */
interface LeadTotals {
  /** By the counter that delivers against the cap. */
  readonly capLeads: number;
  /** Falls within `delivered`, at most 0. */
  readonly corrected: number;
  readonly total: number;
  readonly invalid: number;
  readonly invalidRate: number | null;
}

export interface Totals {
  /** Null before the second snapshot. */
  readonly now: LeadTotals | null;
  /** The stretch they are compared with; null without snapshots of it. */
  readonly previous: (LeadTotals & Pick<Comparison, "firstDay" | "lastDay">) | null;
  /** Campaigns seen for the first time: their leads to date are no movement. */
  readonly first: { readonly campaigns: number; readonly leads: number };
  readonly trend: readonly TrendDay[];
}

/** Leads delivered between two snapshots. */
export interface TrendDay {
  /** activity_date of the newer one. */
  readonly date: Day;
  readonly leads: number;
  /** More than 1: snapshots in between are missing. */
  readonly days: number;
}

const TREND_DAYS = 14;

export function totalsOf(account: Account): Totals {
  const { campaignSeries: series, capCounter } = account;
  const compared = comparisonOf(account);
  const first = { campaigns: 0, leads: 0 };
  for (const campaign of account.campaigns) {
    const movement = movementOf(
      { series, counter: capCounter, from: series.base, to: series.last },
      campaignKey(campaign),
    );
    if (!movement.first) continue;
    first.campaigns += 1;
    first.leads += movement.now ?? 0;
  }
  return {
    now: series.base < 0 ? null : leadsBetween(account, { from: series.base, to: series.last }),
    previous:
      compared === null
        ? null
        : { ...leadsBetween(account, compared), firstDay: compared.firstDay, lastDay: compared.lastDay },
    first,
    trend: trendOf(account),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function leadsBetween(account: Account, range: Range): LeadTotals {
  const capLeads = sumOf(account, account.capCounter, range);
  const total = sumOf(account, (row) => row.total_leads, range).delta;
  const invalid = sumOf(account, (row) => row.invalid_leads, range).delta;
  return {
    capLeads: capLeads.delta,
    corrected: capLeads.corrected,
    total,
    invalid,
    invalidRate: shareOf(invalid, total),
  };
}

function sumOf(account: Account, counter: Counter<CampaignPoint>, range: Range): { delta: number; corrected: number } {
  const sum = { delta: 0, corrected: 0 };
  for (const campaign of account.campaigns) {
    const movement = movementOf({ series: account.campaignSeries, counter, ...range }, campaignKey(campaign));
    sum.delta += movement.delta ?? 0;
    sum.corrected += movement.corrected;
  }
  return sum;
}

function trendOf(account: Account): readonly TrendDay[] {
  const { campaignSeries: series, capCounter } = account;
  const days: TrendDay[] = [];
  for (let to = Math.max(series.last - TREND_DAYS + 1, 1); to <= series.last; to += 1) {
    const info = series.infos[to];
    if (info === undefined) continue;
    const { delta } = sumOf(account, capCounter, { from: to - 1, to });
    days.push({ date: info.activityDate, leads: delta, days: series.days(to - 1, to) });
  }
  return days;
}
