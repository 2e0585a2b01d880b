import { LEADS } from "../../catalog/datasets/leads.ts";
import { readParquet } from "../../parquet/reader.ts";
import { addDays } from "../../platform/day.ts";
import { isReportsError } from "../../platform/errors.ts";
import { objectsOf, snapshotDays } from "../../snapshot/published.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import type { HeldBack } from "./digest-input.ts";
import type { DatasetRequest } from "./read-dataset.ts";

/** Days whose readings count, as in the saved query leads-held-back. */
const READ_DAYS = 35;

/**
 * Leads held back by integration jobs, by what was read of them last in the 35 days up to a date: once for each job that has failed it
 * and not taken it. Only what fails now is kept, so memory goes by the failures; one column is read of each part.
 * @throws StoreFailed
 */
export async function readHeldBack(
  store: ObjectStore,
  { enterprise, to }: Pick<DatasetRequest, "enterprise" | "to">,
): Promise<HeldBack> {
  const failing = new Map<number, ReadonlySet<number>>();
  const from = addDays(to, -READ_DAYS);
  for (const date of await snapshotDays(store, "leads", enterprise)) {
    if (date < from || date > to) continue;
    // Oldest first: a later reading takes the place of an earlier one.
    for (const key of await objectsOf(store, "leads", { enterprise, date })) await takePart(store, key, failing);
  }
  const leads = new Map<number, number>();
  for (const jobs of failing.values()) for (const job of jobs) leads.set(job, (leads.get(job) ?? 0) + 1);
  return leads;
}

async function takePart(store: ObjectStore, key: string, failing: Map<number, ReadonlySet<number>>): Promise<void> {
  const object = await store.get(key);
  if (object === undefined) return;
  try {
    const { rows } = await readParquet(object.body, LEADS.columns, ["id", "integration_results"]);
    for (const { id, integration_results: results } of rows) {
      const jobs = new Set<number>();
      for (const { campaign_job_id: job, passed } of results ?? []) if (passed === false && job !== null) jobs.add(job);
      for (const { campaign_job_id: job, passed } of results ?? [])
        if (passed === true && job !== null) jobs.delete(job);
      if (jobs.size > 0) failing.set(id, jobs);
      else failing.delete(id);
    }
  } catch (error) {
    // A damaged part says nothing; the next readings of its leads do.
    if (!isReportsError(error, "NoSnapshot")) throw error;
  }
}
