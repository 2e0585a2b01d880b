import type { CampaignPoint } from "../../input/digest-input.ts";
import { standsStill, worthOf } from "../../model/account.ts";
import { hasNoCap, missingOf, shortfallOf } from "../../model/campaign-pace.ts";
import { isLow, type Money } from "../../model/money-movement.ts";
import type { Pace } from "../../model/pace.ts";
import type { Stake } from "../card.ts";
import { byStake } from "../order.ts";
import type { Moment } from "../replay/timeline.ts";
import { isOverFloor, type Rules } from "../rules.ts";
import { lossOf } from "./margin.ts";
import type { Bench, CampaignParts } from "./subjects.ts";

/** A campaign of whose row nothing is short, stuck or lost. */
const NOTHING: Stake = { of: "short", leads: 0, money: 0n };

/** A campaign by a day's snapshots. */
export interface CampaignDay {
  readonly row: CampaignPoint;
  readonly pace: Pace | null;
  /** Paused while it is behind, or begun without a signature: all that is missing will be. */
  readonly stopped: boolean;
  /** Failed leads of its failing jobs, by the newest weekday that could tell of each. */
  readonly failed: readonly number[];
  /** By the newest weekday with money moved. */
  readonly money: Money | null;
}

/** Of the jobs that are switched on. */
export function failedLeads(
  { account, lastJobDay }: Bench,
  { jobs }: CampaignParts,
  moment: Moment,
): readonly number[] {
  return jobs.flatMap(({ id }) => {
    const found = lastJobDay(id, moment);
    const row = found === null ? undefined : account.jobSeries.row(found.moment.jobs, id);
    return found?.day.failing === true && row?.enabled !== false ? [found.day.failed] : [];
  });
}

/** The largest of what a campaign's causes cost; null where nothing is known to, and what is short is unknown. */
export function campaignStake(
  { account, rules }: Bench,
  { row, pace, stopped, failed, money }: CampaignDay,
): Stake | null {
  const stakes: Stake[] = [];
  if (stopped) stakes.push(shortStake(row, missingOf(row, account.capCounter(row))));
  else if (!standsStill(row) && pace?.share != null && pace.share < rules.behindBelow) {
    stakes.push(shortStake(row, shortfallOf(pace)));
  }
  if (failed.length > 0) {
    const leads = stuckLeads(row, Math.max(...failed));
    stakes.push({ of: "stuck", leads, money: worthOf(leads, row) });
  }
  if (money !== null && isLow(money, rules.marginBelow) && lossOf(money) > 0n) {
    stakes.push({ of: "lost", leads: null, money: lossOf(money) });
  }
  return (
    largest(stakes, rules) ??
    (pace?.share == null && missingOf(row, account.capCounter(row)) !== 0 && !hasNoCap(row) ? null : NOTHING)
  );
}

/**
 * The largest, never their sum; null where there is none. What is worth no card hides none that is: a loss of £5 no leads that nobody knows
 * the price of.
 */
function largest(stakes: readonly Stake[], rules: Rules): Stake | null {
  const worth = stakes.filter((stake) => isOverFloor(stake, rules));
  return (worth.length > 0 ? worth : stakes).toSorted(byStake)[0] ?? null;
}

const shortStake = (row: CampaignPoint, leads: number | null): Stake => ({
  of: "short",
  leads,
  money: leads === null ? null : worthOf(leads, row),
});

/** What the campaign has on hold, unless that is on purpose; else the leads that failed. */
export function stuckLeads(row: CampaignPoint, failed: number): number {
  const onPurpose = row.use_scheduled_delivery === true || row.hold_publisher_over_delivery === true;
  const held = row.held_leads ?? 0;
  return held > 0 && !onPurpose ? held : failed;
}
