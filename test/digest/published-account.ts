import type { Row } from "../../shared/catalog/column.ts";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import type { DigestInput, Snapshot } from "../../shared/digest/input/digest-input.ts";
import { createParquetWriter } from "../../shared/parquet/writer.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import { writeLabel } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

/** A snapshot as the snapshot job would have written it; columns that the rows do not name are null. */
export async function parquetOf(dataset: DatasetName, { info, rows }: Snapshot<object>): Promise<Uint8Array> {
  const { columns } = DATASETS[dataset];
  const writer = createParquetWriter(columns);
  const nothing = Object.fromEntries(Object.keys(columns).map((name) => [name, null]));
  const { snapshotAt, activityDate, runId, degraded, shrunk, referenceRows } = info;
  const run = { snapshot_at: snapshotAt, activity_date: activityDate, run_id: runId };
  for (const row of rows) writer.append({ ...nothing, ...row, ...run } as Row);
  const totalItems = { first: rows.length, last: rows.length };
  const marks = { degraded, shrunk, referenceRows, acceptShrunk: false, rehearsal: false };
  const label = { runId, snapshotAt, activityDate, timeZone: "Europe/London", rows: rows.length, totalItems, ...marks };
  return writer.finish(writeLabel(label));
}

export async function publishSnapshots(
  store: ObjectStore,
  dataset: DatasetName,
  snapshots: readonly Snapshot<object>[],
): Promise<void> {
  for (const one of snapshots) {
    const body = await parquetOf(dataset, one);
    await store.create(snapshotKey(dataset, "acme", one.info.date), body, { contentType: "application/octet-stream" });
  }
}

/** The last days of the account's history, of all three datasets. */
export async function publishAccount(store: ObjectStore, input: DigestInput, days = 36): Promise<void> {
  await publishSnapshots(store, "campaigns", input.campaigns.history.slice(-days));
  await publishSnapshots(store, "publisher-contracts", input.contracts.history.slice(-days));
  await publishSnapshots(store, "integration-jobs", input.jobs.history.slice(-days));
}
