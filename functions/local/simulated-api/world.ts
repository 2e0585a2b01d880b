import { addDays, type Day, daysBetween, instantAt } from "../../../shared/platform/day.ts";
import { leadEntries } from "./leads/entries.ts";
import { planAccount } from "./plan/account.ts";
import type { CampaignPlan } from "./plan/plan.ts";
import { campaignRecord } from "./records/campaign-record.ts";
import { contractRecord } from "./records/contract-record.ts";
import { type FacetValue, facetOf, scalarsAt } from "./records/facets.ts";
import { jobRecord } from "./records/job-record.ts";
import { leadRecord } from "./records/lead-record.ts";
import type { JsonObject } from "./records/parts.ts";
import { createCalendar, HISTORY_DAYS } from "./world/calendar.ts";
import { type CollectionName, type Entry, type EntryList, entryList, listEntries } from "./world/entries.ts";
import { createSimulations, type Simulation } from "./world/simulation.ts";

const DOCUMENTED_CAMPAIGNS = 479;
const LIVES_ON_DAYS = 120;

export interface WorldOptions {
  readonly seed: number;
  /** Campaigns on the morning of the anchor day. @default 479, with 555 latest contracts and 574 integration jobs */
  readonly campaigns?: number;
  /** First of the 35 days before the anchor day. The account itself is years older, and lives on. */
  readonly historyStart: Day;
  /** IANA zone of the enterprise. */
  readonly timeZone: string;
  /** Last day on which something new begins. @default 120 days after the anchor day */
  readonly until?: Day;
  /** First day of leads: the account does not keep those that came in before. @default all leads */
  readonly leadsFrom?: Day;
}

/** An account whose every record follows from the seed and an instant (epoch ms), whatever was asked before. */
export interface World {
  /** The day on which the account has its documented size, in the enterprise's zone. */
  readonly anchor: Day;
  readonly timeZone: string;
  /** Ids of the rows that exist, rising; the same array when asked again for the same instant. */
  ids(collection: CollectionName, atMs: number): readonly number[];
  /** Undefined when there is no such row. */
  record(collection: CollectionName, id: number, atMs: number): JsonObject | undefined;
  /** What a filter or an order compares: reads the values at a dotted path of rows; `latest` and `createdTs` too. */
  reader(collection: CollectionName, path: string, atMs: number): (id: number) => readonly FacetValue[];
}

/** Pure: no clock, no I/O. Costs some seconds for 60,000 campaigns; their days are played when they are asked for. */
export function createWorld(options: WorldOptions): World {
  const { seed, timeZone } = options;
  const anchor = addDays(options.historyStart, HISTORY_DAYS);
  const calendar = createCalendar(anchor, timeZone);
  const untilDay = options.until === undefined ? LIVES_ON_DAYS : daysBetween(anchor, options.until);
  const campaigns = options.campaigns ?? DOCUMENTED_CAMPAIGNS;
  const plans = planAccount({ seed, calendar, campaigns, untilDay });
  const simulationOf = createSimulations({ seed, calendar, untilDay });
  const leadsFromMs =
    options.leadsFrom === undefined ? Number.NEGATIVE_INFINITY : instantAt(options.leadsFrom, "00:00", timeZone);
  const planned = listEntries(plans);
  const entries: { readonly [C in CollectionName]: EntryList } = {
    campaigns: entryList(planned.campaigns),
    "campaign-publishers": entryList(planned["campaign-publishers"]),
    "campaign-processr-jobs": entryList(planned["campaign-processr-jobs"]),
    leads: leadEntries({ plans, simulationOf, fromMs: leadsFromMs }),
  };
  const records = recordsOf(jobIdsOf(planned["campaign-processr-jobs"]));
  const living = (collection: CollectionName, id: number, atMs: number): Entry | undefined => {
    const entry = entries[collection].find(id);
    return entry !== undefined && entry.createdMs <= atMs && entry.plan.deletedMs > atMs ? entry : undefined;
  };
  const idsOf = rememberingIds(entries);
  const record = (collection: CollectionName, id: number, atMs: number) => {
    const entry = living(collection, id, atMs);
    return entry && records[collection](simulationOf(entry.plan), entry, atMs);
  };
  return {
    anchor,
    timeZone,
    ids: idsOf,
    record,
    reader: (collection, path, atMs) => {
      const facet = facetOf(collection, path);
      return (id) => {
        const entry = living(collection, id, atMs);
        if (entry === undefined) return [];
        return facet ? facet(entry, atMs, simulationOf) : scalarsAt(record(collection, id, atMs) ?? {}, path);
      };
    },
  };
}

function rememberingIds(entries: { readonly [C in CollectionName]: EntryList }): World["ids"] {
  const remembered = new Map<CollectionName, { atMs: number; ids: readonly number[] }>();
  return (collection, atMs) => {
    const known = remembered.get(collection);
    if (known?.atMs === atMs) return known.ids;
    const ids = entries[collection].livingIds(atMs);
    remembered.set(collection, { atMs, ids });
    return ids;
  };
}

type Draw = (simulation: Simulation, entry: Entry, atMs: number) => JsonObject;

const recordsOf = (jobIds: (plan: CampaignPlan) => readonly number[]): { readonly [C in CollectionName]: Draw } => ({
  campaigns: (simulation, _, atMs) => campaignRecord(simulation, atMs),
  "campaign-publishers": (simulation, { id, part, version }, atMs) =>
    contractRecord(simulation, { id, publisher: part, version }, atMs),
  "campaign-processr-jobs": (simulation, { id, part }, atMs) => jobRecord(simulation, { id, position: part }, atMs),
  leads: (simulation, { id, part, version, createdMs, plan }, atMs) =>
    leadRecord(simulation, { id, publisher: part, sequence: version, createdMs, jobIds: jobIds(plan) }, atMs),
});

/** Ids of a campaign's jobs, by position in its plan. */
function jobIdsOf(jobs: readonly Entry[]): (plan: CampaignPlan) => readonly number[] {
  const byCampaign = new Map<number, number[]>();
  for (const { id, plan, part } of jobs) {
    const ids = byCampaign.get(plan.ordinal) ?? [];
    ids[part] = id;
    byCampaign.set(plan.ordinal, ids);
  }
  return ({ ordinal }) => byCampaign.get(ordinal) ?? [];
}
