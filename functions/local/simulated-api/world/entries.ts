import type { CampaignPlan, JobPlan } from "./plan.ts";

export const COLLECTIONS = ["campaigns", "campaign-publishers", "campaign-processr-jobs", "leads"] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** A row of a collection, before it is drawn up. Instants are epoch ms; `Infinity` means never. */
export interface Entry {
  readonly id: number;
  readonly createdMs: number;
  /** From here on it is no longer there. */
  readonly goneMs: number;
  /** From here on a newer version exists. */
  readonly supersededMs: number;
  readonly plan: CampaignPlan;
  /** Position of the publisher (a lead's too) or the job in the campaign's plan; 0 for campaigns. */
  readonly part: number;
  /** Of a contract; of a lead, how many its publisher had sent to the campaign before. */
  readonly version: number;
}

/** The documented newest contract has id 984 and the newest job 7121; ours start where they end up nearby. */
const FIRST_CONTRACT_ID = 316;
const FIRST_JOB_ID = 4_920;
const NEVER = Number.POSITIVE_INFINITY;

/** All rows of a collection that there will ever be. */
export interface EntryList {
  /** Ids of those that exist at an instant, rising. */
  livingIds(atMs: number): readonly number[];
  /** Whether it exists at any instant or not. */
  find(id: number): Entry | undefined;
}

/** What is planned with the campaigns; leads come of what they do. */
export type PlannedCollection = Exclude<CollectionName, "leads">;

/** All rows there will ever be, by collection, in the order they are made; ids rise with it. */
export function listEntries(plans: readonly CampaignPlan[]): { readonly [C in PlannedCollection]: readonly Entry[] } {
  return {
    campaigns: plans.map((plan) => entryOf(plan, { id: plan.id, createdMs: plan.createdMs })),
    "campaign-publishers": numbered(plans.flatMap(contractEntries), FIRST_CONTRACT_ID),
    "campaign-processr-jobs": numbered(
      plans.flatMap((plan) => plan.jobs.map((job, part) => jobEntry(plan, job, part))),
      FIRST_JOB_ID,
    ),
  };
}

type Unnumbered = { -readonly [K in keyof Entry]: Entry[K] };

function entryOf(plan: CampaignPlan, of: { id?: number; createdMs: number; part?: number }): Unnumbered {
  const { id = 0, createdMs, part = 0 } = of;
  return { id, createdMs, goneMs: plan.deletedMs, supersededMs: NEVER, plan, part, version: 0 };
}

function contractEntries(plan: CampaignPlan): Unnumbered[] {
  return plan.publishers.flatMap(({ contract }, part) =>
    (contract?.versions ?? []).map(({ createdMs }, version, versions) => {
      const supersededMs = versions[version + 1]?.createdMs ?? NEVER;
      return Object.assign(entryOf(plan, { createdMs, part }), { supersededMs, version });
    }),
  );
}

const jobEntry = (plan: CampaignPlan, { createdMs }: JobPlan, part: number): Unnumbered =>
  entryOf(plan, { createdMs, part });

function numbered(entries: Unnumbered[], firstId: number): readonly Entry[] {
  entries.sort((a, b) => a.createdMs - b.createdMs);
  entries.forEach((entry, index) => {
    entry.id = firstId + index;
  });
  return entries;
}

export const entryList = (entries: readonly Entry[]): EntryList => ({
  livingIds: (atMs) => livingIds(entries, atMs),
  find: (id) => entries[id - (entries[0]?.id ?? 0)],
});

function livingIds(entries: readonly Entry[], atMs: number): readonly number[] {
  const ids: number[] = [];
  for (const { id, createdMs, goneMs } of entries) {
    if (createdMs > atMs) break;
    if (goneMs > atMs) ids.push(id);
  }
  return ids;
}
