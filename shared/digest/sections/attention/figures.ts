import type { Day } from "../../../platform/day.ts";
import type { CampaignDetail } from "../../input/digest-input.ts";
import {
  type CampaignRef,
  campaignKey,
  campaignRef,
  isActive,
  isPaused,
  type World,
  worthOf,
} from "../../model/account.ts";
import type { Finding } from "../../model/finding.ts";
import { windowMovement } from "../../model/movement.ts";
import { type Standing, standingOf } from "../../model/streak.ts";
import { paceAt } from "../pacing/figures.ts";

/** A campaign that needs somebody for a reason that its pace alone does not show. */
export interface AttentionRow {
  readonly kind: "silent" | "paused-behind" | "ended-short" | "starting-unsigned";
  readonly campaign: CampaignRef;
  readonly standing: Standing | null;
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
  readonly findings: readonly Finding[];
}

export function attentionOf(world: World): Attention {
  const signed = new Set(world.contracts.filter((row) => row.signed_ts !== null).map((row) => row.campaign_id));
  const rows = world.campaigns.flatMap((campaign) => [
    ...silent(world, campaign),
    ...pausedBehind(world, campaign),
    ...endedShort(world, campaign),
    ...startingUnsigned(world, campaign, signed),
  ]);
  const told = rows.map((row) => ({ row, finding: findingOf(world, row) })).toSorted(byStake);
  return { rows: told.map(({ row }) => row), findings: told.map(({ finding }) => finding) };
}

type Told = { readonly row: AttentionRow; readonly finding: Finding };

/** By kind, what is lost now before what is over; then the greatest stake first. */
function byStake(a: Told, b: Told): number {
  const [first, second] = [a.finding.stake ?? 0n, b.finding.stake ?? 0n];
  return KINDS.indexOf(a.row.kind) - KINDS.indexOf(b.row.kind) || (first < second ? 1 : first > second ? -1 : 0);
}

const KINDS: readonly AttentionRow["kind"][] = ["silent", "paused-behind", "starting-unsigned", "ended-short"];

function findingOf(world: World, row: AttentionRow): Finding {
  const stake = row.missing === null ? null : worthOf(row.missing, world.campaignOf.get(row.campaign.id));
  return { kind: row.kind, subject: row.campaign.name, leads: row.missing, stake, standing: row.standing };
}

/** Active, behind, no conversion for some hours and no lead since the previous mail. */
function silent(world: World, campaign: CampaignDetail): readonly AttentionRow[] {
  const { campaignSeries: series } = world;
  const key = campaignKey(campaign);
  const holds = (position: number): boolean | undefined => {
    const row = series.row(position, key);
    const info = series.infos[position];
    if (row === undefined || info === undefined) return undefined;
    const status = paceAt(world, position, key)?.status;
    if (!isActive(row.status) || isPaused(row) || (status !== "at-risk" && status !== "behind")) return false;
    const quietFrom = row.last_conversion ?? Date.parse(`${row.start_date}T00:00:00Z`);
    return info.snapshotAt - quietFrom > world.settings.thresholds.silentHours * 3_600_000;
  };
  const standing = standingOf(series, holds);
  if (standing === null) return [];
  const movement = windowMovement(series, (row) => row.total_leads, key);
  if (movement.delta !== null && movement.delta > 0) return [];
  return [rowOf(world, { kind: "silent", campaign, standing, date: campaign.end_date })];
}

/** Paused before its last day with less delivered than its time asks for. */
function pausedBehind(world: World, campaign: CampaignDetail): readonly AttentionRow[] {
  const { campaignSeries: series } = world;
  const key = campaignKey(campaign);
  const holds = (position: number): boolean | undefined => {
    const row = series.row(position, key);
    if (row === undefined) return undefined;
    const pace = isPaused(row) ? paceAt(world, position, key) : null;
    if (pace === null || pace.daysLeft === 0 || pace.status === "reached") return false;
    return pace.index !== null && pace.index < world.settings.thresholds.behindBelow;
  };
  const standing = standingOf(series, holds);
  return standing === null
    ? []
    : [rowOf(world, { kind: "paused-behind", campaign, standing, date: campaign.end_date })];
}

/** Its last day lies between the previous mail and now, and the cap was not reached. */
function endedShort(world: World, campaign: CampaignDetail): readonly AttentionRow[] {
  const { campaignSeries: series } = world;
  const now = series.infos[series.last]?.activityDate;
  const before = series.infos[series.base]?.activityDate;
  const { end_date: end } = campaign;
  if (now === undefined || end === null || end > now) return [];
  if (before === undefined ? end < now : end <= before) return [];
  const pace = paceAt(world, series.last, campaignKey(campaign));
  if (pace === null || pace.status === "reached") return [];
  return [rowOf(world, { kind: "ended-short", campaign, standing: null, date: end })];
}

/** Starts today, or started since the previous mail, and no publisher has signed. */
function startingUnsigned(
  world: World,
  campaign: CampaignDetail,
  signed: ReadonlySet<number | null>,
): readonly AttentionRow[] {
  const { campaignSeries: series } = world;
  const today = series.infos[series.last]?.date;
  const before = series.infos[series.base]?.date;
  const { start_date: start } = campaign;
  if (world.input.contracts.newest === undefined || today === undefined || start === null) return [];
  if (start > today || (before === undefined ? start < today : start <= before)) return [];
  if (isPaused(campaign) || campaign.status?.toLowerCase() === "ended" || signed.has(campaign.id)) return [];
  return [rowOf(world, { kind: "starting-unsigned", campaign, standing: null, date: start })];
}

type Made = Pick<AttentionRow, "kind" | "standing" | "date"> & { readonly campaign: CampaignDetail };

function rowOf(world: World, { kind, campaign, standing, date }: Made): AttentionRow {
  const required = campaign.uncapped === true || (campaign.leads_required ?? 0) <= 0 ? null : campaign.leads_required;
  const delivered = world.capCounter(campaign);
  const missing = required === null || delivered === null ? null : Math.max(required - delivered, 0);
  return {
    kind,
    campaign: campaignRef(campaign),
    standing,
    missing,
    required,
    lastConversion: campaign.last_conversion,
    date,
  };
}
