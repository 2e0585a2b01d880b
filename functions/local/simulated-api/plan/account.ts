import type { Calendar } from "../world/calendar.ts";
import { between, integerBetween, randomOf } from "../world/random.ts";
import { type CampaignSeat, planCampaign } from "./campaign.ts";
import { type CampaignPlan, NEVER } from "./plan.ts";
import { type Story, storiesOf } from "./stories.ts";

/**
 * The documented account: 479 campaigns, made over 133 weeks, with 555 latest contracts and 574 integration jobs. A bigger account
 * makes more campaigns per day, a smaller one is younger.
 */
const DOCUMENTED = { campaigns: 479, contracts: 555, integrations: 574, workdays: 133 * 5 };
/** Campaigns young enough to run around the anchor day; they have more publishers than the old ones. */
const YOUNG_CAMPAIGNS = 70;
const WORKDAY_STARTS_MINUTES = 550;
const WORKDAY_MINUTES = 480;

export interface PlanOptions {
  readonly seed: number;
  readonly calendar: Calendar;
  /** Campaigns that exist on the morning of the anchor day. */
  readonly campaigns: number;
  /** Last day of the calendar on which a campaign is made. */
  readonly untilDay: number;
}

/** Every campaign of the account in the order they are made; on the anchor's morning the counts are the documented ones. */
export function planAccount(options: PlanOptions): readonly CampaignPlan[] {
  const { seed, campaigns, calendar } = options;
  const scale = Math.max(1, campaigns / DOCUMENTED.campaigns);
  const stories = seatStories(calendar, campaigns, scale);
  // A campaign that is made and deleted before the anchor day takes a seat of its own.
  const before = campaigns + [...stories.values()].filter(({ deletedMs = NEVER }) => deletedMs < NEVER).length;
  const young = Math.min(before, Math.round(YOUNG_CAMPAIGNS * scale));
  const seatOf = (ordinal: number, contracts: number, integrations: number): CampaignSeat => {
    const createdMs = creationOf(calendar, { seed, ordinal, age: before - ordinal, scale });
    return { seed, calendar, ordinal, createdMs, story: stories.get(before - ordinal), contracts, integrations };
  };
  const endMs = calendar.startOf(options.untilDay + 1);
  const recent: CampaignPlan[] = [];
  for (let ordinal = before - young; ; ordinal += 1) {
    const random = randomOf(seed, "size", ordinal);
    const seat = seatOf(ordinal, integerBetween(random, 2, 4), integerBetween(random, 1, 2));
    if (seat.createdMs >= endMs) break;
    recent.push(planCampaign(seat));
  }
  const left = leftOf(options, recent);
  const contracts = shareOut(left.contracts, before - young, seed);
  const integrations = shareOut(left.integrations, before - young, seed + 1);
  const old = contracts.map((share, ordinal) => planCampaign(seatOf(ordinal, share, integrations[ordinal] ?? 0)));
  return [...old, ...recent];
}

/** Stories by age (1: the newest campaign before the anchor). In a small account the old ones find no seat. */
function seatStories(calendar: Calendar, campaigns: number, scale: number): ReadonlyMap<number, Story> {
  const seated = storiesOf(calendar).map((story) => [Math.round(story.slot * scale), story] as const);
  return new Map(seated.filter(([age]) => age <= campaigns));
}

/**
 * When a campaign was made, in epoch ms: in working hours, one after another.
 * @param of.age campaigns made from this one, included, to the anchor's morning; 0 and below lie after it
 */
function creationOf(
  calendar: Calendar,
  of: { readonly seed: number; readonly ordinal: number; readonly age: number; readonly scale: number },
): number {
  const jitter = between(randomOf(of.seed, "creation", of.ordinal), 0.1, 0.9);
  const workdays = ((jitter - of.age) * (DOCUMENTED.workdays / DOCUMENTED.campaigns)) / of.scale;
  const index = Math.floor(workdays);
  const minutes = WORKDAY_STARTS_MINUTES + (workdays - index) * WORKDAY_MINUTES;
  return Math.floor(calendar.minuteOf(workday(calendar, index), minutes));
}

/** Day number of the n-th working day: 0 is the anchor day, or the Monday after it. */
function workday(calendar: Calendar, index: number): number {
  const weekday = calendar.weekdayOf(0);
  const fromMonday = Math.min(weekday - 1, 5) + index;
  const week = Math.floor(fromMonday / 5);
  return 1 - weekday + week * 7 + (fromMonday - week * 5);
}

/** What the recent campaigns leave of the documented counts to the old ones. */
function leftOf({ campaigns, calendar }: PlanOptions, recent: readonly CampaignPlan[]) {
  const atMs = calendar.momentOf(0, "06:00");
  const living = recent.filter((plan) => plan.createdMs < atMs && plan.deletedMs > atMs);
  const contracts = living.flatMap(({ publishers }) =>
    publishers.filter(({ contract }) => (contract?.versions[0]?.createdMs ?? NEVER) <= atMs),
  );
  const integrations = living.flatMap(({ jobs }) => jobs.filter(({ category }) => category === 2));
  return {
    contracts: Math.round(campaigns * (DOCUMENTED.contracts / DOCUMENTED.campaigns)) - contracts.length,
    integrations: Math.round(campaigns * (DOCUMENTED.integrations / DOCUMENTED.campaigns)) - integrations.length,
  };
}

/** `total` things over `seats`, evenly, but some neighbours give theirs away: a few have none, a few have more. */
function shareOut(total: number, seats: number, seed: number): readonly number[] {
  const upTo = (seat: number) => Math.floor((Math.max(0, total) * seat) / seats);
  const shares = Array.from({ length: seats }, (_, index) => upTo(index + 1) - upTo(index));
  for (let index = 0; index + 1 < seats; index += 2) {
    if (randomOf(seed, "shares", index)() > 0.12) continue;
    shares[index] = (shares[index] ?? 0) + (shares[index + 1] ?? 0);
    shares[index + 1] = 0;
  }
  return shares;
}
