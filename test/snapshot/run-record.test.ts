import { expect, test } from "vitest";
import { recordLine } from "../../shared/catalog/record-line.ts";
import { SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import { parseRunRecord, type RunRecord, restoreRunRecord, writeRunRecord } from "../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";

const RECORD: RunRecord = {
  ...{ enterprise: "acme", snapshotDate: "2026-11-23", runId: "run-1", dataset: "integration-jobs" },
  ...{ activityDate: "2026-11-22", outcome: "failed", key: null, rows: null, bytes: null, sha256: null },
  ...{ pages: 2, requests: 4, retries: 1, totalItems: null, duplicates: null, recovered: null, superseded: null },
  ...{ nulled: null, leftOut: null, drift: null, degraded: null, shrunk: null, acceptShrunk: null },
  ...{ labelled: false, late: true },
  ...{ startedAt: "2026-11-23T11:30:00.007Z", finishedAt: "2026-11-23T11:30:01.000Z", durationMs: 993 },
  error: { name: "ApiUnavailable", message: "no answer" },
  ...{ sweeps: null, parts: null, complete: null, missedChanges: null },
};

test("a run record lies at the key of its dataset, day and run, and is read back; one that is restored leaves it", async () => {
  const written = new Map<string, string>();
  const create: ObjectStore["create"] = async (key, body, { contentType }) => {
    expect(contentType).toBe("application/json");
    if (written.has(key)) return { outcome: "exists" };
    written.set(key, new TextDecoder().decode(body));
    return { outcome: "created", etag: "1" };
  };
  const store = { create } as ObjectStore;
  await writeRunRecord(store, RECORD);
  await restoreRunRecord(store, { ...RECORD, outcome: "published" });
  const key = "runs/enterprise=acme/snapshot_date=2026-11-23/integration-jobs-run-1.json";
  expect([...written.keys()]).toEqual([key]);
  expect(parseRunRecord(written.get(key) ?? "", key)).toEqual(RECORD);
});

test("a run's own record takes the place of the one that another run restored", async () => {
  const store = createMemoryStore();
  await restoreRunRecord(store, { ...RECORD, pages: null });
  await writeRunRecord(store, RECORD);
  const [{ key } = { key: "" }, ...more] = await store.list("runs/");
  expect(more).toEqual([]);
  expect(parseRunRecord(new TextDecoder().decode((await store.get(key))?.body), key)).toEqual(RECORD);
});

test("a record from before leads were collected and sizes accepted reads as one that says nothing of them", () => {
  const { sweeps, parts, complete, missed_changes, accept_shrunk, ...older } = JSON.parse(recordLine(SNAPSHOT_RUNS, RECORD));
  expect([sweeps, parts, complete, missed_changes, accept_shrunk]).toEqual([null, null, null, null, null]);
  expect(parseRunRecord(JSON.stringify(older), "runs/x.json")).toEqual(RECORD);
});

test("what is no run record is StoreFailed, naming the key and not the content", () => {
  const parse = () => parseRunRecord('{"canary":1}', "runs/x.json");
  expect(parse).toThrow(expect.objectContaining({ name: "StoreFailed", retryable: false, where: "runs/x.json" }));
  expect(parse).not.toThrow("canary");
});
