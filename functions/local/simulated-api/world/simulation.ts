import type { CampaignPlan } from "../plan/plan.ts";
import { type CampaignActivity, type PlayOptions, playCampaign } from "./activity.ts";
import { type ArrivalsReader, readArrivals } from "./arrivals.ts";
import type { Calendar } from "./calendar.ts";

/** A page of contracts touches few campaigns beyond its own; old ones are played again when asked again. */
const REMEMBERED_CAMPAIGNS = 1_000;

/** A campaign with everything it will ever do, ready to be read at any instant. */
export interface Simulation {
  readonly plan: CampaignPlan;
  readonly calendar: Calendar;
  readonly activity: CampaignActivity;
  readonly reader: ArrivalsReader;
}

/** Plays campaigns when they are first asked for, and forgets the one asked longest ago. */
export function createSimulations(options: PlayOptions): (plan: CampaignPlan) => Simulation {
  const { calendar } = options;
  const remembered = new Map<number, Simulation>();
  return (plan) => {
    let simulation = remembered.get(plan.ordinal);
    if (simulation === undefined) {
      const activity = playCampaign(plan, options);
      simulation = { plan, calendar, activity, reader: readArrivals(activity, calendar) };
      if (remembered.size >= REMEMBERED_CAMPAIGNS) remembered.delete(remembered.keys().next().value ?? -1);
    } else remembered.delete(plan.ordinal);
    remembered.set(plan.ordinal, simulation);
    return simulation;
  };
}
