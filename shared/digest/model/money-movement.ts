import type { Decimal4 } from "../../catalog/column.ts";
import type { CampaignPoint } from "../input/digest-input.ts";
import type { Account } from "./account.ts";
import { endsOf, type Stretch } from "./movement.ts";
import type { Key } from "./series.ts";
import { shareOf } from "./share.ts";

/** Base currency, net, of one stretch of time. */
export interface Money {
  readonly revenue: Decimal4;
  readonly payout: Decimal4;
  readonly margin: Decimal4;
  /** margin / revenue; null without revenue, at a loss, and where payouts were taken back. */
  readonly share: number | null;
}

/** The share is a ratio for people, not an amount: a float is good enough for it. */
export function moneyFrom(revenue: Decimal4, payout: Decimal4): Money {
  const margin = revenue - payout;
  return { revenue, payout, margin, share: shareOf(Number(margin), Number(revenue)) };
}

/** How one amount moved, between the snapshots that it is known in. */
export interface AmountMoved {
  readonly amount: Decimal4;
  readonly revalued: boolean;
  readonly start: number;
  readonly end: number;
  readonly before: CampaignPoint;
  readonly now: CampaignPoint;
}

export interface Moved {
  /** Null while unknown. */
  readonly revenue: AmountMoved | null;
  readonly payout: AmountMoved | null;
  /** Both, where they are of the same days and none of them was revalued. */
  readonly money: Money | null;
  /** They are of the stretch alone, and not of days before it. */
  readonly whole: boolean;
  /** They are since the campaign's own snapshot before, and may be set in relation. */
  readonly related: boolean;
}

type Amount = (row: CampaignPoint) => Decimal4 | null;
const REVENUE: Amount = (row) => row.base_currency_revenue;
const PAYOUT: Amount = (row) => row.base_currency_publisher_payout;

export function movedBetween(account: Account, key: Key, stretch: Stretch): Moved {
  const { campaignSeries: series } = account;
  const [revenue, payout] = [REVENUE, PAYOUT].map((amount) => amountBetween(account, amount, { key, ...stretch }));
  const none = { revenue: revenue ?? null, payout: payout ?? null, money: null, whole: false, related: false };
  if (revenue == null || payout == null) return none;
  if (revenue.start !== payout.start || revenue.end !== payout.end || revenue.revalued) return none;
  const held = endsOf({ series, ...stretch, known: () => true }, key);
  return {
    ...none,
    money: moneyFrom(revenue.amount, payout.amount),
    whole: revenue.start >= stretch.from && revenue.end === stretch.to,
    related: held?.start === revenue.start && revenue.end === stretch.to,
  };
}

function amountBetween(
  { campaignSeries: series }: Account,
  amount: Amount,
  { key, ...stretch }: Stretch & { readonly key: Key },
): AmountMoved | null {
  const ends = endsOf({ series, ...stretch, known: (row) => amount(row) !== null }, key);
  if (ends === null) return null;
  const [before, now] = [series.row(ends.start, key), series.row(ends.end, key)];
  if (before === undefined || now === undefined) return null;
  return {
    amount: (amount(now) ?? 0n) - (amount(before) ?? 0n),
    revalued: !isSameRate(before, now),
    ...ends,
    ...{ before, now },
  };
}

/** Revenue over a stretch of snapshots. */
export interface RevenueIn {
  readonly amount: Decimal4;
  /** A rate moved on the way: what it was between the snapshots before and after is not in the amount. */
  readonly revalued: boolean;
}

/**
 * Revenue of one campaign, from one snapshot that knows it to the next, so that a rate that moves takes away its own day and no other.
 * @returns null while unknown
 */
export function revenueIn(account: Account, key: Key, stretch: Stretch): RevenueIn | null {
  const whole = amountBetween(account, REVENUE, { key, ...stretch });
  if (whole === null) return null;
  let [amount, revalued, before] = [0n, false, whole.before];
  for (let position = whole.start + 1; position <= whole.end; position += 1) {
    const now = account.campaignSeries.row(position, key);
    if (now === undefined || now.base_currency_revenue === null) continue;
    if (isSameRate(before, now)) amount += now.base_currency_revenue - (before.base_currency_revenue ?? 0n);
    else revalued = true;
    before = now;
  }
  return { amount, revalued };
}

/** A rate that is unknown may have moved. */
export const isSameRate = (a: CampaignPoint, b: CampaignPoint): boolean =>
  rateOf(a) !== null && rateOf(a) === rateOf(b);

/** Ten-thousandths; the base currency needs none to be told. */
const rateOf = (row: CampaignPoint): Decimal4 | null =>
  row.rate_to_base ?? (row.currency_is_base === true ? 10_000n : null);

/** Without revenue only what was paid is lost; a correction that takes back both is no loss. */
export const isLow = ({ revenue, payout, margin }: Money, below: number): boolean =>
  revenue > 0n ? Number(margin) < Number(revenue) * below : margin < 0n && payout > 0n;
