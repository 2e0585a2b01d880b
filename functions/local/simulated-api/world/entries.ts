import { type CampaignPlan, NEVER, RENEWED } from "../plan/plan.ts";

export const COLLECTIONS = ["campaigns", "campaign-publishers", "campaign-processr-jobs", "leads"] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** A row of a collection, before it is drawn up; gone when its campaign is deleted. Instants are epoch ms. */
export interface Entry {
  readonly id: number;
  readonly createdMs: number;
  /** From here on a newer version exists. */
  readonly supersededMs: number;
  readonly plan: CampaignPlan;
  /** Position of the publisher (a lead's too) or the job in the campaign's plan; 0 for campaigns. */
  readonly part: number;
  /** Position of a contract's version; of a lead, how many its publisher had sent to the campaign before. */
  readonly version: number;
}

/** The documented newest contract has id 984 and the newest job 7121; ours start where they end up nearby. */
const FIRST_CONTRACT_ID = 316;
const FIRST_JOB_ID = 4_920;

/** All rows of a collection that there will ever be. */
export interface EntryList {
  /** Ids of those that exist at an instant, rising. */
  livingIds(atMs: number): readonly number[];
  /** Whether it exists at any instant or not. */
  find(id: number): Entry | undefined;
}

/** What is planned with the campaigns; leads come of what they do. */
export type PlannedCollection = Exclude<CollectionName, "leads">;

/**
 * All rows there will ever be, by collection; ids rise in the order they are made. Versions that were renewed before the weeks of
 * history have ids of their own below all others.
 */
export function listEntries(plans: readonly CampaignPlan[]): { readonly [C in PlannedCollection]: readonly Entry[] } {
  const first = { supersededMs: NEVER, part: 0, version: 0 };
  const contracts = plans.flatMap((plan) =>
    plan.publishers.flatMap(({ contract }, part) =>
      (contract?.versions ?? []).map(({ createdMs }, version, versions) => {
        const supersededMs = versions[version + 1]?.createdMs ?? NEVER;
        return { plan, createdMs, supersededMs, part, version };
      }),
    ),
  );
  const renewed = plans.flatMap((plan) =>
    plan.publishers.flatMap(({ contract }, part) => {
      if (contract === null || contract.renewed === null) return [];
      const supersededMs = contract.versions[0]?.createdMs ?? NEVER;
      return [{ plan, createdMs: contract.renewed.createdMs, supersededMs, part, version: RENEWED }];
    }),
  );
  const jobs = plans.flatMap((plan) => plan.jobs.map(({ createdMs }, part) => ({ ...first, plan, createdMs, part })));
  return {
    campaigns: plans.map((plan) => ({ ...first, id: plan.id, plan, createdMs: plan.createdMs })),
    "campaign-publishers": [
      ...numbered(renewed, FIRST_CONTRACT_ID - renewed.length),
      ...numbered(contracts, FIRST_CONTRACT_ID),
    ],
    "campaign-processr-jobs": numbered(jobs, FIRST_JOB_ID),
  };
}

const numbered = (entries: readonly Omit<Entry, "id">[], firstId: number): readonly Entry[] =>
  entries.toSorted((a, b) => a.createdMs - b.createdMs).map((entry, index) => ({ ...entry, id: firstId + index }));

export const entryList = (entries: readonly Entry[]): EntryList => ({
  livingIds: (atMs) => {
    const ids: number[] = [];
    for (const { id, createdMs, plan } of entries) {
      if (createdMs <= atMs && plan.deletedMs > atMs) ids.push(id);
    }
    return ids;
  },
  find: (id) => entries[id - (entries[0]?.id ?? 0)],
});
