import type { Day } from "../../../platform/day.ts";
import type { CampaignPoint } from "../../input/digest-input.ts";
import { excludedAs, isActive, standsStill, worthOf } from "../../model/account.ts";
import { missingOf, paceAt, wasOffBeforeEnd } from "../../model/campaign-pace.ts";
import type { Stake } from "../card.ts";
import type { Moment } from "../replay/timeline.ts";
import { isOverFloor } from "../rules.ts";
import { jobVerdict } from "./job-day.ts";
import { marginAt, marginVerdict } from "./margin.ts";
import { paceVerdict, pausedVerdict, silentVerdict } from "./pace-verdicts.ts";
import { campaignStake, failedLeads } from "./stake.ts";
import { startingVerdict } from "./starting.ts";
import type { Bench, CampaignParts } from "./subjects.ts";
import { contractCauseKey, unsignedVerdict } from "./unsigned.ts";
import { type CauseVerdict, causeVerdict, type Judgement } from "./verdict.ts";

/** A campaign that ended with so much of its cap missing has ended short. */
const SHORT_SHARE = 0.05;

/** Of a weekend: it is not over, and nothing else is judged. */
const GOES_ON: Judgement = { causes: [], stake: null, state: "running" };
const OVER: Judgement = { causes: [], stake: null, state: "ended" };
/** Nothing can be short any more. */
const FULL: readonly CauseVerdict[] = ["pace", "silent", "paused", "starting-unsigned"].map((key) =>
  causeVerdict(key, "ends"),
);

/** What a day's snapshots say of a campaign; null while they say nothing. At weekends only facts: an end, a cap that is reached, a start. */
export function judgeCampaign(bench: Bench, parts: CampaignParts, moment: Moment): Judgement | null {
  const { account, rules } = bench;
  const row = rowAt(bench, parts, moment);
  if (row === undefined || excludedAs(row) !== null) return null;
  if (isOver(row, moment.activityDate)) return endOf(bench, { row, parts, moment });
  if (!isActive(row.status) && !standsStill(row)) return row.status === null ? null : OVER;
  const verdicts = moment.weekday ? parts.jobs.map(({ id }) => jobVerdict(bench, id, moment.jobs)) : [];
  if (isReached(bench, row)) {
    const ends = parts.contracts.map((contract) => causeVerdict(contractCauseKey(contract), "ends"));
    return {
      causes: known([...FULL, ...ends, ...verdicts]),
      stake: campaignStakeAt(bench, parts, moment),
      state: "reached",
    };
  }
  const starting = standsStill(row) ? null : startingVerdict(bench, parts, moment);
  if (!moment.weekday && starting?.verdict !== "starts") return GOES_ON;
  const pace = paceAt(account, moment.campaigns, row.id);
  const paused = pausedVerdict(row, pace, { today: moment.activityDate, rules });
  const stopped = starting?.verdict === "starts" || paused?.verdict === "starts";
  const stake = campaignStake(bench, { row, pace, stopped, ...lastOf(bench, parts, moment) });
  if (!moment.weekday) return { causes: known([starting]), stake, state: "running" };
  const causes = known([
    starting,
    paused,
    paceVerdict(row, pace, rules),
    silentVerdict(bench, { row, pace, position: moment.campaigns }),
    marginVerdict(marginAt(account, row.id, moment.campaigns), rules),
    ...verdicts,
    ...parts.contracts.map((contract) => unsignedVerdict(bench, contract, { position: moment.contracts, pace })),
  ]);
  return { causes, stake, state: "running" };
}

const lastOf = (bench: Bench, parts: CampaignParts, moment: Moment) => ({
  failed: failedLeads(bench, parts, moment),
  money: bench.lastMoney(parts.campaign.id, moment)?.day ?? null,
});

const known = (verdicts: readonly (CauseVerdict | null)[]): readonly CauseVerdict[] =>
  verdicts.filter((one) => one !== null);

/** What is at stake by a day's snapshots, of a weekend too. */
export function campaignStakeAt(bench: Bench, parts: CampaignParts, moment: Moment): Stake | null {
  const row = rowAt(bench, parts, moment);
  if (row === undefined) return null;
  const pace = isReached(bench, row) ? null : paceAt(bench.account, moment.campaigns, row.id);
  const starting = standsStill(row) ? null : startingVerdict(bench, parts, moment);
  const paused = pausedVerdict(row, pace, { today: moment.activityDate, rules: bench.rules });
  const stopped = starting?.verdict === "starts" || paused?.verdict === "starts";
  return campaignStake(bench, { row, pace, stopped, ...lastOf(bench, parts, moment) });
}

const isReached = ({ account }: Bench, row: CampaignPoint): boolean => missingOf(row, account.capCounter(row)) === 0;

const rowAt = ({ account }: Bench, { campaign }: CampaignParts, { campaigns }: Moment): CampaignPoint | undefined =>
  campaigns < 0 ? undefined : account.campaignSeries.row(campaigns, campaign.id);

const isOver = ({ end_date: end }: CampaignPoint, activityDate: Day): boolean => end !== null && end <= activityDate;

interface Ended {
  readonly row: CampaignPoint;
  readonly parts: CampaignParts;
  readonly moment: Moment;
}

/** Once it is over, what is missing is looked at on: leads of its last days may come, until a mail has told it. */
function endOf(bench: Bench, { row, parts, moment }: Ended): Judgement | null {
  const isNews = !wasOver(bench, parts, moment) && !wasOffBeforeEnd(bench.account, row);
  const missing = missingOf(row, bench.account.capCounter(row));
  if (missing === null) return isNews ? OVER : null;
  if (missing < (row.leads_required ?? 0) * SHORT_SHARE) return OVER;
  const stake: Stake = { of: "short", leads: missing, money: worthOf(missing, row) };
  if (!isOverFloor(stake, bench.rules)) return OVER;
  return { ...OVER, stake, state: isNews ? "short" : "ended" };
}

/** Whether the campaign's snapshot before shows it over; without one, whether it ended before the day told of. */
function wasOver({ account }: Bench, { campaign }: CampaignParts, { campaigns, activityDate }: Moment): boolean {
  const { campaignSeries: series } = account;
  for (let at = campaigns - 1; at >= 0; at -= 1) {
    const [before, info] = [series.row(at, campaign.id), series.infos[at]];
    if (before !== undefined && info !== undefined && !info.shrunk) return isOver(before, info.activityDate);
  }
  const end = series.row(campaigns, campaign.id)?.end_date ?? activityDate;
  return end < activityDate;
}
