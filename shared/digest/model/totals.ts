import type { Day } from "../../platform/day.ts";
import type { CampaignPoint } from "../input/digest-input.ts";
import { rateOf } from "../sections/quality/figures.ts";
import { campaignKey, type World } from "./account.ts";
import { type Comparison, comparisonOf } from "./comparison.ts";
import { movementOf } from "./movement.ts";
import type { Counter } from "./series.ts";

/** Leads over the campaigns of the mail, net, of one stretch of time. */
interface LeadTotals {
  /** By the counter that delivers against the cap. */
  readonly delivered: number;
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

export function totalsOf(world: World): Totals {
  const { campaignSeries: series, capCounter } = world;
  const compared = comparisonOf(world);
  const first = { campaigns: 0, leads: 0 };
  for (const campaign of world.campaigns) {
    const movement = movementOf(
      { series, counter: capCounter, from: series.base, to: series.last },
      campaignKey(campaign),
    );
    if (!movement.first) continue;
    first.campaigns += 1;
    first.leads += movement.now ?? 0;
  }
  return {
    now: series.base < 0 ? null : leadsBetween(world, { from: series.base, to: series.last }),
    previous:
      compared === null
        ? null
        : { ...leadsBetween(world, compared), firstDay: compared.firstDay, lastDay: compared.lastDay },
    first,
    trend: trendOf(world),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function leadsBetween(world: World, range: Range): LeadTotals {
  const delivered = sumOf(world, world.capCounter, range);
  const total = sumOf(world, (row) => row.total_leads, range).delta;
  const invalid = sumOf(world, (row) => row.invalid_leads, range).delta;
  return {
    delivered: delivered.delta,
    corrected: delivered.corrected,
    total,
    invalid,
    invalidRate: rateOf(invalid, total),
  };
}

function sumOf(world: World, counter: Counter<CampaignPoint>, range: Range): { delta: number; corrected: number } {
  const sum = { delta: 0, corrected: 0 };
  for (const campaign of world.campaigns) {
    const movement = movementOf({ series: world.campaignSeries, counter, ...range }, campaignKey(campaign));
    sum.delta += movement.delta ?? 0;
    sum.corrected += movement.corrected;
  }
  return sum;
}

function trendOf(world: World): readonly TrendDay[] {
  const { campaignSeries: series, capCounter } = world;
  const days: TrendDay[] = [];
  for (let to = Math.max(series.last - TREND_DAYS + 1, 1); to <= series.last; to += 1) {
    const info = series.infos[to];
    if (info === undefined) continue;
    const { delta } = sumOf(world, capCounter, { from: to - 1, to });
    days.push({ date: info.activityDate, leads: delta, days: series.days(to - 1, to) });
  }
  return days;
}
