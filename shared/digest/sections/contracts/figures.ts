import { type Day, dayOf, daysBetween } from "../../../platform/day.ts";
import type { ContractDetail } from "../../input/digest-input.ts";
import { type Account, campaignRef, contractKey, isActive, isPaused, worthOf } from "../../model/account.ts";
import { cleanText } from "../../model/clean-text.ts";
import { contractCampaign, contractCap, isRenewed, lastDay, positive } from "../../model/contract-terms.ts";
import type { Finding } from "../../model/finding.ts";
import { type Streak, streakOf } from "../../model/streak.ts";

type ContractKind = "contract-unsigned" | "contract-ending" | "contract-reached" | "overcommitted";

/** A contract that needs somebody; of kind `overcommitted` one per campaign. */
export interface ContractRow {
  readonly kind: ContractKind;
  readonly publisher: string;
  readonly campaign: string;
  readonly campaignId: number | null;
  /** The contract's cap, and what all the publisher's contracts on the campaign delivered. */
  readonly required: number | null;
  readonly capLeads: number | null;
  /** Renewed within the history read: `delivered` then goes back to earlier contracts. */
  readonly renewed: boolean;
  /** unsigned: age in days; ending: days left. */
  readonly days: number | null;
  readonly endDate: Day | null;
  /** overcommitted: what the contracts may still deliver, and what the campaign still needs. */
  readonly open: number | null;
  readonly wanted: number | null;
  readonly streak: Streak | null;
}

export interface ContractsSection {
  readonly rows: readonly ContractRow[];
  readonly findings: readonly Finding[];
}

export function contractsOf(account: Account): ContractsSection {
  const live = account.contracts.filter((row) => isLive(account, row));
  const found = live.flatMap((row) => [...unsigned(account, row), ...ending(account, row), ...reached(account, row)]);
  const rows = [...found, ...overcommitted(account, live)];
  const findings = rows.map((row) => findingOf(account, row));
  const order = new Map(rows.map((row, position) => [row, findings[position]?.stake ?? 0n]));
  const byStake = (a: ContractRow, b: ContractRow): number => {
    const [first, second] = [order.get(a) ?? 0n, order.get(b) ?? 0n];
    return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (first < second ? 1 : first > second ? -1 : 0);
  };
  return { rows: rows.toSorted(byStake), findings };
}

const KINDS: readonly ContractKind[] = ["contract-ending", "contract-unsigned", "contract-reached", "overcommitted"];
const OVER = new Set(["ended", "inactive"]);

/** Whether anything can still come of the contract: its campaign is not over. */
function isLive(account: Account, row: ContractDetail): boolean {
  const campaign = row.campaign_id === null ? undefined : account.campaignOf.get(row.campaign_id);
  const status = (campaign?.status ?? row.campaign_status ?? "").toLowerCase();
  const today = activityDate(account);
  const end = campaign?.end_date ?? null;
  return status !== "ended" && (end === null || today === null || end > today);
}

/** Nothing waits for a signature while the campaign is paused. */
function isOnHold(account: Account, row: ContractDetail): boolean {
  const campaign = row.campaign_id === null ? undefined : account.campaignOf.get(row.campaign_id);
  return isPaused(campaign ?? { status: row.campaign_status, pause_ts: null });
}

const activityDate = (account: Account): Day | null =>
  account.contractSeries.infos[account.contractSeries.last]?.activityDate ?? null;

function unsigned(account: Account, row: ContractDetail): readonly ContractRow[] {
  if (row.signed_ts !== null) return [];
  if (OVER.has((row.current_contract_status ?? "").toLowerCase()) || isOnHold(account, row)) return [];
  const { contractSeries: series } = account;
  const date = series.infos[series.last]?.date;
  const created = row.created_ts === null ? null : dayOf(row.created_ts, account.input.timeZone);
  const days = created === null || date === undefined ? null : Math.max(daysBetween(created, date), 0);
  const streak = streakOf(series, (position) => {
    const before = series.row(position, contractKey(row));
    return before === undefined ? false : before.id === row.id && before.signed_ts === null;
  });
  return [rowOf(account, { kind: "contract-unsigned", row, streak, days })];
}

function ending(account: Account, row: ContractDetail): readonly ContractRow[] {
  const cap = contractCap(row);
  const capLeads = account.capCounter(row);
  const end = lastDay(account, row);
  const today = activityDate(account);
  if (cap === null || capLeads === null || capLeads >= cap || end === null || today === null) return [];
  const within = account.settings.thresholds.contractEndsWithinDays;
  const left = daysBetween(today, end);
  if (left < 1 || left > within || row.signed_ts === null) return [];
  const { contractSeries: series } = account;
  const streak = streakOf(series, (position) => {
    const info = series.infos[position];
    const before = series.row(position, contractKey(row));
    if (info === undefined || before === undefined) return undefined;
    return daysBetween(info.activityDate, end) <= within && (account.capCounter(before) ?? 0) < cap;
  });
  return [rowOf(account, { kind: "contract-ending", row, streak, days: left })];
}

/** A publisher that may deliver no more on an active campaign that still needs leads. */
function reached(account: Account, row: ContractDetail): readonly ContractRow[] {
  const cap = contractCap(row);
  const capLeads = account.capCounter(row);
  if (cap === null || capLeads === null || capLeads < cap || isRenewed(account, row)) return [];
  const campaign = row.campaign_id === null ? undefined : account.campaignOf.get(row.campaign_id);
  if (campaign === undefined || !isActive(campaign.status) || (stillWanted(account, campaign.id) ?? 0) <= 0) return [];
  const { contractSeries: series } = account;
  const streak = streakOf(series, (position) => {
    const before = series.row(position, contractKey(row));
    return before === undefined ? undefined : (account.capCounter(before) ?? 0) >= cap;
  });
  return [rowOf(account, { kind: "contract-reached", row, streak, days: null })];
}

/** Leads the campaign still needs to its cap; null without a cap. */
function stillWanted(account: Account, campaignId: number): number | null {
  const campaign = account.campaignOf.get(campaignId);
  const capLeads = campaign === undefined ? null : account.capCounter(campaign);
  if (campaign === undefined || capLeads === null || campaign.uncapped === true) return null;
  const cap = positive(campaign.leads_required);
  return cap === null ? null : cap - capLeads;
}

/** Campaigns whose signed contracts may still deliver more than the campaign needs. */
function overcommitted(account: Account, live: readonly ContractDetail[]): readonly ContractRow[] {
  const open = new Map<number, { leads: number; contracts: number; first: ContractDetail }>();
  for (const row of live) {
    const cap = contractCap(row);
    const capLeads = account.capCounter(row);
    if (cap === null || capLeads === null || row.campaign_id === null || row.signed_ts === null) continue;
    if (isRenewed(account, row)) continue;
    const known = open.get(row.campaign_id) ?? { leads: 0, contracts: 0, first: row };
    open.set(row.campaign_id, {
      ...known,
      leads: known.leads + Math.max(cap - capLeads, 0),
      contracts: known.contracts + 1,
    });
  }
  return [...open].flatMap(([id, { leads, contracts, first }]) => {
    const wanted = stillWanted(account, id);
    const campaign = account.campaignOf.get(id);
    if (wanted === null || campaign === undefined || !isActive(campaign.status) || leads <= Math.max(wanted, 0))
      return [];
    const row = rowOf(account, { kind: "overcommitted", row: first, streak: null, days: null });
    return [
      {
        ...row,
        publisher: contracts === 1 ? row.publisher : `${contracts} publishers`,
        open: leads,
        wanted: Math.max(wanted, 0),
      },
    ];
  });
}

interface Made {
  readonly kind: ContractKind;
  readonly row: ContractDetail;
  readonly streak: Streak | null;
  readonly days: number | null;
}

function rowOf(account: Account, { kind, row, streak, days }: Made): ContractRow {
  const campaign = row.campaign_id === null ? undefined : account.campaignOf.get(row.campaign_id);
  return {
    kind,
    publisher: cleanText(row.publisher_name, `Publisher ${row.publisher_id ?? "unknown"}`),
    campaign: campaign === undefined ? contractCampaign(row) : campaignRef(campaign).name,
    campaignId: row.campaign_id,
    required: contractCap(row),
    capLeads: account.capCounter(row),
    renewed: isRenewed(account, row),
    days,
    endDate: lastDay(account, row),
    open: null,
    wanted: null,
    streak,
  };
}

function findingOf(account: Account, row: ContractRow): Finding {
  const open = row.required === null || row.capLeads === null ? null : Math.max(row.required - row.capLeads, 0);
  const counts = row.kind === "contract-ending" || row.kind === "contract-unsigned";
  const leads = counts ? open : null;
  const campaign = row.campaignId === null ? undefined : account.campaignOf.get(row.campaignId);
  const subject = `${row.publisher} on ${row.campaign}`;
  return {
    kind: row.kind,
    subject,
    leads,
    stake: leads === null ? null : worthOf(leads, campaign),
    streak: row.streak,
  };
}
