import { type Day, dayOf, daysBetween } from "../../../platform/day.ts";
import type { JobDetail, JobPoint } from "../../input/digest-input.ts";
import { type Account, campaignRef, isActive, jobKey } from "../../model/account.ts";
import { cleanText } from "../../model/clean-text.ts";
import { LOOK_BACK_DAYS, movementOf, relatedMovements, windowMovement } from "../../model/movement.ts";
import { jobName } from "../../model/refs.ts";
import type { Counter, Key, Series } from "../../model/series.ts";
import { shareOf } from "../../model/share.ts";
import { isResolved, type Streak, streakOf } from "../../model/streak.ts";

export interface JobRow {
  readonly id: number;
  /** Kind of job, and the user's label where there is one. */
  readonly job: string;
  readonly campaign: string;
  readonly campaignId: number | null;
  /** `unknown`: nothing read says whether it works. */
  readonly state: "failing" | "resolved" | "ok" | "off" | "unknown";
  readonly streak: Streak | null;
  /** Net movement since the previous mail; null without one. */
  readonly total: number | null;
  readonly failed: number | null;
  /** failed / total of the window; null without leads, and where earlier leads were judged again. */
  readonly share: number | null;
  readonly totalToDate: number | null;
  readonly failedToDate: number | null;
  /** Neither passed nor failed yet. */
  readonly pending: number | null;
  /** Switched off although its campaign is active. */
  readonly disabled: boolean;
  readonly unmapped: number;
  /** Day its configuration changed, when that was in the last days before the failures began. */
  readonly changedOn: Day | null;
}

export interface IntegrationsSection {
  readonly all: readonly JobRow[];
}

export const integrationsOf = (account: Account): IntegrationsSection => ({
  all: account.jobs.map((job) => rowOf(account, job)),
});

function rowOf(account: Account, job: JobDetail): JobRow {
  const { jobSeries: series } = account;
  const key = jobKey(job);
  const streak = job.enabled === false ? null : failingSince(account, key);
  const state = stateOf(account, job, streak);
  const campaign = job.campaign_id === null ? undefined : account.campaignOf.get(job.campaign_id);
  const total = windowMovement(series, (row) => row.total, key).delta;
  const failed = windowMovement(series, (row) => row.failed, key).delta;
  const related = relatedMovements(series, [(row) => row.total, (row) => row.failed], {
    key,
    from: series.base,
    to: series.last,
  });
  const known = job.total !== null && job.passed !== null && job.failed !== null;
  return {
    id: job.id,
    job: jobName(job),
    campaign: campaign === undefined ? embeddedName(job) : campaignRef(campaign).name,
    campaignId: job.campaign_id,
    state,
    streak,
    total,
    failed,
    share: related === null ? null : shareOf(related[1] ?? 0, related[0] ?? 0),
    totalToDate: job.total,
    failedToDate: job.failed,
    pending: known ? (job.total ?? 0) - (job.passed ?? 0) - (job.failed ?? 0) : null,
    disabled: state === "off" && isActive(campaign?.status ?? job.campaign_status),
    unmapped: job.unmapped_field_count ?? 0,
    changedOn: streak === null ? null : changedBefore(account, job, streak),
  };
}

/** What is switched off takes no leads, whatever became of the last ones. */
function stateOf(account: Account, job: JobDetail, streak: Streak | null): JobRow["state"] {
  const { jobSeries: series } = account;
  const key = jobKey(job);
  if (job.enabled === false) return "off";
  if (streak !== null) return "failing";
  const holds = (position: number): boolean | undefined => isFailing(account, key, position);
  if (isResolved(series, holds) || passedAgain(account, key)) return "resolved";
  return series.infos.some((_, position) => holds(position) !== undefined) ? "ok" : "unknown";
}

/** Days without a lead neither end a run of failures nor begin one. Without a good day in all that is read it may be older. */
function failingSince(account: Account, key: Key): Streak | null {
  const { jobSeries: series } = account;
  const judged = series.infos.map((_, position) => isFailing(account, key, position));
  const oldest = series.infos.findIndex((_, position) => series.row(position, key) !== undefined);
  const began = (series.row(oldest, key)?.failed ?? 0) > 0 && !judged.includes(false);
  // What had failed at first, and has had no good day since, has been failing since then at the latest.
  const streak = streakOf(series, (position) => judged[position] ?? (began && position === oldest ? true : undefined));
  if (streak === null || !judged.some((failing, at) => failing === true && isWithin(series, at))) return null;
  return { ...streak, atLeast: streak.atLeast || began };
}

const isWithin = ({ days, last }: Series<JobPoint>, position: number): boolean => days(position, last) < LOOK_BACK_DAYS;

/**
 * A failure rose since the counter was last known; false when leads passed instead. Undefined where neither is known: leads that wait
 * are no evidence, as in the view integration_job_health.
 */
function isFailing(account: Account, key: Key, position: number): boolean | undefined {
  const step = (counter: Counter<JobPoint>): number | null =>
    movementOf({ series: account.jobSeries, counter, from: position - 1, to: position }, key).delta;
  const failed = step((row) => row.failed);
  if (failed === null) return undefined;
  if (failed > 0) return true;
  return (step((row) => row.passed) ?? 0) > 0 ? false : undefined;
}

/** Failed and recovered between the previous mail and this one. */
function passedAgain(account: Account, key: Key): boolean {
  const { jobSeries: series } = account;
  for (let position = series.last - 1; position > series.base; position -= 1) {
    if (isFailing(account, key, position) === true) return true;
  }
  return false;
}

const CHANGE_DAYS = 2;

/** The day of a change of configuration close before the first failure: the first thing to look at. */
function changedBefore(account: Account, job: JobDetail, streak: Streak): Day | null {
  if (job.updated_ts === null) return null;
  const changed = dayOf(job.updated_ts, account.input.timeZone);
  const before = daysBetween(changed, streak.since);
  return before >= 0 && before <= CHANGE_DAYS ? changed : null;
}

/** The campaign's name as its job gives it. */
const embeddedName = (job: JobDetail): string =>
  cleanText(job.campaign_name, `Campaign ${job.campaign_id ?? "unknown"}`);
