import { expect, test } from "vitest";
import { recordLine } from "../../shared/catalog/record-line.ts";
import { SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import { parseRunRecord, type RunRecord, restoreRunRecord, writeRunRecord } from "../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";

const RECORD: RunRecord = {
  ...{ enterprise: "acme", snapshotDate: "2026-11-23", runId: "run-1", dataset: "integration-jobs" },
  ...{
    activityDate: "2026-11-22",
    timeZone: null,
    outcome: "failed",
    key: null,
    rows: null,
    bytes: null,
    sha256: null,
  },
  ...{ pages: 2, requests: 4, retries: 1, totalItems: null, duplicates: null, recovered: null, superseded: null },
  ...{ nulled: null, leftOut: null, drift: null, degraded: null, shrunk: null, acceptShrunk: null },
  ...{ labelled: false, late: true },
  ...{ startedAt: "2026-11-23T11:30:00.007Z", finishedAt: "2026-11-23T11:30:01.000Z", durationMs: 993 },
  error: { name: "ApiUnavailable", message: "no answer" },
  ...{ sweeps: null, parts: null, complete: null, missedChanges: null },
};

const KEY = "runs/enterprise=acme/snapshot_date=2026-11-23/integration-jobs-run-1.json";
const PUBLISHED: RunRecord = { ...RECORD, outcome: "published", error: null, key: "snapshots/x", rows: 7, bytes: 9 };

/** The only record there is. */
async function theRecord(store: ObjectStore): Promise<RunRecord> {
  expect((await store.list("runs/")).map(({ key }) => key)).toEqual([KEY]);
  return parseRunRecord(new TextDecoder().decode((await store.get(KEY))?.body), KEY);
}

test("a run record lies at the key of its dataset, day and run, and is read back", async () => {
  const store = createMemoryStore();
  await writeRunRecord(store, RECORD);
  expect(await theRecord(store)).toEqual(RECORD);
});

test("a run's own record takes the place of the one that another run restored, and is not restored over", async () => {
  const store = createMemoryStore();
  await restoreRunRecord(store, { ...PUBLISHED, pages: null });
  await writeRunRecord(store, PUBLISHED);
  expect(await theRecord(store)).toEqual(PUBLISHED);
  await restoreRunRecord(store, { ...PUBLISHED, pages: null });
  expect(await theRecord(store)).toEqual(PUBLISHED);
});

test("what another run finds published is restored over the record of a failure, which tells of traffic and time", async () => {
  const store = createMemoryStore();
  await writeRunRecord(store, RECORD);
  const nothing = { pages: null, requests: null, retries: null, late: false, durationMs: 0 };
  const at = "2026-11-23T11:30:00.000Z";
  await restoreRunRecord(store, { ...PUBLISHED, ...nothing, startedAt: at, finishedAt: at });
  expect(await theRecord(store)).toEqual(PUBLISHED);
});

test("a run that thinks it has failed does not take back what another run found published meanwhile", async () => {
  const store = createMemoryStore();
  await restoreRunRecord(store, PUBLISHED);
  await writeRunRecord(store, RECORD);
  expect(await theRecord(store)).toEqual(PUBLISHED);
});

test("a record from before leads were collected, sizes accepted and zones named reads as one that says nothing of them", () => {
  const { sweeps, parts, complete, missed_changes, accept_shrunk, time_zone, ...older } = JSON.parse(
    recordLine(SNAPSHOT_RUNS, RECORD),
  );
  expect([sweeps, parts, complete, missed_changes, accept_shrunk, time_zone]).toEqual(Array(6).fill(null));
  expect(parseRunRecord(JSON.stringify(older), "runs/x.json")).toEqual(RECORD);
});

test("what is no run record is StoreFailed, naming the key and not the content", () => {
  const parse = () => parseRunRecord('{"canary":1}', "runs/x.json");
  expect(parse).toThrow(expect.objectContaining({ name: "StoreFailed", retryable: false, where: "runs/x.json" }));
  expect(parse).not.toThrow("canary");
});
