import { expect } from "vitest";
import { parseSnapshotEvent } from "../../../functions/snapshot/event.ts";
import { type SnapshotDependencies, takeSnapshot } from "../../../functions/snapshot/job.ts";
import type { ConvertrClient } from "../../../shared/convertr/client.ts";
import type { Member, PullReport } from "../../../shared/convertr/pull/collection.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { snapshotKey } from "../../../shared/snapshot/keys.ts";
import { findSnapshot } from "../../../shared/snapshot/published.ts";
import { parseRunRecord, type RunRecord } from "../../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { faultTest } from "../fault-test.ts";
import { TODAY } from "../job-account.ts";
import { patternOf } from "../row-world.ts";
import { type End, type Execution, exploreAll, type Turn } from "./explore.ts";
import { sharedWorld } from "./shared-world.ts";

const SETTINGS = parseSettings(
  {
    from: "reports@acme.example",
    alertsTo: ["ops@acme.example"],
    historyFrom: "2026-10-01",
    enterprises: { acme: { timeZone: "Europe/London" } },
  },
  "test",
);
const KEY = snapshotKey("integration-jobs", "acme", TODAY);

const REPORT: PullReport = {
  ...{ pages: 1, requests: 2, retries: 0, rows: 2, totalItems: { first: 2, last: 2 }, duplicates: 0, recovered: 0 },
  ...{ leftOut: [], ordering: "verified", pulledTwice: false, foreignLinks: 0, throttledMs: 0, responseBytes: 9 },
};

/** A client that has pulled already: what is asked of the API touches nothing that runs share. */
const client: ConvertrClient = {
  pull: async (_, sink) => {
    sink.restart();
    await sink.members([1, 2].map((id): Member => ({ ...patternOf("campaign-processr-jobs"), id })));
    return REPORT;
  },
  count: async () => 2,
  deadline: Number.POSITIVE_INFINITY,
  traffic: () => ({ requests: 2, retries: 0, pages: 1 }),
};

interface Answer {
  readonly run: number;
  readonly record?: RunRecord;
  readonly error?: string;
}

async function take(
  ports: Pick<SnapshotDependencies, "store" | "clock">,
  { run, overwrite }: { readonly run: number; readonly overwrite: boolean },
): Promise<Answer> {
  const deps: SnapshotDependencies = {
    ...ports,
    settings: SETTINGS,
    connect: () => client,
    newRunId: () => runIdOf(run),
    log: { info() {}, warn() {}, error() {} },
    metrics: { put() {} },
  };
  try {
    const event = parseSnapshotEvent({ enterprise: "acme", dataset: "integration-jobs", overwrite });
    return { run, record: await takeSnapshot(deps, event) };
  } catch (error) {
    if (isReportsError(error)) return { run, error: error.name };
    throw error;
  }
}

const runIdOf = (run: number): string => `20261124T050000Z-0000000${run}`;

/** Runs 1, 2, … at the same time; run 0 has published the day before them when `standing`. */
async function runsOf(overwrites: readonly boolean[], { standing }: { standing: boolean }): Promise<Execution> {
  const store = createMemoryStore();
  const world = sharedWorld(0, store);
  if (standing) await take({ store, clock: world.ports((go) => go()).clock }, { run: 0, overwrite: false });
  const runs = overwrites.map((overwrite, at) => (turn: Turn) => take(world.ports(turn), { run: at + 1, overwrite }));
  return { runs, shared: world.text, judge: (ends) => judge(store, ends) };
}

/** Whatever interleaved and whoever died: one whole snapshot, of a run that says so or is dead, with its record. */
async function judge(store: ObjectStore, ends: readonly End[]): Promise<void> {
  const answers = ends.flatMap((end) => (end.died ? [] : [end.answer as Answer]));
  const snapshot = await findSnapshot(store, "integration-jobs", { enterprise: "acme", date: TODAY });
  if (snapshot === undefined) {
    // Only the dead can leave a day without its snapshot.
    expect(answers).toEqual([]);
    return;
  }
  expect(snapshot).toMatchObject({ key: KEY, label: { rows: 2 } });
  const records = await recordsIn(store);
  const published = answers.filter(({ record }) => record?.outcome === "published");
  for (const { run, record, error } of answers) {
    expect(error === undefined || error === "StoreFailed").toBe(true);
    if (record === undefined) continue;
    expect(["published", "already-published"]).toContain(record.outcome);
    const left = records.find(({ runId }) => runId === runIdOf(run));
    // A run that died in its place may have been written for by another; nobody writes for the living.
    expect(left).toEqual(record);
  }
  const owner = records.filter(({ runId, outcome }) => runId === snapshot.label.runId && outcome === "published");
  const deadOwner = !answers.some(({ run }) => runIdOf(run) === snapshot.label.runId);
  if (owner.length > 0 || !deadOwner) expect(owner.map(({ sha256 }) => sha256)).toEqual([snapshot.sha256]);
  if (!deadOwner && snapshot.label.runId !== runIdOf(0)) {
    expect(published.map(({ run }) => runIdOf(run))).toContain(snapshot.label.runId);
  }
  const found = answers.filter(({ record }) => record?.outcome === "already-published");
  if (found.length > 0) expect(owner, "who finds the day published sees to its record").toHaveLength(1);
}

async function recordsIn(store: ObjectStore): Promise<readonly RunRecord[]> {
  const objects = await Promise.all((await store.list("runs/")).map(({ key }) => store.get(key)));
  return objects.map((object) => parseRunRecord(new TextDecoder().decode(object?.body), object?.key ?? ""));
}

for (const [named, overwrites, standing] of [
  ["the same event twice", [false, false], false],
  ["a replacement and the schedule's", [true, false], false],
  ["two replacements of one snapshot", [true, true], true],
] as const) {
  faultTest("X04", `${named}; at most one killed, anywhere`, async () => {
    const explored = await exploreAll(() => runsOf(overwrites, { standing }), { deaths: 1 });
    expect(explored.moments).toBeGreaterThan(50);
    expect(explored.ends).toBeGreaterThan(5);
  });
}
