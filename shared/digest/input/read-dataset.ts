import type { Columns } from "../../catalog/column.ts";
import { DATASETS, type DigestDatasetName } from "../../catalog/datasets.ts";
import { openParquet } from "../../parquet/file.ts";
import { addDays, type Day } from "../../platform/day.ts";
import { isReportsError } from "../../platform/errors.ts";
import { snapshotKey } from "../../snapshot/keys.ts";
import { readLabel } from "../../snapshot/published.ts";
import type { ObjectStore, StoredObject } from "../../snapshot/store.ts";
import type { DatasetInput, PreviousMail, SkippedSnapshot, Snapshot, SnapshotInfo } from "./digest-input.ts";
import { sharingRows } from "./unchanged-rows.ts";
import { basePosition } from "./window.ts";

export interface DatasetRequest extends PreviousMail {
  readonly enterprise: string;
  /** snapshot_dates to read, both included. */
  readonly from: Day;
  readonly to: Day;
}

/** Objects on their way at a time. They are decoded one by one, in order: only their bytes wait. */
const PARALLEL = 8;

/**
 * The snapshots of a dataset, older ones with the columns of its points, the newest and the base with those of its details too.
 * What lies there but is no snapshot of ours is skipped with its reason.
 * @param more columns read besides, of every snapshot
 * @throws StoreFailed
 */
export async function readDataset(
  store: ObjectStore,
  { enterprise, from, to, ...previous }: DatasetRequest,
  dataset: DigestDatasetName,
  more: readonly string[] = [],
): Promise<DatasetInput<object, object>> {
  const { digest } = DATASETS[dataset];
  const points = [...digest.points, ...more];
  const details = [...new Set([...points, ...digest.details])];
  const get = (date: Day): Promise<StoredObject | undefined> => store.get(snapshotKey(dataset, enterprise, date));
  const history: Snapshot<object>[] = [];
  const skipped: SkippedSnapshot[] = [];
  const rowsOf = sharingRows();
  for await (const [date, object] of inOrder(daysFrom(from, to), get)) {
    const read = object === undefined ? undefined : await decode(object.body, { dataset, date, names: points, rowsOf });
    if (read === undefined) continue;
    if ("reason" in read) skipped.push(read);
    else history.push(read);
  }
  const detailed = async (position: number): Promise<Snapshot<object> | undefined> => {
    const date = history[position]?.info.date;
    const object = date === undefined ? undefined : await get(date);
    if (date === undefined || object === undefined) return undefined;
    const read = await decode(object.body, { dataset, date, names: details });
    return "reason" in read ? undefined : read;
  };
  const base = await detailed(
    basePosition(
      history.map(({ info }) => info),
      previous,
    ),
  );
  return { newest: await detailed(history.length - 1), base, history, skipped };
}

function daysFrom(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

interface Place {
  readonly dataset: DigestDatasetName;
  readonly date: Day;
  readonly names: readonly string[];
  readonly rowsOf?: ReturnType<typeof sharingRows>;
}

async function decode(
  body: Uint8Array,
  { dataset, date, names, ...options }: Place,
): Promise<Snapshot<object> | SkippedSnapshot> {
  const { columns, digest }: { columns: Columns; digest: { ownColumn: string } } = DATASETS[dataset];
  try {
    const file = await openParquet(body);
    const label = readLabel(file.metadata);
    if (label === undefined) return { date, reason: "it was not written by this project" };
    if (!file.columns.has(digest.ownColumn)) return { date, reason: "it is of another dataset" };
    if (label.rows !== file.rows) return { date, reason: "it does not hold the rows it says" };
    const { totalItems: _, acceptShrunk: __, timeZone: ___, rehearsal, ...told } = label;
    const info: SnapshotInfo = { date, ...told, ...(rehearsal ? { rehearsal } : {}) };
    return { info, rows: await file.read(columns, names, options) };
  } catch (error) {
    if (isReportsError(error, "NoSnapshot")) return { date, reason: "the file is damaged or of another shape" };
    throw error;
  }
}

/** Results of `get` in the order of the items, `PARALLEL` of them on their way. */
async function* inOrder<T, R>(items: readonly T[], get: (item: T) => Promise<R>): AsyncGenerator<readonly [T, R]> {
  const pending: Promise<R>[] = [];
  const start = (item: T): void => {
    const result = get(item);
    // Whoever awaits it sees the failure; until its turn comes it is not an unhandled one.
    result.catch(() => {});
    pending.push(result);
  };
  for (const item of items.slice(0, PARALLEL)) start(item);
  for (const [position, item] of items.entries()) {
    const result = await pending[position];
    delete pending[position];
    const next = items[position + PARALLEL];
    if (next !== undefined) start(next);
    yield [item, result as R];
  }
}
