import type { CampaignDetail, CampaignPoint } from "../../input/digest-input.ts";
import {
  type CampaignRef,
  campaignKey,
  campaignRef,
  excludedAs,
  isActive,
  isPaused,
  type World,
  worthOf,
} from "../../model/account.ts";
import type { Finding, Resolved } from "../../model/finding.ts";
import { type ForecastRange, forecastRange } from "../../model/forecast-range.ts";
import { type Movement, rateAt, windowMovement } from "../../model/movement.ts";
import { type Pace, type PaceStatus, paceOf } from "../../model/pace.ts";
import type { Key } from "../../model/series.ts";
import { isResolved, type Standing, standingOf } from "../../model/streak.ts";

export interface PacingRow {
  readonly campaign: CampaignRef;
  readonly pace: Pace;
  readonly range: ForecastRange | null;
  readonly movement: Movement;
  /** How long it has been at risk or behind; null for the others. */
  readonly standing: Standing | null;
  /** Leads on hold now, and whether holding them is on purpose. */
  readonly held: number;
  readonly heldOnPurpose: "schedule" | "over-delivery" | null;
  /** The end's extension as the API gives it: shown, never added. */
  readonly extension: number | null;
}

export interface PacingSection {
  /** Active capped campaigns, furthest from their cap first. */
  readonly rows: readonly PacingRow[];
  readonly counts: Readonly<Record<PaceStatus, number>>;
  /** Active campaigns without a pace: no cap, or no dates. */
  readonly unpaced: { readonly uncapped: number; readonly withoutCap: number; readonly withoutEnd: number };
  readonly findings: readonly Finding[];
  readonly resolved: readonly Resolved[];
}

const ORDER: Readonly<Record<PaceStatus, number>> = {
  "at-risk": 0,
  behind: 1,
  "on-pace": 2,
  ahead: 3,
  reached: 4,
  "not-started": 5,
};

export function pacingOf(world: World): PacingSection {
  const rows: PacingRow[] = [];
  const resolved: Resolved[] = [];
  const counts = { "at-risk": 0, behind: 0, "on-pace": 0, ahead: 0, reached: 0, "not-started": 0 };
  const unpaced = { uncapped: 0, withoutCap: 0, withoutEnd: 0 };
  for (const campaign of world.campaigns) {
    resolved.push(...recoveries(world, campaign));
    if (!isActive(campaign.status) || isPaused(campaign)) continue;
    const pace = paceAt(world, world.campaignSeries.last, campaignKey(campaign));
    if (pace === null) {
      unpaced[whyUnpaced(campaign)] += 1;
      continue;
    }
    counts[pace.status] += 1;
    rows.push(rowOf(world, campaign, pace));
  }
  rows.sort(worstFirst);
  return { rows, counts, unpaced, findings: rows.flatMap((row) => findingOf(world, row)), resolved };
}

/** The pace of a campaign as the snapshot at `position` shows it; null when it has none there. */
export function paceAt(world: World, position: number, key: Key): Pace | null {
  const { campaignSeries: series, capCounter: counter } = world;
  const row = series.row(position, key);
  const info = series.infos[position];
  if (row === undefined || info === undefined) return null;
  const flight = {
    required: row.leads_required,
    uncapped: row.uncapped,
    startDate: row.start_date,
    endDate: row.end_date,
    activityDate: info.activityDate,
    delivered: counter(row),
    rate: rateAt(series, counter, { position, key }),
  };
  return paceOf(flight, world.settings.thresholds);
}

function whyUnpaced(row: CampaignPoint): keyof PacingSection["unpaced"] {
  if (row.uncapped === true) return "uncapped";
  return row.leads_required === null || row.leads_required <= 0 ? "withoutCap" : "withoutEnd";
}

function rowOf(world: World, campaign: CampaignDetail, pace: Pace): PacingRow {
  const { campaignSeries: series, capCounter: counter } = world;
  const key = campaignKey(campaign);
  const held = campaign.held_leads ?? 0;
  const scheduled = campaign.use_scheduled_delivery === true;
  const overDelivery = campaign.hold_publisher_over_delivery === true;
  return {
    campaign: campaignRef(campaign),
    pace,
    range: forecastRange(series, counter, { key, pace }),
    movement: windowMovement(series, counter, key),
    standing: isWanting(pace.status) ? standingOf(series, hasStatus(world, key, pace.status)) : null,
    held,
    heldOnPurpose: held === 0 ? null : scheduled ? "schedule" : overDelivery ? "over-delivery" : null,
    extension: campaign.end_ts_extension === 0 ? null : campaign.end_ts_extension,
  };
}

type Wanting = "at-risk" | "behind";
const isWanting = (status: PaceStatus): status is Wanting => status === "at-risk" || status === "behind";

/** Whether the campaign ran with that status in a snapshot; undefined where the snapshot does not hold it. */
function hasStatus(world: World, key: Key, status: Wanting): (position: number) => boolean | undefined {
  return (position) => {
    const row = world.campaignSeries.row(position, key);
    if (row === undefined) return undefined;
    if (!isActive(row.status) || isPaused(row) || excludedAs(row) !== null) return false;
    return paceAt(world, position, key)?.status === status;
  };
}

/** At risk in the previous mail and well now: on pace, ahead or its cap reached. */
function recoveries(world: World, campaign: CampaignDetail): readonly Resolved[] {
  const key = campaignKey(campaign);
  const status = paceAt(world, world.campaignSeries.last, key)?.status;
  if (status !== "on-pace" && status !== "ahead" && status !== "reached") return [];
  const subject = campaignRef(campaign).name;
  return (["at-risk", "behind"] as const)
    .filter((kind) => isResolved(world.campaignSeries, hasStatus(world, key, kind)))
    .map((kind) => ({ kind, subject }));
}

/** Leads that will be missing at the end: by the forecast, or by the even delivery while it is early. */
export function shortfallOf(pace: Pace): number {
  return Math.max(Math.round(pace.required - (pace.forecast ?? pace.required * (pace.share ?? 1))), 0);
}

function findingOf(world: World, { campaign, pace, standing }: PacingRow): readonly Finding[] {
  if (!isWanting(pace.status)) return [];
  const leads = shortfallOf(pace);
  const stake = worthOf(leads, world.campaignOf.get(campaign.id));
  return [{ kind: pace.status, subject: campaign.name, leads, stake, standing }];
}

function worstFirst(a: PacingRow, b: PacingRow): number {
  return (
    ORDER[a.pace.status] - ORDER[b.pace.status] ||
    (a.pace.share ?? 0) - (b.pace.share ?? 0) ||
    a.campaign.id - b.campaign.id
  );
}
