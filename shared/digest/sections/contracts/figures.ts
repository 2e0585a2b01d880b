import type { Decimal4 } from "../../../catalog/column.ts";
import { type Day, dayOf, daysBetween } from "../../../platform/day.ts";
import type { ContractDetail } from "../../input/digest-input.ts";
import { type Account, campaignRef, contractKey, isActive, isPaused, worthOf } from "../../model/account.ts";
import { cleanText } from "../../model/clean-text.ts";
import {
  type ContractTerms,
  campaignStatus,
  canDeliver,
  contractCampaign,
  knownCampaign,
  positive,
  termsOf,
} from "../../model/contract-terms.ts";
import type { ContractRef } from "../../model/refs.ts";
import { contractRef } from "../../model/refs.ts";
import { type Streak, streakOf } from "../../model/streak.ts";

type ContractKind = "contract-unsigned" | "contract-ending" | "contract-reached" | "overcommitted";

/** A contract that needs somebody; of kind `overcommitted` one per campaign. */
export interface ContractRow {
  readonly kind: ContractKind;
  readonly contract: ContractRef;
  readonly publisher: string;
  readonly campaign: string;
  readonly campaignId: number | null;
  /** The cap of all the publisher's contracts on the campaign, where they follow one another, and what they delivered. */
  readonly required: number | null;
  readonly capLeads: number | null;
  /** Contracts that both go over. */
  readonly contracts: number;
  /** unsigned: age in days; ending: days left. */
  readonly days: number | null;
  readonly endDate: Day | null;
  /** overcommitted: what the contracts may still deliver, and what the campaign still needs. */
  readonly open: number | null;
  readonly wanted: number | null;
  /** overcommitted: contracts that may deliver. */
  readonly among: number;
  readonly streak: Streak | null;
}

export interface ContractsSection {
  readonly rows: readonly ContractRow[];
}

/** A contract that can still deliver, with the terms it is judged by. */
interface Live {
  readonly row: ContractDetail;
  readonly terms: ContractTerms;
}

export function contractsOf(account: Account): ContractsSection {
  const live = liveOf(account, account.contracts);
  const found = live.flatMap((one) => [...unsigned(account, one), ...ending(account, one), ...reached(account, one)]);
  const rows = [...found, ...overcommitted(account)];
  const order = new Map(rows.map((row) => [row, stakeOf(account, row)]));
  const byStake = (a: ContractRow, b: ContractRow): number => {
    const [first, second] = [order.get(a) ?? 0n, order.get(b) ?? 0n];
    return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (first < second ? 1 : first > second ? -1 : 0);
  };
  return { rows: rows.toSorted(byStake) };
}

const KINDS: readonly ContractKind[] = ["contract-ending", "contract-unsigned", "contract-reached", "overcommitted"];

const liveOf = (account: Account, contracts: readonly ContractDetail[]): readonly Live[] =>
  contracts
    .map((row) => ({ row, terms: termsOf(account, row) }))
    .filter(({ row, terms }) => canDeliver(account, row, terms));

/** Nothing waits for a signature while the campaign is paused. */
function isOnHold(account: Account, row: ContractDetail): boolean {
  const pausedAt = knownCampaign(account, row.campaign_id)?.pause_ts ?? null;
  return isPaused({ status: campaignStatus(account, row), pause_ts: pausedAt });
}

const activityDate = (account: Account): Day | null =>
  account.contractSeries.infos[account.contractSeries.last]?.activityDate ?? null;

function unsigned(account: Account, { row, terms }: Live): readonly ContractRow[] {
  if (row.signed_ts !== null || isOnHold(account, row)) return [];
  const { contractSeries: series } = account;
  const date = series.infos[series.last]?.date;
  const created = row.created_ts === null ? null : dayOf(row.created_ts, account.input.timeZone);
  const days = created === null || date === undefined ? null : Math.max(daysBetween(created, date), 0);
  const streak = streakOf(series, (position) => {
    const before = series.row(position, contractKey(row));
    return before === undefined ? false : before.id === row.id && before.signed_ts === null;
  });
  return [rowOf(account, { kind: "contract-unsigned", row, terms, streak, days })];
}

function ending(account: Account, { row, terms }: Live): readonly ContractRow[] {
  const { cap, endDate: end } = terms;
  const capLeads = account.capCounter(row);
  const today = activityDate(account);
  if (cap === null || capLeads === null || capLeads >= cap || end === null || today === null) return [];
  const within = account.settings.thresholds.contractEndsWithinDays;
  const left = daysBetween(today, end);
  if (left < 1 || left > within || row.signed_ts === null) return [];
  const { contractSeries: series } = account;
  const streak = streakOf(series, (position) => {
    const info = series.infos[position];
    const before = capLeadsAt(account, row, position);
    if (info === undefined || before === null) return undefined;
    return daysBetween(info.activityDate, end) <= within && before < cap;
  });
  return [rowOf(account, { kind: "contract-ending", row, terms, streak, days: left })];
}

function capLeadsAt(account: Account, row: ContractDetail, position: number): number | null {
  const before = account.contractSeries.row(position, contractKey(row));
  return before === undefined ? null : account.capCounter(before);
}

/** A publisher that may deliver no more on an active campaign that still needs leads. */
function reached(account: Account, { row, terms }: Live): readonly ContractRow[] {
  const { cap } = terms;
  const capLeads = account.capCounter(row);
  if (cap === null || capLeads === null || capLeads < cap || row.signed_ts === null) return [];
  const campaign = knownCampaign(account, row.campaign_id);
  if (campaign === undefined || !isActive(campaignStatus(account, row)) || isOnHold(account, row)) return [];
  if ((stillWanted(account, campaign.id) ?? 0) <= 0) return [];
  const { contractSeries: series } = account;
  const streak = streakOf(series, (position) => {
    const before = capLeadsAt(account, row, position);
    return before === null ? undefined : before >= cap;
  });
  return [rowOf(account, { kind: "contract-reached", row, terms, streak, days: null })];
}

/** Leads the campaign still needs to its cap; null without a cap. */
function stillWanted(account: Account, campaignId: number): number | null {
  const campaign = knownCampaign(account, campaignId);
  const capLeads = campaign === undefined ? null : account.capCounter(campaign);
  if (campaign === undefined || capLeads === null || campaign.uncapped === true) return null;
  const cap = positive(campaign.leads_required);
  return cap === null ? null : cap - capLeads;
}

/**
 * Campaigns whose signed contracts may still deliver more than the campaign needs. All publishers' count, whatever the filter, since it is
 * said of the campaign; what may come of contracts that do not follow one another is not known, and not counted.
 */
function overcommitted(account: Account): readonly ContractRow[] {
  const open = new Map<number, { leads: number; contracts: number; first: Live }>();
  const wanting = account.everyContract.filter((row) => account.campaignOf.has(row.campaign_id ?? -1));
  for (const one of liveOf(account, wanting)) {
    const { row, terms } = one;
    const capLeads = account.capCounter(row);
    if (row.campaign_id === null || row.signed_ts === null || terms.cap === null || capLeads === null) continue;
    const known = open.get(row.campaign_id) ?? { leads: 0, contracts: 0, first: one };
    open.set(row.campaign_id, {
      ...known,
      leads: known.leads + Math.max(terms.cap - capLeads, 0),
      contracts: known.contracts + 1,
    });
  }
  return [...open].flatMap(([id, { leads, contracts, first }]) => {
    const wanted = stillWanted(account, id);
    const campaign = account.campaignOf.get(id);
    if (wanted === null || campaign === undefined || !isActive(campaign.status) || leads <= Math.max(wanted, 0))
      return [];
    const row = rowOf(account, { kind: "overcommitted", ...first, streak: null, days: null });
    return [
      {
        ...row,
        publisher: contracts === 1 ? row.publisher : `${contracts} publishers`,
        among: contracts,
        open: leads,
        wanted: Math.max(wanted, 0),
      },
    ];
  });
}

interface Made extends Live {
  readonly kind: ContractKind;
  readonly streak: Streak | null;
  readonly days: number | null;
}

function rowOf(account: Account, { kind, row, terms, streak, days }: Made): ContractRow {
  const campaign = row.campaign_id === null ? undefined : account.campaignOf.get(row.campaign_id);
  return {
    kind,
    contract: contractRef(row),
    publisher: cleanText(row.publisher_name, `Publisher ${row.publisher_id ?? "unknown"}`),
    campaign: campaign === undefined ? contractCampaign(row) : campaignRef(campaign).name,
    campaignId: row.campaign_id,
    required: terms.cap,
    capLeads: account.capCounter(row),
    contracts: terms.contracts,
    days,
    endDate: terms.endDate,
    open: null,
    wanted: null,
    among: 1,
    streak,
  };
}

function stakeOf({ campaignOf }: Account, row: ContractRow): Decimal4 {
  const leads = row.kind === "contract-ending" || row.kind === "contract-unsigned" ? openLeads(row) : null;
  return (leads === null ? null : worthOf(leads, campaignOf.get(row.campaignId ?? -1))) ?? 0n;
}

/** Leads that are still to come of its contracts; null where their caps do not add up. */
const openLeads = ({ required, capLeads }: ContractRow): number | null =>
  required === null || capLeads === null ? null : Math.max(required - capLeads, 0);
