import { createHash } from "node:crypto";
import type { Columns } from "../catalog/column.ts";
import { DATASETS, type DatasetName } from "../catalog/datasets.ts";
import { readParquet } from "../parquet/reader.ts";
import type { Day } from "../platform/day.ts";
import { isReportsError } from "../platform/errors.ts";
import { dayPrefix, snapshotKey, snapshotPrefix } from "./keys.ts";
import type { ObjectStore } from "./store.ts";

/**
 * What a snapshot says of itself in its Parquet key-value metadata, all as text: enough to write its run record again,
 * and for the digest to say what it read.
 */
export interface SnapshotLabel {
  readonly runId: string;
  /** Epoch ms. */
  readonly snapshotAt: number;
  readonly activityDate: Day;
  /** IANA name of the zone whose days these are; null in files of versions that did not write it. */
  readonly timeZone: string | null;
  readonly rows: number;
  readonly totalItems: { readonly first: number; readonly last: number };
  readonly degraded: boolean;
  readonly shrunk: boolean;
  /** Rows of the newest snapshot before it that is not itself shrunk; null when there was none. */
  readonly referenceRows: number | null;
  /** Its size was accepted, however small. */
  readonly acceptShrunk: boolean;
  /** Under a past date, by the local runner. */
  readonly rehearsal: boolean;
  /** When the first take of the day began, epoch ms, where this one has replaced it. */
  readonly firstSnapshotAt?: number;
}

export function writeLabel(label: SnapshotLabel): Record<string, string> {
  return {
    run_id: label.runId,
    snapshot_at: new Date(label.snapshotAt).toISOString(),
    activity_date: label.activityDate,
    ...(label.timeZone === null ? {} : { time_zone: label.timeZone }),
    rows: String(label.rows),
    total_items_first: String(label.totalItems.first),
    total_items_last: String(label.totalItems.last),
    degraded: String(label.degraded),
    shrunk: String(label.shrunk),
    ...(label.referenceRows === null ? {} : { reference_rows: String(label.referenceRows) }),
    accept_shrunk: String(label.acceptShrunk),
    labelled: String(label.rehearsal),
    ...(label.firstSnapshotAt === undefined
      ? {}
      : { first_snapshot_at: new Date(label.firstSnapshotAt).toISOString() }),
  };
}

/** @returns undefined when the file is not one of ours */
export function readLabel(metadata: Readonly<Record<string, string>>): SnapshotLabel | undefined {
  const { run_id: runId, snapshot_at: snapshotAt, activity_date: activityDate, rows } = metadata;
  const { reference_rows: referenceRows, first_snapshot_at: first } = metadata;
  if (runId === undefined || snapshotAt === undefined || activityDate === undefined || rows === undefined) {
    return undefined;
  }
  return {
    runId,
    snapshotAt: Date.parse(snapshotAt),
    activityDate,
    timeZone: metadata["time_zone"] ?? null,
    rows: Number(rows),
    totalItems: {
      first: Number(metadata["total_items_first"]),
      last: Number(metadata["total_items_last"]),
    },
    degraded: metadata["degraded"] === "true",
    shrunk: metadata["shrunk"] === "true",
    referenceRows: referenceRows === undefined ? null : Number(referenceRows),
    acceptShrunk: metadata["accept_shrunk"] === "true",
    rehearsal: metadata["labelled"] === "true",
    ...(first === undefined ? {} : { firstSnapshotAt: Date.parse(first) }),
  };
}

/** A published snapshot found in the store, without its rows. */
export interface PublishedSnapshot {
  readonly key: string;
  readonly date: Day;
  readonly etag: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly label: SnapshotLabel;
  /** All of it, the label's text included. */
  readonly metadata: Readonly<Record<string, string>>;
}

const NO_COLUMNS: Columns = {};
/** As `partKey` writes it. */
const PART_NAME = /-\d{8}T\d{9}Z-[a-z-]+-\d{4,}\.parquet$/;

/** The snapshot of a day, or of a day in parts the newest; undefined when there is none or it is not readable as one of ours. */
export async function findSnapshot(
  store: ObjectStore,
  dataset: DatasetName,
  at: { readonly enterprise: string; readonly date: Day },
): Promise<PublishedSnapshot | undefined> {
  const key = (await objectsOf(store, dataset, at)).at(-1);
  return key === undefined ? undefined : await readPublished(store, key, at.date);
}

/** @returns undefined when there is none at the key, or it is not readable as one of ours */
export async function readPublished(
  store: ObjectStore,
  key: string,
  date: Day,
): Promise<PublishedSnapshot | undefined> {
  const object = await store.get(key);
  if (object === undefined) return undefined;
  const metadata = await metadataOf(object.body);
  const label = metadata && readLabel(metadata);
  if (metadata === undefined || label === undefined) return undefined;
  const sha256 = createHash("sha256").update(object.body).digest("hex");
  return { key, date, etag: object.etag, bytes: object.body, sha256, label, metadata };
}

/** Whether a day has a snapshot, or a part of one; nothing is read. */
export async function hasSnapshot(
  store: ObjectStore,
  dataset: DatasetName,
  at: { readonly enterprise: string; readonly date: Day },
): Promise<boolean> {
  if (isInParts(dataset)) return (await objectsOf(store, dataset, at)).length > 0;
  return (await store.head(snapshotKey(dataset, at.enterprise, at.date))) !== undefined;
}

const isInParts = (dataset: DatasetName): boolean => DATASETS[dataset].inParts;

/** Keys of a day, oldest first. */
export async function objectsOf(
  store: ObjectStore,
  dataset: DatasetName,
  at: { readonly enterprise: string; readonly date: Day },
): Promise<readonly string[]> {
  if (!isInParts(dataset)) return [snapshotKey(dataset, at.enterprise, at.date)];
  const objects = await store.list(`${dayPrefix(dataset, at)}${DATASETS[dataset].table}-`);
  return objects.map(({ key }) => key).filter((key) => PART_NAME.test(key));
}

async function metadataOf(bytes: Uint8Array): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    return (await readParquet(bytes, NO_COLUMNS)).metadata;
  } catch (error) {
    if (isReportsError(error, "NoSnapshot")) return undefined;
    throw error;
  }
}

/** The days of an enterprise that have a snapshot of the dataset, or a part of one, oldest first. */
export async function snapshotDays(store: ObjectStore, dataset: DatasetName, enterprise: string): Promise<Day[]> {
  const objects = await store.list(snapshotPrefix(dataset, enterprise));
  const days = new Set<Day>();
  for (const { key } of objects) {
    const day = /\/snapshot_date=(\d{4}-\d{2}-\d{2})\//.exec(key)?.[1];
    if (day === undefined) continue;
    const isOurs = isInParts(dataset) ? PART_NAME.test(key) : key === snapshotKey(dataset, enterprise, day);
    if (isOurs) days.add(day);
  }
  return [...days];
}
