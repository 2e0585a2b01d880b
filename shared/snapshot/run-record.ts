import { type RecordOf, readRecordLine, recordLine } from "../catalog/record-line.ts";
import { SNAPSHOT_RUNS } from "../catalog/records.ts";
import { ReportsError } from "../platform/errors.ts";
import { runKey } from "./keys.ts";
import type { ObjectStore } from "./store.ts";

const JSON_TYPE = { contentType: "application/json" };

/** The answer of `snapshot` (docs/design.md, "Invoking a function"). What each field means stands in `catalog/records.ts`. */
export type RunRecord = RecordOf<typeof SNAPSHOT_RUNS>;

/** How many objects of data the run wrote, by its record. */
const objectsIn = ({ outcome, parts }: RunRecord): number => parts ?? (outcome === "published" ? 1 : 0);

/**
 * Leaves a run's own record in the store. It takes the place of the one that another run may have restored meanwhile, which
 * knows less; but what that one found published, a run that thinks it has failed does not take back.
 * @throws StoreFailed
 */
export async function writeRunRecord(store: ObjectStore, record: RunRecord): Promise<void> {
  const { key, line } = written(record);
  if ((await store.create(key, line, JSON_TYPE)).outcome === "created") return;
  const standing = await standingRecord(store, key);
  if (standing === undefined || objectsIn(standing.record) > objectsIn(record)) return;
  await store.overwrite(key, line, { ...JSON_TYPE, ifMatch: standing.etag });
}

/**
 * Leaves a record that another run owes, from what it has published. It takes the place of one that tells of less: then the
 * write was stored and only the answer was lost, so that the run took itself for failed. What it knows of its traffic and time
 * stays.
 * @throws StoreFailed
 */
export async function restoreRunRecord(store: ObjectStore, record: RunRecord): Promise<void> {
  const { key, line } = written(record);
  if ((await store.create(key, line, JSON_TYPE)).outcome === "created") return;
  const standing = await standingRecord(store, key);
  if (standing === undefined || objectsIn(standing.record) >= objectsIn(record)) return;
  const { pages, requests, retries, late, startedAt, finishedAt, durationMs } = standing.record;
  const told = { pages, requests, retries, late, startedAt, finishedAt, durationMs };
  const { line: completed } = written({ ...record, ...told });
  await store.overwrite(key, completed, { ...JSON_TYPE, ifMatch: standing.etag });
}

async function standingRecord(store: ObjectStore, key: string) {
  const object = await store.get(key);
  if (object === undefined) return undefined;
  return { record: parseRunRecord(new TextDecoder().decode(object.body), key), etag: object.etag };
}

const written = (record: RunRecord) => ({
  key: runKey(record.dataset, record.enterprise, record.snapshotDate, record.runId),
  line: new TextEncoder().encode(recordLine(SNAPSHOT_RUNS, record)),
});

/**
 * @param key where the line came from, for the message
 * @throws StoreFailed when the line is no run record
 */
export function parseRunRecord(line: string | Uint8Array, key: string): RunRecord {
  const record = readRecordLine(SNAPSHOT_RUNS, line);
  if (record !== undefined) return record;
  throw new ReportsError("StoreFailed", {
    what: "the object is not a run record of this version",
    where: key,
    remedy: "See what wrote it; records are never edited by hand",
    retryable: false,
  });
}
