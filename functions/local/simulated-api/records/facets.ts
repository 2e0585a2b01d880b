import { leadState } from "../leads/state.ts";
import { JOB_KINDS } from "../plan/jobs.ts";
import type { CampaignPlan } from "../plan/plan.ts";
import { utcText } from "../world/calendar.ts";
import type { CollectionName, Entry } from "../world/entries.ts";
import type { Simulation } from "../world/simulation.ts";
import { leadEmail } from "./lead-record.ts";
import { type Json, type JsonObject, publisherId } from "./parts.ts";

export type FacetValue = string | number | boolean | null;

/** What a filter compares that the record does not show, or would take long to be drawn up for. */
type Facet = (entry: Entry, atMs: number, simulationOf: (plan: CampaignPlan) => Simulation) => readonly FacetValue[];
type Facets = { readonly [path: string]: Facet };

const jobOf = ({ plan, part }: Entry) => plan.jobs[part];

const FACETS: { readonly [C in CollectionName]: Facets } = {
  campaigns: {
    createdTs: ({ plan }) => [utcText(plan.createdMs)],
    // What idName matches is not documented: the id or the whole name here.
    idName: ({ plan }) => [plan.id, plan.name],
    "campaignProcessrJobs.processrJob.id": ({ plan }) =>
      plan.jobs.map(({ category, kind }) => JOB_KINDS[category][kind]?.id ?? null),
    "campaignPublishers.publisher.id": ({ plan }) =>
      plan.publishers.flatMap(({ publisher }) => (publisher === null ? [] : [publisherId(publisher)])),
  },
  "campaign-publishers": {
    // The newest version made by then; how it relates to `current` is not documented.
    latest: ({ supersededMs }, atMs) => [supersededMs > atMs],
  },
  "campaign-processr-jobs": {
    "processrJob.processrJobCategory.id": (entry) => [jobOf(entry)?.category ?? null],
    // Guess: member of a job group.
    grouped: (entry) => [jobOf(entry)?.grouped ?? false],
  },
  // Instants as epoch ms: a filter looks at hundreds of thousands.
  leads: {
    id: ({ id }) => [id],
    "campaign.id": ({ plan }) => [plan.id],
    email: ({ id }) => [leadEmail(id)],
    createdTs: ({ createdMs }) => [createdMs],
    updatedTs: ({ plan, part, version, createdMs }, atMs, simulationOf) => {
      const seat = { publisher: part, sequence: version, createdMs };
      return [leadState(simulationOf(plan), seat, atMs).updatedMs];
    },
  },
};

export const facetOf = (collection: CollectionName, path: string): Facet | undefined =>
  Object.hasOwn(FACETS[collection], path) ? FACETS[collection][path] : undefined;

/** The scalar at a dotted path of a record; nothing when there is none. */
export function scalarsAt(record: JsonObject, path: string): readonly FacetValue[] {
  let value: Json | undefined = record;
  for (const key of path.split(".")) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
    value = (value as JsonObject)[key];
  }
  return value === undefined || (typeof value === "object" && value !== null) ? [] : [value];
}
