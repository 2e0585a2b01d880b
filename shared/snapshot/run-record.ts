import { type RecordOf, readRecordLine, recordLine } from "../catalog/record-line.ts";
import { SNAPSHOT_RUNS } from "../catalog/records.ts";
import { ReportsError } from "../platform/errors.ts";
import { runKey } from "./keys.ts";
import type { ObjectStore } from "./store.ts";

/** The answer of `snapshot` (design: "Invoking a function"). What each field means stands in `catalog/records.ts`. */
export type RunRecord = RecordOf<typeof SNAPSHOT_RUNS>;

/**
 * Leaves the record in the store. A record that is there already stays as it is: run ids are never used twice.
 * @throws StoreFailed
 */
export async function writeRunRecord(store: ObjectStore, record: RunRecord): Promise<void> {
  const key = runKey(record.dataset, record.enterprise, record.snapshotDate, record.runId);
  const line = new TextEncoder().encode(recordLine(SNAPSHOT_RUNS, record));
  await store.create(key, line, { contentType: "application/json" });
}

/**
 * @param key where the line came from, for the message
 * @throws StoreFailed when the line is no run record
 */
export function parseRunRecord(line: string, key: string): RunRecord {
  const record = readRecordLine(SNAPSHOT_RUNS, line);
  if (record !== undefined) return record;
  throw new ReportsError("StoreFailed", {
    what: "the object is not a run record of this version",
    where: key,
    remedy: "See what wrote it; records are never edited by hand",
    retryable: false,
  });
}
