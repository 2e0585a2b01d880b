import type { Decimal4 } from "../../../catalog/column.ts";
import type { CampaignDetail, CampaignPoint } from "../../input/digest-input.ts";
import { type Account, type CampaignRef, campaignKey, campaignRef } from "../../model/account.ts";
import { type Comparison, comparisonOf } from "../../model/comparison.ts";
import type { Finding } from "../../model/finding.ts";
import { endsOf, type Stretch } from "../../model/movement.ts";
import type { Key } from "../../model/series.ts";
import { shareOf } from "../../model/share.ts";

/** Base currency, net, of one stretch of time. */
export interface Money {
  readonly revenue: Decimal4;
  readonly payout: Decimal4;
  readonly margin: Decimal4;
  /** margin / revenue; null without revenue, at a loss, and where payouts were taken back. */
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

/** Like for like: a campaign that is revalued in one of the two stretches, or between them, is in neither. */
export interface ComparedMoney extends Pick<Comparison, "workingDays"> {
  readonly now: Money;
  readonly before: Money;
  /** Whether a campaign is left out for it. */
  readonly partial: boolean;
}

export interface MoneySection {
  readonly total: Money;
  /** Beside the stretch that the totals are compared with; null without snapshots of it, or in another base currency. */
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
  const ratio: Money[] = [];
  const revalued: RevaluedRow[] = [];
  let unknown = 0;
  for (const campaign of account.campaigns) {
    const moved = movedBetween(account, campaignKey(campaign), { from: series.base, to: series.last });
    if (moved?.related === true && !moved.revalued) ratio.push(moved.money);
    if (moved === null) unknown += 1;
    else if (moved.revalued) revalued.push(revaluedRow(campaign, moved.money));
    else if (moved.money.revenue !== 0n || moved.money.payout !== 0n) rows.push(rowOf(account, campaign, moved));
  }
  rows.sort((a, b) => compare(b.revenue, a.revenue) || a.campaign.id - b.campaign.id);
  return {
    total: { ...sum(rows), share: sum(ratio).share },
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
  return { revenue, payout, margin, share: shareOf(Number(margin), Number(revenue)) };
}

interface Moved {
  readonly money: Money;
  readonly revalued: boolean;
  /** Snapshots that the amounts are known in: the older one, and the newer one. */
  readonly before: CampaignPoint;
  readonly now: CampaignPoint;
  /** The amounts are of the stretch alone, and not of days before it. */
  readonly whole: boolean;
  /** They are since the campaign's own snapshot before, and may be set in relation. */
  readonly related: boolean;
}

const isKnown = (row: CampaignPoint): boolean =>
  row.base_currency_revenue !== null && row.base_currency_publisher_payout !== null;

function movedBetween(account: Account, key: Key, stretch: Stretch): Moved | null {
  const { campaignSeries: series } = account;
  const ends = endsOf({ series, ...stretch, known: isKnown }, key);
  const [before, now] = ends === null ? [] : [series.row(ends.start, key), series.row(ends.end, key)];
  if (ends === null || before === undefined || now === undefined) return null;
  const revenue = (now.base_currency_revenue ?? 0n) - (before.base_currency_revenue ?? 0n);
  const payout = (now.base_currency_publisher_payout ?? 0n) - (before.base_currency_publisher_payout ?? 0n);
  const held = endsOf({ series, ...stretch, known: () => true }, key);
  const related = held?.start === ends.start && ends.end === stretch.to;
  const whole = ends.start >= stretch.from && ends.end === stretch.to;
  return { money: moneyFrom(revenue, payout), revalued: !isSameRate(before, now), before, now, whole, related };
}

/** A rate that is unknown may have moved. */
const isSameRate = (a: CampaignPoint, b: CampaignPoint): boolean => rateOf(a) !== null && rateOf(a) === rateOf(b);

/** Ten-thousandths; the base currency needs none to be told. */
const rateOf = (row: CampaignPoint): Decimal4 | null =>
  row.rate_to_base ?? (row.currency_is_base === true ? 10_000n : null);

function rowOf(account: Account, campaign: CampaignDetail, { money, whole, related }: Moved): MoneyRow {
  const below = account.settings.thresholds.marginBelow;
  // Without revenue only what was paid is lost; a correction that takes back both is no loss.
  const { revenue, payout, margin } = money;
  const low = revenue > 0n ? Number(margin) < Number(revenue) * below : margin < 0n && payout > 0n;
  return {
    ...money,
    share: related ? money.share : null,
    campaign: campaignRef(campaign),
    currency: campaign.currency,
    native: whole ? nativeOf(account, campaign) : null,
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
    const now = movedBetween(account, key, { from: base, to: last });
    const before = movedBetween(account, key, compared);
    return { now, before, wasThere: account.campaignSeries.row(compared.to, key) !== undefined };
  });
  const alike = pairs.filter(isAlike);
  if (alike.length === 0 || pairs.some(isRebased)) return null;
  const total = (side: "now" | "before"): Money => sum(alike.flatMap((pair) => pair[side]?.money ?? []));
  const { workingDays } = compared;
  return { now: total("now"), before: total("before"), partial: alike.length < pairs.length, workingDays };
}

interface Pair {
  readonly now: Moved | null;
  readonly before: Moved | null;
  /** Whether the compared stretch ends with a snapshot that holds the campaign: without amounts these are unknown, and not none. */
  readonly wasThere: boolean;
}

/** Whether a campaign's amounts of the two stretches are known and worth the same. What was not there yet moved nothing. */
function isAlike({ now, before, wasThere }: Pair): boolean {
  if ([now, before].some((moved) => moved !== null && (moved.revalued || !moved.whole))) return false;
  if (now === null || before === null) return before === null && !wasThere;
  return isSameRate(before.now, now.now);
}

/** Whether another currency is the base one since. */
function isRebased({ now, before }: Pair): boolean {
  const [was, is] = [before?.before.currency_is_base ?? null, now?.now.currency_is_base ?? null];
  return was !== null && is !== null && was !== is;
}

function findingOf(row: MoneyRow): Finding {
  const lost = row.margin < 0n ? -row.margin : 0n;
  return { kind: "negative-margin", subject: row.campaign.name, leads: null, stake: lost, streak: null };
}
