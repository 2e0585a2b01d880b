import type { CampaignDetail } from "../../input/digest-input.ts";
import {
  type Account,
  type CampaignRef,
  campaignKey,
  campaignRef,
  excludedAs,
  isActive,
  isPaused,
} from "../../model/account.ts";
import { paceAt } from "../../model/campaign-pace.ts";
import { type ForecastRange, forecastRange } from "../../model/forecast-range.ts";
import { type Movement, windowMovement } from "../../model/movement.ts";
import type { Pace, PaceStatus } from "../../model/pace.ts";
import type { Key } from "../../model/series.ts";
import { type Streak, streakOf } from "../../model/streak.ts";

export interface PacingRow {
  readonly campaign: CampaignRef;
  readonly pace: Pace;
  readonly range: ForecastRange | null;
  readonly movement: Movement;
  /** How long it has been at risk or behind; null for the others. */
  readonly streak: Streak | null;
  /** Leads on hold now. */
  readonly held: number;
}

export interface PacingSection {
  /** Active capped campaigns, furthest from their cap first. */
  readonly rows: readonly PacingRow[];
  readonly counts: Readonly<Record<PaceStatus, number>>;
}

const ORDER: Readonly<Record<PaceStatus, number>> = {
  "at-risk": 0,
  behind: 1,
  "on-pace": 2,
  ahead: 3,
  reached: 4,
  early: 5,
  "not-started": 6,
};

export function pacingOf(account: Account): PacingSection {
  const rows: PacingRow[] = [];
  const counts = { "at-risk": 0, behind: 0, "on-pace": 0, ahead: 0, reached: 0, early: 0, "not-started": 0 };
  for (const campaign of account.campaigns) {
    if (!isActive(campaign.status) || isPaused(campaign)) continue;
    const pace = paceAt(account, account.campaignSeries.last, campaignKey(campaign));
    if (pace === null) continue;
    counts[pace.status] += 1;
    rows.push(rowOf(account, campaign, pace));
  }
  rows.sort(worstFirst);
  return { rows, counts };
}

function rowOf(account: Account, campaign: CampaignDetail, pace: Pace): PacingRow {
  const { campaignSeries: series, capCounter: counter } = account;
  const key = campaignKey(campaign);
  return {
    campaign: campaignRef(campaign),
    pace,
    range: forecastRange(series, counter, { key, pace }),
    movement: windowMovement(series, counter, key),
    streak: isWanting(pace.status)
      ? streakOf(series, hasStatus(account, key, pace.status), isThere(account, key))
      : null,
    held: campaign.held_leads ?? 0,
  };
}

type Wanting = "at-risk" | "behind";
const isWanting = (status: PaceStatus): status is Wanting => status === "at-risk" || status === "behind";

/** Whether the campaign ran with that status in a snapshot; undefined where the snapshot does not hold it or its counter. */
function hasStatus(account: Account, key: Key, status: Wanting): (position: number) => boolean | undefined {
  return (position) => {
    const row = account.campaignSeries.row(position, key);
    if (row === undefined) return undefined;
    if (!isActive(row.status) || isPaused(row) || excludedAs(row) !== null) return false;
    if (account.capCounter(row) === null) return undefined;
    return paceAt(account, position, key)?.status === status;
  };
}

/** Where its counter is unknown, a snapshot of the campaign leaves open what its status was. */
const isThere =
  ({ campaignSeries: series }: Account, key: Key) =>
  (position: number): boolean =>
    series.row(position, key) !== undefined;

function worstFirst(a: PacingRow, b: PacingRow): number {
  return (
    ORDER[a.pace.status] - ORDER[b.pace.status] ||
    (a.pace.share ?? 0) - (b.pace.share ?? 0) ||
    a.campaign.id - b.campaign.id
  );
}
