import type { Decimal4 } from "../../../catalog/column.ts";
import type { CampaignDetail, CampaignPoint } from "../../input/digest-input.ts";
import { type Account, type CampaignRef, campaignKey, campaignRef } from "../../model/account.ts";
import { comparisonOf } from "../../model/comparison.ts";
import type { Finding } from "../../model/finding.ts";
import { startPosition } from "../../model/movement.ts";
import type { Key } from "../../model/series.ts";

/** Base currency, net, of one stretch of time. */
export interface Money {
  readonly revenue: Decimal4;
  readonly payout: Decimal4;
  readonly margin: Decimal4;
  /** margin / revenue; null without revenue, and of a negative one when more was taken back than earned. */
  readonly share: number | null;
}

interface MoneyRow extends Money {
  readonly campaign: CampaignRef;
  readonly currency: string | null;
  /** The same movement in the campaign's own currency; null where the older snapshot does not tell. */
  readonly native: { readonly revenue: Decimal4; readonly payout: Decimal4 } | null;
  /** Earns less than it pays, or than the threshold asks for. */
  readonly low: boolean;
}

/** A campaign whose rate to the base currency moved: its base amounts were revalued, not earned. */
interface RevaluedRow {
  readonly campaign: CampaignRef;
  readonly currency: string | null;
  /** What the base revenue moved by, and is not counted. */
  readonly revenue: Decimal4;
}

/** Like for like: a campaign that is revalued in one of the two stretches is in neither. */
interface ComparedMoney {
  readonly now: Money;
  readonly before: Money;
  /** Whether a campaign is left out for it. */
  readonly partial: boolean;
}

export interface MoneySection {
  readonly total: Money;
  /** Beside the stretch that the totals are compared with; null without snapshots of it. */
  readonly compared: ComparedMoney | null;
  /** Campaigns with money moved, most revenue first. */
  readonly rows: readonly MoneyRow[];
  readonly revalued: readonly RevaluedRow[];
  /** Campaigns whose movement is unknown: first seen now, or an amount missing. */
  readonly unknown: number;
  readonly findings: readonly Finding[];
}

/** Null before the second snapshot: a lifetime total says nothing about a day. */
export function moneyOf(account: Account): MoneySection | null {
  const { campaignSeries: series } = account;
  if (series.base < 0) return null;
  const rows: MoneyRow[] = [];
  const revalued: RevaluedRow[] = [];
  let unknown = 0;
  for (const campaign of account.campaigns) {
    const moved = movedBetween(account, campaignKey(campaign), { from: series.base, to: series.last });
    if (moved === null) unknown += 1;
    else if (moved.revalued) revalued.push(revaluedRow(campaign, moved.money));
    else if (moved.money.revenue !== 0n || moved.money.payout !== 0n) rows.push(rowOf(account, campaign, moved.money));
  }
  rows.sort((a, b) => compare(b.revenue, a.revenue) || a.campaign.id - b.campaign.id);
  return {
    total: sum(rows),
    compared: comparedOf(account),
    rows,
    revalued,
    unknown,
    findings: rows.filter(({ low }) => low).map(findingOf),
  };
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function sum(rows: readonly Money[]): Money {
  let revenue = 0n;
  let payout = 0n;
  for (const row of rows) {
    revenue += row.revenue;
    payout += row.payout;
  }
  return moneyFrom(revenue, payout);
}

/** The share is a ratio for people, not an amount: a float is good enough for it. */
function moneyFrom(revenue: Decimal4, payout: Decimal4): Money {
  const margin = revenue - payout;
  return { revenue, payout, margin, share: revenue === 0n ? null : Number(margin) / Number(revenue) };
}

interface Moved {
  readonly money: Money;
  readonly revalued: boolean;
}

const isKnown = (row: CampaignPoint): boolean =>
  row.base_currency_revenue !== null && row.base_currency_publisher_payout !== null;

function movedBetween(account: Account, key: Key, range: { from: number; to: number }): Moved | null {
  const { campaignSeries: series } = account;
  const start = startPosition({ series, ...range, known: isKnown }, key);
  const before = series.row(start, key);
  const now = series.row(range.to, key);
  if (before === undefined || now === undefined || !isKnown(now)) return null;
  const revenue = (now.base_currency_revenue ?? 0n) - (before.base_currency_revenue ?? 0n);
  const payout = (now.base_currency_publisher_payout ?? 0n) - (before.base_currency_publisher_payout ?? 0n);
  return { money: moneyFrom(revenue, payout), revalued: rateMoved(account, key, { from: start, to: range.to }) };
}

function rateMoved(account: Account, key: Key, { from, to }: { from: number; to: number }): boolean {
  let known: Decimal4 | null = null;
  for (let position = from; position <= to; position += 1) {
    const rate = account.campaignSeries.row(position, key)?.rate_to_base ?? null;
    if (rate !== null && known !== null && rate !== known) return true;
    known = rate ?? known;
  }
  return false;
}

function rowOf(account: Account, campaign: CampaignDetail, money: Money): MoneyRow {
  const below = account.settings.thresholds.marginBelow;
  // Without revenue only what was paid is lost; a correction that takes back both is no loss.
  const { revenue, payout, margin, share } = money;
  const low = revenue > 0n && share !== null ? share < below : margin < 0n && payout > 0n;
  return {
    ...money,
    campaign: campaignRef(campaign),
    currency: campaign.currency,
    native: nativeOf(account, campaign),
    low,
  };
}

function nativeOf(account: Account, campaign: CampaignDetail): MoneyRow["native"] {
  const before = account.campaignBefore.get(campaign.id);
  if (before === undefined || before.currency !== campaign.currency) return null;
  if (campaign.revenue === null || before.revenue === null) return null;
  if (campaign.publisher_payout === null || before.publisher_payout === null) return null;
  return { revenue: campaign.revenue - before.revenue, payout: campaign.publisher_payout - before.publisher_payout };
}

const revaluedRow = (campaign: CampaignDetail, money: Money): RevaluedRow => ({
  campaign: campaignRef(campaign),
  currency: campaign.currency,
  revenue: money.revenue,
});

function comparedOf(account: Account): ComparedMoney | null {
  const compared = comparisonOf(account);
  if (compared === null) return null;
  const { base, last } = account.campaignSeries;
  const pairs = account.campaigns.map((campaign) => {
    const key = campaignKey(campaign);
    return [movedBetween(account, key, { from: base, to: last }), movedBetween(account, key, compared)] as const;
  });
  const alike = pairs.filter((pair) => pair.every((moved) => moved?.revalued !== true));
  const total = (side: 0 | 1): Money => sum(alike.flatMap((pair) => pair[side]?.money ?? []));
  return { now: total(0), before: total(1), partial: alike.length < pairs.length };
}

function findingOf(row: MoneyRow): Finding {
  const lost = row.margin < 0n ? -row.margin : 0n;
  return { kind: "negative-margin", subject: row.campaign.name, leads: null, stake: lost, streak: null };
}
