import type { Columns } from "../../catalog/column.ts";
import { DATASETS, type DatasetName } from "../../catalog/datasets.ts";
import { addDays, type Day } from "../../platform/day.ts";
import { isReportsError } from "../../platform/errors.ts";
import { snapshotKey } from "../../snapshot/keys.ts";
import { readParquet } from "../../snapshot/parquet-reader.ts";
import { readLabel } from "../../snapshot/published.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import { basePosition } from "../model/series.ts";
import type { DatasetInput, SkippedSnapshot, Snapshot, SnapshotInfo } from "./digest-input.ts";

export interface DatasetRequest {
  readonly enterprise: string;
  /** snapshot_dates to read, both included. */
  readonly from: Day;
  readonly to: Day;
  /** snapshot_date of the previous mail. */
  readonly since: Day;
}

interface NeededColumns {
  readonly dataset: DatasetName;
  readonly points: readonly string[];
  readonly details: readonly string[];
}

/** Files in flight of one dataset: each is decoded and dropped before the next takes its place. */
const PARALLEL = 6;

/**
 * The snapshots of a dataset. Older ones with the columns of `points`; the newest and the base with all of `details`.
 * What lies there but is no snapshot of ours is skipped with its reason.
 * @throws StoreFailed
 */
export async function readDataset(
  store: ObjectStore,
  request: DatasetRequest,
  needed: NeededColumns,
): Promise<DatasetInput<object, object>> {
  const days: Day[] = [];
  for (let day = request.from; day <= request.to; day = addDays(day, 1)) days.push(day);
  const read = (date: Day, names: readonly string[]) =>
    readSnapshot(store, { dataset: needed.dataset, enterprise: request.enterprise, date }, names);
  const found = await inParallel(days, (date) => read(date, needed.points));
  const history = found.filter((one) => one !== undefined && "rows" in one);
  const skipped = found.filter((one) => one !== undefined && "reason" in one);
  const base = basePosition(
    history.map(({ info }) => info),
    request.since,
  );
  const detailed = async (position: number): Promise<Snapshot<object> | undefined> => {
    const date = history[position]?.info.date;
    const snapshot = date === undefined ? undefined : await read(date, needed.details);
    if (snapshot === undefined || !("rows" in snapshot)) return undefined;
    history[position] = snapshot;
    return snapshot;
  };
  const [newest, before] = await Promise.all([detailed(history.length - 1), detailed(base)]);
  return { history, newest, base: before, skipped };
}

interface Place {
  readonly dataset: DatasetName;
  readonly enterprise: string;
  readonly date: Day;
}

async function readSnapshot(
  store: ObjectStore,
  { dataset, enterprise, date }: Place,
  names: readonly string[],
): Promise<Snapshot<object> | SkippedSnapshot | undefined> {
  const object = await store.get(snapshotKey(dataset, enterprise, date));
  if (object === undefined) return undefined;
  const columns: Columns = DATASETS[dataset].columns;
  try {
    const { rows, metadata } = await readParquet(object.body, columns, names);
    const label = readLabel(metadata);
    if (label === undefined) return { date, reason: "it was not written by this project" };
    if (label.rows !== rows.length) return { date, reason: "it does not hold the rows it says" };
    const { activityDate, snapshotAt, runId, degraded, shrunk } = label;
    const info: SnapshotInfo = { date, activityDate, snapshotAt, runId, rows: rows.length, degraded, shrunk };
    return { info, rows };
  } catch (error) {
    if (isReportsError(error, "NoSnapshot")) return { date, reason: "the file is damaged or of another shape" };
    throw error;
  }
}

/** Applies `work` to all items, `PARALLEL` at a time; results in the order of the items. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) results[position] = await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return results;
}
