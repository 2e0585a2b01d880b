import type { Calendar } from "./calendar.ts";
import { campaignStories } from "./campaign-stories.ts";
import { CONTRACT_STORIES } from "./contract-stories.ts";
import type { CampaignPlan } from "./plan.ts";
import { planCampaign } from "./plan-campaign.ts";
import { integerBetween, randomOf } from "./random.ts";
import type { Story } from "./story.ts";
import { creationOf, scaleOf } from "./timeline.ts";

/** The documented account: 555 latest contracts and 574 integration jobs of 479 campaigns. */
const CONTRACTS_PER_CAMPAIGN = 555 / 479;
const INTEGRATIONS_PER_CAMPAIGN = 574 / 479;
/** Campaigns young enough to run around the anchor day; they have more publishers than the old ones. */
const YOUNG_CAMPAIGNS = 70;

export interface AccountOptions {
  readonly seed: number;
  readonly calendar: Calendar;
  /** Campaigns that exist on the morning of the anchor day. */
  readonly campaigns: number;
  /** Last day of the calendar on which a campaign is made. */
  readonly untilDay: number;
}

/** Every campaign of the account in the order they are made; on the anchor's morning the counts are the documented ones. */
export function planAccount(options: AccountOptions): readonly CampaignPlan[] {
  const { campaigns, calendar } = options;
  const scale = scaleOf(campaigns);
  const stories = seatStories(campaigns, { scale, eve: calendar.eve });
  // A campaign that is made and deleted before the anchor day takes a seat of its own.
  const before = campaigns + [...stories.values()].filter(({ deleted }) => deleted !== undefined).length;
  const young = Math.min(before, Math.round(YOUNG_CAMPAIGNS * scale));
  const endMs = calendar.startOf(options.untilDay + 1);
  const seat = (ordinal: number, contracts: number, integrations: number) => {
    const createdMs = creationOf(calendar, { seed: options.seed, ordinal, age: before - ordinal, scale });
    const story = stories.get(before - ordinal);
    return { seed: options.seed, calendar, ordinal, createdMs, story, contracts, integrations };
  };
  const recent: CampaignPlan[] = [];
  for (let ordinal = before - young; ; ordinal += 1) {
    const random = randomOf(options.seed, "size", ordinal);
    const next = seat(ordinal, integerBetween(random, 2, 4), integerBetween(random, 1, 2));
    if (next.createdMs >= endMs) break;
    recent.push(planCampaign(next));
  }
  const old = planOld({ count: before - young, seat, recent, options });
  return [...old, ...recent];
}

/** Stories by age (1: the newest before the anchor). In a small account the old ones find no seat. */
function seatStories(campaigns: number, { scale, eve }: { scale: number; eve: number }): ReadonlyMap<number, Story> {
  const seated = [...campaignStories(eve), ...CONTRACT_STORIES].map((story): [number, Story] => [
    Math.round(story.slot * scale),
    story,
  ]);
  return new Map(seated.filter(([age]) => age <= campaigns));
}

/** The old campaigns share out what the young ones leave of the documented counts. */
function planOld(of: {
  readonly count: number;
  readonly seat: (ordinal: number, contracts: number, integrations: number) => Parameters<typeof planCampaign>[0];
  readonly recent: readonly CampaignPlan[];
  readonly options: AccountOptions;
}): CampaignPlan[] {
  const { campaigns, calendar, seed } = of.options;
  const atMs = calendar.momentOf([0, "06:00"]);
  const living = of.recent.filter((plan) => plan.createdMs < atMs && plan.deletedMs > atMs);
  const contracts = Math.round(campaigns * CONTRACTS_PER_CAMPAIGN) - countOf(living, (plan) => contractsAt(plan, atMs));
  const jobs = Math.round(campaigns * INTEGRATIONS_PER_CAMPAIGN) - countOf(living, integrationsOf);
  const contractsOf = shareOut(contracts, of.count, seed);
  const jobsOf = shareOut(jobs, of.count, seed + 1);
  return Array.from({ length: of.count }, (_, ordinal) =>
    planCampaign(of.seat(ordinal, contractsOf[ordinal] ?? 0, jobsOf[ordinal] ?? 0)),
  );
}

const countOf = (plans: readonly CampaignPlan[], count: (plan: CampaignPlan) => number): number =>
  plans.reduce((sum, plan) => sum + count(plan), 0);
const integrationsOf = (plan: CampaignPlan): number => plan.jobs.filter(({ category }) => category === 2).length;
const contractsAt = (plan: CampaignPlan, atMs: number): number =>
  plan.publishers.filter(({ contract }) => (contract?.versions[0]?.createdMs ?? Number.POSITIVE_INFINITY) <= atMs)
    .length;

/** `total` things over `seats`, evenly, but some neighbours give theirs away: a few have none, a few have more. */
function shareOut(total: number, seats: number, seed: number): readonly number[] {
  const shares = Array.from({ length: seats }, (_, index) => {
    const upTo = (seat: number) => Math.floor((Math.max(0, total) * seat) / seats);
    return upTo(index + 1) - upTo(index);
  });
  for (let index = 0; index + 1 < seats; index += 2) {
    if (randomOf(seed, "shares", index)() > 0.12) continue;
    shares[index] = (shares[index] ?? 0) + (shares[index + 1] ?? 0);
    shares[index + 1] = 0;
  }
  return shares;
}
