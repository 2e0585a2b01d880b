import type { DatasetName, DigestDatasetName } from "../../shared/catalog/datasets.ts";
import { expectedDatasets } from "../../shared/digest/sections/registry.ts";
import { instantAt } from "../../shared/platform/day.ts";
import { SNAPSHOT_MINUTES, snapshotSlots, timeOfMinute } from "../../shared/settings/timetable.ts";
import { hasSnapshot } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { DigestRun } from "./digest-run.ts";

/**
 * Why a mail to the list must wait: the day lacks snapshots that it needs, and a later run may find them. A run that is told to wait
 * always does; one by hand does until their catch-ups are over, unless it is to be early. A schedule's last run never waits.
 * @returns undefined when it is to be made of what there is
 * @throws StoreFailed
 */
export async function whyDeferred(store: ObjectStore, run: DigestRun, now: number): Promise<string | undefined> {
  const { request, enterprise, digest, date } = run;
  const byHand = request.scheduledTime === undefined && !request.early;
  if (!request.wait && !byHand) return undefined;
  const missing: DigestDatasetName[] = [];
  for (const dataset of expectedDatasets(digest, enterprise.datasets)) {
    if (!(await hasSnapshot(store, dataset, { enterprise: request.enterprise, date }))) missing.push(dataset);
  }
  if (missing.length === 0) return undefined;
  const lacks = `${date} has no snapshot of ${missing.join(", ")} yet.`;
  if (request.wait) return `${lacks} The mail waits for it, until the run without wait.`;
  const readyAt = Math.max(...missing.map((dataset) => endOfCatchUp(run, dataset)));
  if (now >= readyAt) return undefined;
  return `${lacks} It may still come until ${new Date(readyAt).toISOString()}. Send again then, or with "early": true of what there is.`;
}

/** When the last chance of the day for a snapshot is over, epoch ms. */
function endOfCatchUp({ enterprise, date }: DigestRun, dataset: DatasetName): number {
  const slot = snapshotSlots(enterprise).find((one) => one.dataset === dataset);
  if (slot === undefined) return Number.NEGATIVE_INFINITY;
  return instantAt(date, timeOfMinute(slot.catchUpMinute), enterprise.timeZone) + SNAPSHOT_MINUTES * 60_000;
}
