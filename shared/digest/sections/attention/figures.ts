import type { Decimal4 } from "../../../catalog/column.ts";
import { addDays, type Day, dayOf } from "../../../platform/day.ts";
import type { CampaignDetail, CampaignPoint } from "../../input/digest-input.ts";
import {
  type Account,
  type CampaignRef,
  campaignKey,
  campaignRef,
  isActive,
  isPaused,
  worthOf,
} from "../../model/account.ts";
import { paceAt } from "../../model/campaign-pace.ts";
import { weekdaysIn } from "../../model/day-span.ts";
import { FEWEST_WEEKDAYS } from "../../model/delivery.ts";
import { windowMovement } from "../../model/movement.ts";
import { type Streak, streakOf } from "../../model/streak.ts";

/** A campaign that needs somebody for a reason that its pace alone does not show. */
export interface AttentionRow {
  readonly kind: "silent" | "paused-behind" | "ended-short" | "starting-unsigned";
  readonly campaign: CampaignRef;
  readonly streak: Streak | null;
  /** Leads missing to the cap; null without a cap. */
  readonly missing: number | null;
  readonly required: number | null;
  /** silent: last conversion, epoch ms; null when there never was one. */
  readonly lastConversion: number | null;
  /** ended-short: last day; starting-unsigned: first day; paused-behind: last day. */
  readonly date: Day | null;
}

export interface Attention {
  readonly rows: readonly AttentionRow[];
}

export function attentionOf(account: Account): Attention {
  const signed = signedCampaigns(account);
  const rows = account.campaigns.flatMap((campaign) => [
    ...silent(account, campaign),
    ...pausedBehind(account, campaign),
    ...endedShort(account, campaign),
    ...startingUnsigned(account, campaign, signed),
  ]);
  const told = rows.map((row) => ({ row, stake: stakeOf(account, row) })).toSorted(byStake);
  return { rows: told.map(({ row }) => row) };
}

/** Campaigns that some publisher has signed for, be it under terms that newer ones wait to replace. */
function signedCampaigns({ everyContract, versions }: Account): ReadonlySet<number | null> {
  const contracts = [...everyContract, ...[...versions.values()].flat()];
  return new Set(contracts.filter((row) => row.signed_ts !== null).map((row) => row.campaign_id));
}

type Told = { readonly row: AttentionRow; readonly stake: Decimal4 };

/** By kind, what is lost now before what is over; then the greatest stake first. */
function byStake(a: Told, b: Told): number {
  return KINDS.indexOf(a.row.kind) - KINDS.indexOf(b.row.kind) || (a.stake < b.stake ? 1 : a.stake > b.stake ? -1 : 0);
}

const KINDS: readonly AttentionRow["kind"][] = ["silent", "paused-behind", "starting-unsigned", "ended-short"];

const stakeOf = ({ campaignOf }: Account, { missing, campaign }: AttentionRow): Decimal4 =>
  (missing === null ? null : worthOf(missing, campaignOf.get(campaign.id))) ?? 0n;

/** Active, behind, no conversion for some weekdays and no lead since the previous mail. */
function silent(account: Account, campaign: CampaignDetail): readonly AttentionRow[] {
  const { campaignSeries: series } = account;
  const key = campaignKey(campaign);
  const holds = (position: number): boolean | undefined => {
    const row = series.row(position, key);
    const info = series.infos[position];
    if (row === undefined || info === undefined) return undefined;
    if (account.capCounter(row) === null) return undefined;
    const status = paceAt(account, position, key)?.status;
    if (!isActive(row.status) || isPaused(row) || (status !== "at-risk" && status !== "behind")) return false;
    return quietWeekdays(account, row, info.activityDate) >= account.settings.thresholds.silentWeekdays;
  };
  const streak = holds(series.last) === true ? streakOf(series, holds) : null;
  if (streak === null) return [];
  const movement = windowMovement(series, (row) => row.total_leads, key);
  if (movement.delta !== null && movement.delta > 0) return [];
  return [rowOf(account, { kind: "silent", campaign, streak, date: campaign.end_date })];
}

/** Whole days from Monday to Friday without a conversion, up to the day that a snapshot tells of. */
function quietWeekdays({ input }: Account, { last_conversion, start_date }: CampaignPoint, last: Day): number {
  const first = last_conversion === null ? start_date : addDays(dayOf(last_conversion, input.timeZone), 1);
  return first === null ? 0 : weekdaysIn({ first, last });
}

/** Paused before its last day with less delivered than its time asks for. */
function pausedBehind(account: Account, campaign: CampaignDetail): readonly AttentionRow[] {
  const { campaignSeries: series } = account;
  const key = campaignKey(campaign);
  const holds = (position: number): boolean | undefined => {
    const row = series.row(position, key);
    if (row === undefined || account.capCounter(row) === null) return undefined;
    const pace = isPaused(row) ? paceAt(account, position, key) : null;
    if (pace === null || pace.daysLeft === 0 || pace.status === "reached") return false;
    if (isYoung(row, series.infos[position]?.activityDate ?? null)) return false;
    return pace.index !== null && pace.index < account.settings.thresholds.behindBelow;
  };
  const streak = holds(series.last) === true ? streakOf(series, holds) : null;
  return streak === null ? [] : [rowOf(account, { kind: "paused-behind", campaign, streak, date: campaign.end_date })];
}

/** Without three weekdays since its start there is nothing to be behind with. */
const isYoung = ({ start_date: first }: CampaignPoint, last: Day | null): boolean =>
  first === null || last === null || weekdaysIn({ first, last }) < FEWEST_WEEKDAYS;

/** It is over since the previous mail, also where its end was moved into the past, and the cap was not reached. */
function endedShort(account: Account, campaign: CampaignDetail): readonly AttentionRow[] {
  const { campaignSeries: series } = account;
  const now = series.infos[series.last]?.activityDate;
  const { end_date: end } = campaign;
  if (now === undefined || end === null || end > now || wasOver(account, campaign)) return [];
  const pace = paceAt(account, series.last, campaignKey(campaign));
  if (pace === null || pace.status === "reached") return [];
  return [rowOf(account, { kind: "ended-short", campaign, streak: null, date: end })];
}

/** Whether the previous mail's snapshot, or without it the day before, shows the campaign over. */
function wasOver({ campaignSeries: series }: Account, campaign: CampaignDetail): boolean {
  const now = series.infos[series.last]?.activityDate ?? "";
  const before = series.infos[series.base]?.activityDate ?? addDays(now, -1);
  const end = (series.row(series.base, campaignKey(campaign)) ?? campaign).end_date;
  return end !== null && end <= before;
}

/** Starts today, or started since the previous mail, and no publisher has signed. */
function startingUnsigned(
  account: Account,
  campaign: CampaignDetail,
  signed: ReadonlySet<number | null>,
): readonly AttentionRow[] {
  const { campaignSeries: series } = account;
  const today = series.infos[series.last]?.date;
  const before = series.infos[series.base]?.date;
  const { start_date: start } = campaign;
  if (account.input.contracts.newest === undefined || today === undefined || start === null) return [];
  if (start > today || (before === undefined ? start < today : start <= before)) return [];
  if (isPaused(campaign) || campaign.status?.toLowerCase() === "ended" || signed.has(campaign.id)) return [];
  return [rowOf(account, { kind: "starting-unsigned", campaign, streak: null, date: start })];
}

type Made = Pick<AttentionRow, "kind" | "streak" | "date"> & { readonly campaign: CampaignDetail };

function rowOf(account: Account, { kind, campaign, streak, date }: Made): AttentionRow {
  const required = campaign.uncapped === true || (campaign.leads_required ?? 0) <= 0 ? null : campaign.leads_required;
  const capLeads = account.capCounter(campaign);
  const missing = required === null || capLeads === null ? null : Math.max(required - capLeads, 0);
  return {
    kind,
    campaign: campaignRef(campaign),
    streak,
    missing,
    required,
    lastConversion: campaign.last_conversion,
    date,
  };
}
