import type { Decimal4 } from "../../../catalog/column.ts";
import type { CampaignDetail } from "../../input/digest-input.ts";
import { type Account, type CampaignRef, campaignKey, campaignRef } from "../../model/account.ts";
import { type Comparison, comparisonOf } from "../../model/comparison.ts";
import {
  type AmountMoved,
  isLow,
  isSameRate,
  type Money,
  type Moved,
  moneyFrom,
  movedBetween,
  revenueIn,
} from "../../model/money-movement.ts";
import { windowMovement } from "../../model/movement.ts";

interface MoneyTotal {
  /** From one snapshot to the next, so that a rate that moves takes its own day and no other: as the view revenue_daily adds up. */
  readonly revenue: Decimal4;
  /** Campaigns of which that left out a day. */
  readonly revalued: number;
  /** Campaigns that were there before, and of which an amount is not known; of a new one no movement is. */
  readonly unknown: number;
  /** The margin of the revenue, of campaigns whose revenue and payout are of the same days; null without one. */
  readonly share: number | null;
}

interface MoneyRow {
  readonly campaign: CampaignRef;
  readonly currency: string | null;
  /** Null while an amount is unknown, and where it was revalued. */
  readonly revenue: Decimal4 | null;
  readonly payout: Decimal4 | null;
  /** Null where one of the two is not since the campaign's own snapshot before, as in the view revenue_daily. */
  readonly margin: Decimal4 | null;
  readonly share: number | null;
  /** The same movement in the campaign's own currency; null where the older snapshot does not tell. */
  readonly native: { readonly revenue: Decimal4; readonly payout: Decimal4 } | null;
  /** Earns less than it pays, or than the threshold asks for. */
  readonly low: boolean;
}

/** A campaign whose rate to the base currency moved: its base amounts were revalued, not earned. */
interface RevaluedRow {
  readonly campaign: CampaignRef;
  readonly currency: string | null;
  /** What the base revenue moved by, and is not counted; 0 where only what is paid was revalued. */
  readonly revenue: Decimal4;
}

/** Like for like: a campaign that is revalued in one of the two stretches, or between them, is in neither. */
export interface ComparedMoney extends Pick<Comparison, "workingDays"> {
  readonly now: Money;
  readonly before: Money;
}

export interface MoneySection {
  readonly total: MoneyTotal;
  /** Beside the stretch that the totals are compared with; null without snapshots of it, or in another base currency. */
  readonly compared: ComparedMoney | null;
  /** Campaigns with money moved, most revenue first. */
  readonly rows: readonly MoneyRow[];
  readonly revalued: readonly RevaluedRow[];
  /** Campaigns with an unknown movement of an amount: first seen now, or the amount missing. */
  readonly unknown: number;
}

/** Null before the second snapshot: a lifetime total says nothing about a day. */
export function moneyOf(account: Account): MoneySection | null {
  const { campaignSeries: series } = account;
  if (series.base < 0) return null;
  const rows: MoneyRow[] = [];
  const ratio: Money[] = [];
  const revalued: RevaluedRow[] = [];
  let unknown = 0;
  for (const campaign of account.campaigns) {
    const moved = movedBetween(account, campaignKey(campaign), { from: series.base, to: series.last });
    const { revenue, payout } = moved;
    if (moved.related && moved.money !== null) ratio.push(moved.money);
    if (revenue === null || payout === null) unknown += 1;
    if (revenue?.revalued === true || payout?.revalued === true) revalued.push(revaluedRow(campaign, revenue));
    const counted = [revenue, payout].some((one) => one !== null && !one.revalued && one.amount !== 0n);
    if (counted) rows.push(rowOf(account, campaign, moved));
  }
  rows.sort((a, b) => byRevenue(a, b) || a.campaign.id - b.campaign.id);
  return {
    total: totalOf(account, ratio),
    compared: comparedMoney(account, comparisonOf(account)),
    rows,
    revalued,
    unknown,
  };
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The most first; what is unknown last. */
function byRevenue({ revenue: a }: MoneyRow, { revenue: b }: MoneyRow): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(b, a);
}

function totalOf(account: Account, ratio: readonly Money[]): MoneyTotal {
  const { base, last } = account.campaignSeries;
  const told = account.campaigns.flatMap(
    (campaign) => revenueIn(account, campaignKey(campaign), { from: base, to: last }) ?? [],
  );
  return {
    revenue: told.reduce((total, { amount }) => total + amount, 0n),
    revalued: told.filter(({ revalued }) => revalued).length,
    unknown: account.campaigns.filter((campaign) => isUnknown(account, campaign)).length,
    share: sum(ratio).share,
  };
}

function isUnknown(account: Account, campaign: CampaignDetail): boolean {
  const { campaignSeries: series, capCounter } = account;
  const key = campaignKey(campaign);
  const { revenue, payout } = movedBetween(account, key, { from: series.base, to: series.last });
  return (revenue === null || payout === null) && !windowMovement(series, capCounter, key).first;
}

function sum(rows: readonly Money[]): Money {
  let revenue = 0n;
  let payout = 0n;
  for (const row of rows) {
    revenue += row.revenue;
    payout += row.payout;
  }
  return moneyFrom(revenue, payout);
}

function rowOf(account: Account, campaign: CampaignDetail, moved: Moved): MoneyRow {
  const { whole } = moved;
  const money = moved.related ? moved.money : null;
  const counted = (one: AmountMoved | null): Decimal4 | null => (one === null || one.revalued ? null : one.amount);
  return {
    revenue: counted(moved.revenue),
    payout: counted(moved.payout),
    margin: money?.margin ?? null,
    share: money?.share ?? null,
    campaign: campaignRef(campaign),
    currency: campaign.currency,
    native: whole ? nativeOf(account, campaign) : null,
    low: money !== null && isLow(money, account.settings.thresholds.marginBelow),
  };
}

function nativeOf(account: Account, campaign: CampaignDetail): MoneyRow["native"] {
  const before = account.campaignBefore.get(campaign.id);
  if (before === undefined || before.currency !== campaign.currency) return null;
  if (campaign.revenue === null || before.revenue === null) return null;
  if (campaign.publisher_payout === null || before.publisher_payout === null) return null;
  return { revenue: campaign.revenue - before.revenue, payout: campaign.publisher_payout - before.publisher_payout };
}

const revaluedRow = (campaign: CampaignDetail, revenue: AmountMoved | null): RevaluedRow => ({
  campaign: campaignRef(campaign),
  currency: campaign.currency,
  revenue: revenue?.revalued === true ? revenue.amount : 0n,
});

/** Null without a stretch to compare with, and where another currency is the base one since. */
export function comparedMoney(account: Account, compared: Comparison | null): ComparedMoney | null {
  if (compared === null) return null;
  const { base, last } = account.campaignSeries;
  const pairs = account.campaigns.map((campaign) => {
    const key = campaignKey(campaign);
    const now = movedBetween(account, key, { from: base, to: last });
    const before = movedBetween(account, key, compared);
    return { now, before, wasThere: account.campaignSeries.row(compared.to, key) !== undefined };
  });
  const alike = pairs.filter(isAlike);
  if (alike.length === 0 || pairs.some(isRebased)) return null;
  const total = (side: "now" | "before"): Money => sum(alike.flatMap((pair) => pair[side].money ?? []));
  const { workingDays } = compared;
  return { now: total("now"), before: total("before"), workingDays };
}

interface Pair {
  readonly now: Moved;
  readonly before: Moved;
  /** Whether the compared stretch ends with a snapshot that holds the campaign: without amounts these are unknown, and not none. */
  readonly wasThere: boolean;
}

/** Whether a campaign's amounts of the two stretches are known and worth the same. What was not there yet moved nothing. */
function isAlike({ now, before, wasThere }: Pair): boolean {
  const isNew = !wasThere && before.revenue === null && before.payout === null;
  const isUnknown = now.revenue === null && now.payout === null;
  if (isNew) return now.whole || isUnknown;
  if (!now.whole || !before.whole || now.revenue === null || before.revenue === null) return false;
  return isSameRate(before.revenue.now, now.revenue.now);
}

/** Whether another currency is the base one since. */
function isRebased({ now, before }: Pair): boolean {
  const [was, is] = [(before.revenue ?? before.payout)?.before, (now.revenue ?? now.payout)?.now];
  const [then, since] = [was?.currency_is_base ?? null, is?.currency_is_base ?? null];
  return then !== null && since !== null && then !== since;
}
