import type { Day } from "../../platform/day.ts";
import type { CampaignPoint } from "../input/digest-input.ts";
import { type Account, campaignKey } from "./account.ts";
import { type Comparison, comparisonOf } from "./comparison.ts";
import { movementOf, relatedMovements, type Stretch } from "./movement.ts";
import { shareOf } from "./share.ts";

/** Leads over the campaigns of the mail, net, of one stretch of time. */
interface LeadTotals {
  /** By the counter that delivers against the cap. */
  readonly capLeads: number;
  /** Falls within `delivered`, at most 0. */
  readonly corrected: number;
  /** All and invalid leads, of the campaigns that know both at both ends: what the rate is made of. */
  readonly total: number;
  readonly invalid: number;
  /** Null without leads, and where earlier leads were judged again. */
  readonly invalidRate: number | null;
}

/** What the totals are compared with. */
export interface ComparedTotals extends LeadTotals, Pick<Comparison, "firstDay" | "lastDay" | "workingDays"> {
  /** The window's own leads, of the campaigns that are known in both stretches. */
  readonly now: number;
  /** Of the window and of these campaigns too: all and invalid leads. */
  readonly nowRated: Pick<LeadTotals, "total" | "invalid">;
}

export interface Totals {
  /** Null before the second snapshot. */
  readonly now: LeadTotals | null;
  /** The stretch they are compared with; null without snapshots of it. */
  readonly previous: ComparedTotals | null;
  /** Campaigns whose movement is unknown: they are in no total. */
  readonly unknown: number;
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
  const { campaignSeries: series } = account;
  const compared = comparisonOf(account);
  const window = { from: series.base, to: series.last };
  const first = { campaigns: 0, leads: 0 };
  let unknown = 0;
  for (const campaign of account.campaigns) {
    const movement = movementIn(account, campaign, window);
    if (movement.first && movement.now !== null) {
      first.campaigns += 1;
      first.leads += movement.now;
    } else if (movement.delta === null) unknown += 1;
  }
  return {
    now: series.base < 0 ? null : leadsBetween(account, account.campaigns, window),
    previous: compared === null ? null : comparedTotals(account, compared),
    unknown: series.base < 0 ? 0 : unknown,
    first,
    trend: trendOf(account),
  };
}

/** Like for like: what is unknown in one of the stretches, or was last known before it began, is in neither. */
export function comparedTotals(account: Account, compared: Comparison): ComparedTotals {
  const window = { from: account.campaignSeries.base, to: account.campaignSeries.last };
  const alike = account.campaigns.filter((one) => isTold(account, one, window) && isTold(account, one, compared));
  const { firstDay, lastDay, workingDays } = compared;
  const { capLeads: now, total, invalid } = leadsBetween(account, alike, window);
  return {
    ...leadsBetween(account, alike, compared),
    ...{ firstDay, lastDay, workingDays },
    ...{ now, nowRated: { total, invalid } },
  };
}

/** Whether a campaign's movement is of that stretch alone. One that was not there yet moved nothing. */
function isTold(account: Account, campaign: CampaignPoint, stretch: Stretch): boolean {
  const { delta, first, gap, until } = movementIn(account, campaign, stretch);
  return (first && !isSeen(account, campaign, stretch)) || (delta !== null && !gap && until === null);
}

/** Whether a snapshot of the stretch but its last holds the campaign. */
function isSeen({ campaignSeries: series }: Account, campaign: CampaignPoint, { from, to }: Stretch): boolean {
  for (let position = from; position < to; position += 1) {
    if (series.row(position, campaignKey(campaign)) !== undefined) return true;
  }
  return false;
}

const movementIn = ({ campaignSeries: series, capCounter: counter }: Account, row: CampaignPoint, stretch: Stretch) =>
  movementOf({ series, counter, ...stretch }, campaignKey(row));

function leadsBetween(account: Account, campaigns: readonly CampaignPoint[], stretch: Stretch): LeadTotals {
  const capLeads = sumOf(account, campaigns, stretch);
  let [total, invalid] = [0, 0];
  for (const campaign of campaigns) {
    const key = campaignKey(campaign);
    const counters = [(row: CampaignPoint) => row.total_leads, (row: CampaignPoint) => row.invalid_leads];
    const [all = 0, bad = 0] = relatedMovements(account.campaignSeries, counters, { key, ...stretch }) ?? [];
    total += all;
    invalid += bad;
  }
  const rate = shareOf(invalid, total);
  return { capLeads: capLeads.delta, corrected: capLeads.corrected, total, invalid, invalidRate: rate };
}

/** Leads of campaigns over a stretch by the counter of the caps, net, and the falls among them. */
export function sumOf(
  account: Account,
  campaigns: readonly CampaignPoint[],
  stretch: Stretch,
): { delta: number; corrected: number } {
  const sum = { delta: 0, corrected: 0 };
  for (const campaign of campaigns) {
    const movement = movementIn(account, campaign, stretch);
    sum.delta += movement.delta ?? 0;
    sum.corrected += movement.corrected;
  }
  return sum;
}

function trendOf(account: Account): readonly TrendDay[] {
  const { campaignSeries: series } = account;
  const days: TrendDay[] = [];
  for (let to = Math.max(series.last - TREND_DAYS + 1, 1); to <= series.last; to += 1) {
    const info = series.infos[to];
    if (info === undefined) continue;
    const { delta } = sumOf(account, account.campaigns, { from: to - 1, to });
    days.push({ date: info.activityDate, leads: delta, days: series.days(to - 1, to) });
  }
  return days;
}
