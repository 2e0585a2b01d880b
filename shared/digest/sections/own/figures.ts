import type { Decimal4 } from "../../../catalog/column.ts";
import type { ContractDetail } from "../../input/digest-input.ts";
import { type Account, contractKey, isActive } from "../../model/account.ts";
import { shortfallOf } from "../../model/campaign-pace.ts";
import { contractCampaign, contractCap, isRenewed } from "../../model/contract-terms.ts";
import type { Finding } from "../../model/finding.ts";
import { type ForecastRange, forecastRange } from "../../model/forecast-range.ts";
import { type Movement, rateAt, windowMovement } from "../../model/movement.ts";
import { type Pace, paceOf } from "../../model/pace.ts";
import type { Key } from "../../model/series.ts";
import { shareOf } from "../../model/share.ts";

/** One of the publisher's campaigns, told by its contract row alone. */
export interface OwnRow {
  readonly campaignId: number | null;
  readonly campaign: string;
  readonly status: string | null;
  readonly cap: number | null;
  readonly capLeads: number | null;
  readonly movement: Movement;
  /** Null without a cap or dates of the contract's own. */
  readonly pace: Pace | null;
  readonly range: ForecastRange | null;
  readonly renewed: boolean;
  readonly leads: number | null;
  readonly invalid: number | null;
  readonly invalidRate: number | null;
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

/** What a publisher sees: nothing here is read from a campaign. */
export function publisherViewOf(account: Account): OwnSection {
  const rows = account.contracts
    .map((row) => rowOf(account, row))
    .filter((row) => isActive(row.status) || (row.movement.delta ?? 0) !== 0)
    .toSorted((a, b) => (a.pace?.share ?? 9) - (b.pace?.share ?? 9) || (a.campaignId ?? 0) - (b.campaignId ?? 0));
  const leads = rows.reduce((sum, row) => sum + (row.leads ?? 0), 0);
  const invalid = rows.reduce((sum, row) => sum + (row.invalid ?? 0), 0);
  return {
    rows,
    capLeads: rows.reduce((sum, row) => sum + (row.movement.delta ?? 0), 0),
    leads,
    invalid,
    invalidRate: shareOf(invalid, leads),
    earned: earnedByCurrency(rows),
    findings: rows.flatMap(findingOf),
  };
}

function rowOf(account: Account, row: ContractDetail): OwnRow {
  const { contractSeries: series, capCounter: counter } = account;
  const key = contractKey(row);
  const leads = windowMovement(series, (point) => point.total_leads, key).delta;
  const invalid = windowMovement(series, (point) => point.invalid_leads, key).delta;
  const pace = paceOfContract(account, row, key);
  return {
    campaignId: row.campaign_id,
    campaign: contractCampaign(row),
    status: row.campaign_status,
    cap: contractCap(row),
    capLeads: counter(row),
    movement: windowMovement(series, counter, key),
    pace,
    range: pace === null ? null : forecastRange(series, counter, { key, pace }),
    renewed: isRenewed(account, row),
    leads,
    invalid,
    invalidRate: leads === null || invalid === null ? null : shareOf(invalid, leads),
    earnings: row.earnings,
    earned: earnedSince(account, row, key),
    currency: row.currency,
  };
}

/** A renewed contract's counters go back to earlier contracts, so they say nothing about its own cap. */
function paceOfContract(account: Account, row: ContractDetail, key: Key): Pace | null {
  const { contractSeries: series, capCounter: counter } = account;
  const activityDate = series.infos[series.last]?.activityDate;
  if (activityDate === undefined || isRenewed(account, row) || !isActive(row.campaign_status)) return null;
  const flight = {
    required: contractCap(row),
    uncapped: row.uncapped,
    startDate: row.start_date,
    endDate: row.end_date,
    activityDate,
    capLeads: counter(row),
    rate: rateAt(series, counter, { position: series.last, key }),
  };
  return paceOf(flight, account.settings.thresholds);
}

function earnedSince(account: Account, row: ContractDetail, key: Key): Decimal4 | null {
  const before = account.input.contracts.base?.rows.find((one) => contractKey(one) === key);
  if (before === undefined || before.earnings === null || row.earnings === null) return null;
  return before.currency === row.currency ? row.earnings - before.earnings : null;
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
