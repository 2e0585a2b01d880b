import { createHash } from "node:crypto";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import type { ConvertrClient } from "../../shared/convertr/client.ts";
import type { PullReport } from "../../shared/convertr/pull/collection.ts";
import { verifyParquet } from "../../shared/parquet/reader.ts";
import { type Collected, createCollector } from "../../shared/snapshot/collector.ts";
import { findSnapshot, type SnapshotLabel, writeLabel } from "../../shared/snapshot/published.ts";
import { isShrunk, referenceRowsBefore } from "../../shared/snapshot/shrunk.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { Run } from "./run.ts";

/** A snapshot ready to be published: complete, encoded, read back. */
export interface PulledSnapshot {
  readonly report: PullReport;
  readonly collected: Omit<Collected, "encode">;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly degraded: boolean;
  readonly shrunk: boolean;
}

/**
 * Pulls the collection, proves it complete, encodes it and verifies the bytes. Nothing is written.
 * @throws what the client throws, SchemaDrift, BadResponse
 */
export async function pullSnapshot(
  deps: { store: ObjectStore },
  run: Run,
  client: ConvertrClient,
): Promise<PulledSnapshot> {
  const dataset = DATASETS[run.request.dataset];
  const { activityDate, rehearsal } = run.day;
  const { runId, startedAt: snapshotAt } = run;
  const { timeZone } = run.enterprise;
  const collector = createCollector(dataset, { timeZone, snapshotAt, activityDate, runId });
  const report = await client.pull({ collection: dataset.collection, filters: dataset.filters }, collector);
  const { encode, ...collected } = collector.finish();
  const degraded = collected.nulled.length > 0 || report.leftOut.length > 0;
  const { rows } = collected;
  const { dataset: name, enterprise, acceptShrunk } = run.request;
  const referenceRows = await referenceRowsBefore(deps.store, name, { enterprise, date: run.day.snapshotDate });
  const shrunk = !acceptShrunk && referenceRows !== null && isShrunk(rows, referenceRows);
  const label: SnapshotLabel = {
    runId,
    snapshotAt,
    activityDate,
    timeZone,
    rows,
    totalItems: report.totalItems,
    degraded,
    shrunk,
    referenceRows,
    acceptShrunk,
    rehearsal,
    ...(await firstTake(deps.store, run)),
  };
  const bytes = await encode(writeLabel(label));
  await verifyParquet(bytes, dataset.columns, rows);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { report, collected, bytes, sha256, degraded, shrunk };
}

/** A re-take remembers when the day was taken first, so that a mail can tell which of the two the mail before it was made of. */
async function firstTake(
  store: ObjectStore,
  { request: { dataset, enterprise, overwrite }, day: { snapshotDate: date } }: Run,
): Promise<Pick<SnapshotLabel, "firstSnapshotAt">> {
  const standing = overwrite ? await findSnapshot(store, dataset, { enterprise, date }) : undefined;
  return standing === undefined ? {} : { firstSnapshotAt: standing.label.firstSnapshotAt ?? standing.label.snapshotAt };
}
