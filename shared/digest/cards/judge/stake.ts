import type { CampaignPoint } from "../../input/digest-input.ts";
import { isPaused, worthOf } from "../../model/account.ts";
import { shortfallOf } from "../../model/campaign-pace.ts";
import type { Pace } from "../../model/pace.ts";
import type { Stake } from "../card.ts";
import { largest } from "../order.ts";
import type { Moment } from "../replay/timeline.ts";
import { jobDayAt } from "./job-day.ts";
import { lossOf, marginAt } from "./margin.ts";
import type { Bench, CampaignParts } from "./subjects.ts";

/** A campaign of whose row nothing is short, stuck or lost. */
const NOTHING: Stake = { of: "short", leads: 0, money: 0n };

interface Of {
  readonly parts: CampaignParts;
  readonly row: CampaignPoint;
  readonly pace: Pace | null;
  readonly moment: Moment;
  /** No publisher has signed: all that is missing will be. */
  readonly unsigned: boolean;
}

/** The largest of what a campaign's causes cost by a day's snapshots. */
export function campaignStake(bench: Bench, of: Of): Stake {
  return largest([...shortOf(bench, of), ...stuckOf(bench, of), ...lostOf(bench, of)]) ?? NOTHING;
}

/** By the rate of the last 7 days; all that is missing where nothing can come. */
function shortOf({ account, rules }: Bench, { row, pace, unsigned }: Of): readonly Stake[] {
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

function stuckOf({ account, rules }: Bench, { parts, row, moment }: Of): readonly Stake[] {
  const failed = parts.jobs
    .map(({ id }) => (moment.jobs < 0 ? null : jobDayAt(account, id, moment.jobs, rules)))
    .filter((day) => day?.failing === true)
    .map((day) => day?.failed ?? 0);
  if (failed.length === 0) return [];
  const leads = stuckLeads(row, Math.max(...failed));
  return [{ of: "stuck", leads, money: worthOf(leads, row) }];
}

/** What the campaign has on hold, unless that is on purpose; else the leads that failed. */
export function stuckLeads(row: CampaignPoint, failed: number): number {
  const onPurpose = row.use_scheduled_delivery === true || row.hold_publisher_over_delivery === true;
  const held = row.held_leads ?? 0;
  return held > 0 && !onPurpose ? held : failed;
}

function lostOf({ account }: Bench, { parts, moment }: Of): readonly Stake[] {
  const money = marginAt(account, parts.campaign.id, moment.campaigns);
  return money === null || money.margin >= 0n ? [] : [{ of: "lost", leads: null, money: lossOf(money) }];
}
