import { type Day, dayOf, daysBetween } from "../../platform/day.ts";
import type { CampaignDetail, JobDetail } from "../input/digest-input.ts";
import { isActive, isSetUp, standsStill, worthOf } from "../model/account.ts";
import { missingOf, shortfallOf } from "../model/campaign-pace.ts";
import { isLow } from "../model/money-movement.ts";
import type { Pace } from "../model/pace.ts";
import { jobRef } from "../model/refs.ts";
import type { Cause } from "./cause.ts";
import { contractCauses } from "./contract-causes.ts";
import { jobCauseKey, jobDayAt } from "./judge/job-day.ts";
import { lossOf } from "./judge/margin.ts";
import { quietWeekdays } from "./judge/quiet.ts";
import { stuckLeads } from "./judge/stake.ts";
import { startingVerdict } from "./judge/starting.ts";
import type { Bench, CampaignParts } from "./judge/subjects.ts";
import type { Moment } from "./replay/timeline.ts";
import { holds, type Track } from "./replay/track.ts";

/** What a card is made from beside its parts. */
export interface CardState {
  readonly track: Track;
  /** Of the newest snapshot. */
  readonly pace: Pace | null;
  /** The days replayed, the oldest first. */
  readonly moments: readonly Moment[];
}

/** Everything that is the matter with a campaign that runs or is paused, whether it calls for a card or only explains one. */
export function campaignCauses(bench: Bench, parts: CampaignParts, state: CardState): readonly Cause[] {
  const { campaign } = parts;
  const now = state.moments.findLast(({ campaigns }) => campaigns >= 0);
  if (now === undefined || (!isActive(campaign.status) && !standsStill(campaign))) return [];
  if (campaign.end_date !== null && campaign.end_date <= now.activityDate) return [];
  const causes = [
    ...pausedCause(bench, campaign, state),
    ...startingCause(bench, parts, now),
    ...paceCause(bench, campaign, state),
    ...silentCause(bench, campaign, state),
    ...parts.jobs.flatMap((job) => jobCause(bench, { job, campaign, state })),
    ...contractCauses(bench, parts, state),
    ...marginCause(bench, campaign, state),
  ];
  return causes.toSorted(byUrgency);
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** What calls before what explains, then the dearest. The sort is stable: else as they were found. */
const byUrgency = (a: Cause, b: Cause): number =>
  Number(b.calls) - Number(a.calls) || compare(b.money ?? 0n, a.money ?? 0n) || (b.leads ?? 0) - (a.leads ?? 0);

const weighed = (leads: number | null, campaign: CampaignDetail) => ({
  leads,
  money: leads === null ? null : worthOf(leads, campaign),
});

function pausedCause({ account }: Bench, campaign: CampaignDetail, { track, pace }: CardState): readonly Cause[] {
  if (!standsStill(campaign) || !holds(track, "paused")) return [];
  const leads = missingOf(campaign, account.capCounter(campaign));
  const [endDate, index] = [campaign.end_date, pace === null ? null : shareOfDue(pace)];
  return [{ kind: "paused", calls: true, ...weighed(leads, campaign), isSetUp: isSetUp(campaign), endDate, index }];
}

/** Of the leads due by now; null where they are too few for a share, or more were taken back than came. */
const FEWEST_DUE = 20;
const shareOfDue = ({ index, expected }: Pace): number | null =>
  index === null || index < 0 || expected < FEWEST_DUE ? null : index;

function startingCause(bench: Bench, parts: CampaignParts, now: Moment): readonly Cause[] {
  const { campaign, everyContract } = parts;
  if (standsStill(campaign) || campaign.start_date === null) return [];
  if (startingVerdict(bench, parts, now)?.verdict !== "starts") return [];
  const leads = missingOf(campaign, bench.account.capCounter(campaign));
  const [startDate, contracts] = [campaign.start_date, everyContract.length];
  const hasStarted = startDate < now.date;
  return [{ kind: "starting-unsigned", calls: true, ...weighed(leads, campaign), startDate, hasStarted, contracts }];
}

function paceCause({ rules }: Bench, campaign: CampaignDetail, { track, pace }: CardState): readonly Cause[] {
  const share = pace?.share ?? null;
  if (pace === null || share === null || standsStill(campaign) || pace.status === "reached") return [];
  if (share >= rules.behindBelow) return [];
  const status = share < rules.atRiskBelow ? "at-risk" : "behind";
  return [{ kind: "pace", calls: holds(track, "pace"), ...weighed(shortfallOf(pace), campaign), status }];
}

function silentCause(
  { account, rules }: Bench,
  campaign: CampaignDetail,
  { track, pace }: CardState,
): readonly Cause[] {
  if (!holds(track, "silent")) return [];
  const { last } = account.campaignSeries;
  // As far back as is read: the rule needs less to know that it holds than a reader to be told since when.
  const quiet = quietWeekdays(account, campaign.id, last, Number.POSITIVE_INFINITY);
  if (quiet === null) return [];
  const leads = pace === null ? null : shortfallOf(pace);
  const { last_conversion: converted, total_leads: total } = campaign;
  const { lastDay } = quiet;
  const everCame = lastDay !== null || (total ?? 0) > 0;
  // Leads may rise on after the last conversion that the API tells of: of these the day alone is known.
  const isOfLastDay = converted !== null && dayOf(converted, account.input.timeZone) === lastDay;
  // Without the day of the last lead what the rule asks is all there is to say.
  const weekdays = lastDay === null && everCame ? Math.min(quiet.weekdays, rules.silentWeekdays) : quiet.weekdays;
  const lastLead = isOfLastDay ? converted : null;
  return [{ kind: "silent", calls: true, ...weighed(leads, campaign), lastLead, lastDay, everCame, weekdays }];
}

interface JobOf {
  readonly job: JobDetail;
  readonly campaign: CampaignDetail;
  readonly state: CardState;
}

/** By the newest weekday that could tell. */
function jobCause({ account, rules }: Bench, { job, campaign, state }: JobOf): readonly Cause[] {
  const calls = holds(state.track, jobCauseKey(job.id));
  const days = state.moments.flatMap(({ jobs, weekday, activityDate: date }) => {
    const day = weekday && jobs >= 0 ? jobDayAt(account, job.id, jobs, rules) : null;
    return day === null ? [] : [{ ...day, date }];
  });
  const day = days.at(-1);
  if (day === undefined || job.enabled === false || (!day.failing && !calls)) return [];
  const began = days[days.findLastIndex(({ failing }) => !failing) + 1]?.date ?? day.date;
  const stuck = stuckLeads(campaign, day.failed);
  const heldBack = account.input.heldBack?.get(job.id) ?? null;
  const changedOn = changedBefore(job, began, account.input.timeZone);
  const { date, failed, of } = day;
  return [
    { kind: "job", calls, ...weighed(stuck, campaign), job: jobRef(job), date, failed, of, stuck, heldBack, changedOn },
  ];
}

const CHANGE_DAYS = 2;

/** The day of a change of configuration on the first day of the failures or close before it: the first thing to look at. */
function changedBefore(job: JobDetail, began: Day, zone: string): Day | null {
  if (job.updated_ts === null) return null;
  const changed = dayOf(job.updated_ts, zone);
  const before = daysBetween(changed, began);
  return before >= -1 && before <= CHANGE_DAYS ? changed : null;
}

/** By the newest weekday with money moved. */
function marginCause(bench: Bench, campaign: CampaignDetail, { track, moments }: CardState): readonly Cause[] {
  const now = moments.at(-1);
  const money = now === undefined ? null : (bench.lastMoney(campaign.id, now)?.day ?? null);
  if (money === null || !isLow(money, bench.rules.marginBelow)) return [];
  const { revenue, payout } = money;
  return [{ kind: "margin", calls: holds(track, "margin"), leads: null, money: lossOf(money), revenue, payout }];
}
