import type { CampaignPoint } from "../../input/digest-input.ts";
import { isPaused, worthOf } from "../../model/account.ts";
import { shortfallOf } from "../../model/campaign-pace.ts";
import type { Money } from "../../model/money-movement.ts";
import type { Pace } from "../../model/pace.ts";
import type { Stake } from "../card.ts";
import { largest } from "../order.ts";
import type { Moment } from "../replay/timeline.ts";
import { type JobDay, jobDayAt } from "./job-day.ts";
import { lossOf } from "./margin.ts";
import type { Bench, CampaignParts } from "./subjects.ts";

/** A campaign of whose row nothing is short, stuck or lost. */
const NOTHING: Stake = { of: "short", leads: 0, money: 0n };

/** A campaign by a day's snapshots. */
export interface CampaignDay {
  readonly row: CampaignPoint;
  readonly pace: Pace | null;
  readonly jobs: readonly JobOfDay[];
  readonly money: Money | null;
  /** No publisher has signed: all that is missing will be. */
  readonly unsigned: boolean;
}

interface JobOfDay {
  readonly id: number;
  readonly day: JobDay | null;
}

/** What came of its jobs' leads and of its money on the day. */
export function jobsAt(
  { account, rules }: Bench,
  { jobs }: CampaignParts,
  { jobs: position }: Moment,
): readonly JobOfDay[] {
  return jobs.map(({ id }) => ({ id, day: position < 0 ? null : jobDayAt(account, id, position, rules) }));
}

/** The largest of what a campaign's causes cost. */
export function campaignStake(bench: Bench, day: CampaignDay): Stake {
  return largest([...shortOf(bench, day), ...stuckOf(day), ...lostOf(day)]) ?? NOTHING;
}

/** By the rate of the last 7 days; all that is missing where nothing can come. */
function shortOf({ account, rules }: Bench, { row, pace, unsigned }: CampaignDay): readonly Stake[] {
  if (unsigned || isPaused(row)) {
    const leads = missingOf(row, account.capCounter(row));
    return [{ of: "short", leads, money: leads === null ? null : worthOf(leads, row) }];
  }
  if (pace?.share == null || pace.share >= rules.behindBelow) return [];
  const leads = shortfallOf(pace);
  return [{ of: "short", leads, money: worthOf(leads, row) }];
}

/** Leads to the cap; null without one, and while the counter is unknown. */
export function missingOf(row: CampaignPoint, delivered: number | null): number | null {
  if (row.uncapped === true || (row.leads_required ?? 0) <= 0 || delivered === null) return null;
  return Math.max((row.leads_required ?? 0) - delivered, 0);
}

function stuckOf({ row, jobs }: CampaignDay): readonly Stake[] {
  let most = 0;
  for (const { day } of jobs) if (day?.failing === true) most = Math.max(most, day.failed);
  if (most === 0) return [];
  const leads = stuckLeads(row, most);
  return [{ of: "stuck", leads, money: worthOf(leads, row) }];
}

/** What the campaign has on hold, unless that is on purpose; else the leads that failed. */
export function stuckLeads(row: CampaignPoint, failed: number): number {
  const onPurpose = row.use_scheduled_delivery === true || row.hold_publisher_over_delivery === true;
  const held = row.held_leads ?? 0;
  return held > 0 && !onPurpose ? held : failed;
}

const lostOf = ({ money }: CampaignDay): readonly Stake[] =>
  money === null || money.margin >= 0n ? [] : [{ of: "lost", leads: null, money: lossOf(money) }];
