import type { Decimal4 } from "../../../catalog/column.ts";
import type { ContractDetail, ContractPoint } from "../../input/digest-input.ts";
import { type Account, contractKey, isActive } from "../../model/account.ts";
import { shortfallOf } from "../../model/campaign-pace.ts";
import { type ContractTerms, contractCampaign, isDelivering, termsOf } from "../../model/contract-terms.ts";
import { deliveryAt } from "../../model/delivery.ts";
import type { Finding } from "../../model/finding.ts";
import { type ForecastRange, forecastRange } from "../../model/forecast-range.ts";
import { endsOf, type Movement, relatedMovements, windowMovement } from "../../model/movement.ts";
import { type Pace, paceOf } from "../../model/pace.ts";
import type { Key } from "../../model/series.ts";
import { rejudgedOf, shareOf } from "../../model/share.ts";

/** One of the publisher's campaigns, told by its contract row alone. */
export interface OwnRow {
  readonly campaignId: number | null;
  readonly campaign: string;
  readonly status: string | null;
  /** Of all its contracts on the campaign, where they follow one another; null without one, or where caps do not add up. */
  readonly cap: number | null;
  readonly capLeads: number | null;
  readonly movement: Movement;
  /** Null without a cap or dates of the contract's own. */
  readonly pace: Pace | null;
  readonly range: ForecastRange | null;
  /** Contracts that the counters go over. */
  readonly contracts: number;
  readonly leads: number | null;
  readonly invalid: number | null;
  /** Null without leads, where one of the two is unknown, and where earlier leads were judged again. */
  readonly invalidRate: number | null;
  /** Earlier leads that were judged again, where that makes a rate meaningless. */
  readonly rejudged: number;
  /** The publisher's own earnings in the contract's currency: to date, and since the previous mail. */
  readonly earnings: Decimal4 | null;
  readonly earned: Decimal4 | null;
  readonly currency: string | null;
}

export interface OwnSection {
  readonly rows: readonly OwnRow[];
  readonly capLeads: number;
  readonly leads: number;
  readonly invalid: number;
  readonly invalidRate: number | null;
  /** Since the previous mail, by currency: amounts of different ones are never added. */
  readonly earned: readonly { readonly currency: string; readonly amount: Decimal4 }[];
  readonly findings: readonly Finding[];
}

/** What a publisher sees: nothing here is read from a campaign. Its figures are of all its campaigns, its rows those that matter. */
export function publisherViewOf(account: Account): OwnSection {
  const all = account.contracts.map((row) => rowOf(account, row));
  const rows = all
    .filter((row) => isActive(row.status) || hasMoved(row))
    .toSorted((a, b) => (a.pace?.share ?? 9) - (b.pace?.share ?? 9) || (a.campaignId ?? 0) - (b.campaignId ?? 0));
  const related = account.contracts.map((row) => leadsOf(account, contractKey(row)));
  const leads = related.reduce((sum, one) => sum + (one?.leads ?? 0), 0);
  const invalid = related.reduce((sum, one) => sum + (one?.invalid ?? 0), 0);
  return {
    rows,
    capLeads: all.reduce((sum, row) => sum + (row.movement.delta ?? 0), 0),
    leads,
    invalid,
    invalidRate: shareOf(invalid, leads),
    earned: earnedByCurrency(all),
    findings: rows.flatMap(findingOf),
  };
}

const hasMoved = ({ movement, leads, invalid, earned }: OwnRow): boolean =>
  [movement.delta, leads, invalid].some((delta) => delta !== null && delta !== 0) || (earned !== null && earned !== 0n);

/** All and invalid leads since the previous mail that may be set in relation; null where one of them is unknown. */
function leadsOf(account: Account, key: Key): { readonly leads: number; readonly invalid: number } | null {
  const { contractSeries: series } = account;
  const counters = [(row: ContractPoint) => row.total_leads, (row: ContractPoint) => row.invalid_leads];
  const [leads, invalid] = relatedMovements(series, counters, { key, from: series.base, to: series.last }) ?? [];
  return leads === undefined || invalid === undefined ? null : { leads, invalid };
}

function rowOf(account: Account, row: ContractDetail): OwnRow {
  const { contractSeries: series, capCounter: counter } = account;
  const key = contractKey(row);
  const terms = termsOf(account, row);
  const pace = paceOfContract(account, row, terms);
  const related = leadsOf(account, key);
  return {
    campaignId: row.campaign_id,
    campaign: contractCampaign(row),
    status: row.campaign_status,
    cap: terms.cap,
    capLeads: counter(row),
    movement: windowMovement(series, counter, key),
    pace,
    range: pace === null ? null : forecastRange(series, counter, { key, pace }),
    contracts: terms.contracts,
    leads: windowMovement(series, (point) => point.total_leads, key).delta,
    invalid: windowMovement(series, (point) => point.invalid_leads, key).delta,
    invalidRate: related === null ? null : shareOf(related.invalid, related.leads),
    rejudged: related === null ? 0 : rejudgedOf(related.invalid, related.leads),
    earnings: row.earnings,
    earned: earnedSince(account, key),
    currency: row.currency,
  };
}

/** Contracts whose caps do not add up say nothing about a pace. */
function paceOfContract(account: Account, row: ContractDetail, terms: ContractTerms): Pace | null {
  const { contractSeries: series, capCounter: counter } = account;
  const activityDate = series.infos[series.last]?.activityDate;
  if (activityDate === undefined || !terms.follow || !isActive(row.campaign_status)) return null;
  const dates = { startDate: terms.startDate, endDate: terms.endDate };
  const at = { position: series.last, key: contractKey(row) };
  const flight = {
    ...dates,
    ...deliveryAt(series, counter, { ...at, ...dates, isRunning: isDelivering }),
    required: terms.cap,
    uncapped: false,
    activityDate,
    capLeads: counter(row),
  };
  return paceOf(flight, account.settings.thresholds);
}

/** Since they were last known, as all that moves; null where the currency is another one since. */
function earnedSince({ contractSeries: series }: Account, key: Key): Decimal4 | null {
  const known = (row: ContractPoint): boolean => row.earnings !== null;
  const ends = endsOf({ series, from: series.base, to: series.last, known }, key);
  const [before, now] = ends === null ? [] : [series.row(ends.start, key), series.row(ends.end, key)];
  if (before?.earnings == null || now?.earnings == null || before.currency !== now.currency) return null;
  return now.earnings - before.earnings;
}

function earnedByCurrency(rows: readonly OwnRow[]): OwnSection["earned"] {
  const amounts = new Map<string, Decimal4>();
  for (const { currency, earned } of rows) {
    if (currency !== null && earned !== null) amounts.set(currency, (amounts.get(currency) ?? 0n) + earned);
  }
  return [...amounts]
    .map(([currency, amount]) => ({ currency, amount }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

function findingOf(row: OwnRow): readonly Finding[] {
  const { pace, campaign } = row;
  if (pace === null || (pace.status !== "at-risk" && pace.status !== "behind")) return [];
  return [{ kind: pace.status, subject: campaign, leads: shortfallOf(pace), stake: null, streak: null }];
}
