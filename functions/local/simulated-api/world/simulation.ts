import { type CampaignActivity, playCampaign } from "./activity.ts";
import type { Calendar } from "./calendar.ts";
import type { CampaignPlan } from "./plan.ts";
import { type ActivityReader, readActivity } from "./standing.ts";

/** A page of contracts touches few campaigns beyond its own; old ones are played again when asked again. */
const REMEMBERED_CAMPAIGNS = 1_000;

/** A campaign with everything it will ever do, ready to be read at any instant. */
export interface Simulation {
  readonly plan: CampaignPlan;
  readonly calendar: Calendar;
  readonly activity: CampaignActivity;
  readonly reader: ActivityReader;
}

/** Plays campaigns when they are first asked for, and forgets the one asked longest ago. */
export function createSimulations(of: { seed: number; calendar: Calendar; untilDay: number }) {
  const remembered = new Map<number, Simulation>();
  return (plan: CampaignPlan): Simulation => {
    let simulation = remembered.get(plan.ordinal);
    if (simulation === undefined) {
      const activity = playCampaign({ ...of, plan });
      simulation = { plan, calendar: of.calendar, activity, reader: readActivity(activity, of.calendar) };
      if (remembered.size >= REMEMBERED_CAMPAIGNS) remembered.delete(remembered.keys().next().value ?? -1);
    } else remembered.delete(plan.ordinal);
    remembered.set(plan.ordinal, simulation);
    return simulation;
  };
}
