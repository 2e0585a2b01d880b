import { gunzipSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { snapshotKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { type JobAccount, openJobAccount, TODAY } from "../job-account.ts";
import { idsTo, MORNING } from "../row-world.ts";
import { type Case, type HuntedDataset, parseCase } from "./case.ts";
import { caseWorld, MARKS, rowsNow } from "./case-world.ts";
import { type Ending, judge, type Lived, type PublishedRow } from "./judge.ts";

const COMPRESSORS = { GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)) };
const ENTERPRISE = "acme";
const YESTERDAY = "2026-11-23";
/** Waits for answers that never come are real time: short ones, since all of it is on this machine. */
const LIMITS = { attemptTimeoutMs: 10_000, loginTimeoutMs: 10_000, bodyBytes: 2_000_000 };

export interface Played {
  /** `published`, or the name of the error. */
  readonly outcome: string;
  /** Why that is neither of the two outcomes there may be. */
  readonly violations: readonly string[];
  readonly requests: number;
}

/** Plays a case through the snapshot job over HTTP, and judges what came of it. */
export async function playCase(one: Case): Promise<Played> {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on("unhandledRejection", note);
  try {
    const played = await play(one);
    // A rejection nobody handles is told a turn later.
    await new Promise((resolve) => setImmediate(resolve));
    const unhandled = rejections.map((reason) => `unhandled rejection: ${reason}`);
    return { ...played, violations: [...played.violations, ...unhandled] };
  } finally {
    process.off("unhandledRejection", note);
  }
}

async function play(one: Case): Promise<Played> {
  const { dataset, retake, script } = one;
  const { key, store } = await standingStore(one);
  const { rules, ...served } = script;
  let look = (_: JobAccount): void => {};
  const account = await openJobAccount({
    enterprise: ENTERPRISE,
    world: caseWorld(one),
    store,
    rules,
    script: served,
    concurrency: one.concurrency,
    limits: {
      ...LIMITS,
      pageSize: one.pageSize,
      probeIds: one.probeIds,
      ...(one.probeIds === 1 ? { probeRequests: 1 } : {}),
    },
    onBefallen: (_, here) => look(here),
  });
  const before = await contentsOf(store);
  const lived = watching(dataset);
  look = (here) => lived.look(here);
  look(account);
  try {
    const ending = await account.take({ dataset, overwrite: retake }).then(
      (record): Ending => ({ record }),
      (error: unknown): Ending => ({ error }),
    );
    look(account);
    const after = await contentsOf(store);
    const published = await rowsOf(after.get(key), dataset);
    const records = await account.records();
    const violations = judge({ dataset, key, retake, lived: lived.seen, ending, before, after, published, records });
    return { outcome: outcomeOf(ending), violations, requests: account.api.stats.requests };
  } finally {
    await account.api.close();
  }
}

const outcomeOf = (ending: Ending): string =>
  ending.record?.outcome ?? (isReportsError(ending.error) ? ending.error.name : "an unforeseen error");

/** Looks at the account before every request and at the end: who was there throughout, and what ever was. */
function watching(dataset: HuntedDataset) {
  const throughout = new Set<number>();
  const marks = new Map<number, Set<string>>();
  let isFirst = true;
  const seen: Lived = { throughout, marks };
  const look = ({ api, clock }: JobAccount): void => {
    const now = rowsNow(api.world, dataset, clock.now());
    const there = new Set(now);
    if (isFirst) for (const id of now) throughout.add(id);
    isFirst = false;
    for (const id of throughout) if (!there.has(id)) throughout.delete(id);
    for (const id of now) {
      const mark = api.world.record(DATASETS[dataset].collection, id, clock.now())?.[MARKS[dataset].field];
      const known = marks.get(id) ?? new Set();
      marks.set(id, known.add(String(mark)));
    }
  };
  return { seen, look };
}

/** What lies in the store, by key. */
async function contentsOf(store: ObjectStore): Promise<ReadonlyMap<string, Uint8Array>> {
  const objects = await Promise.all((await store.list("")).map(({ key }) => store.get(key)));
  return new Map(objects.flatMap((object) => (object === undefined ? [] : [[object.key, object.body] as const])));
}

/** Read by hyparquet alone, not by the project's own reader. */
async function rowsOf(bytes: Uint8Array | undefined, dataset: HuntedDataset): Promise<readonly PublishedRow[]> {
  if (bytes === undefined) return [];
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { column } = MARKS[dataset];
  const pair = dataset === "publisher-contracts" ? ["campaign_id", "publisher_id"] : [];
  const rows = await parquetReadObjects({ file, columns: ["id", column, ...pair], compressors: COMPRESSORS });
  return rows.map((row) => ({
    id: Number(row["id"]),
    mark: String(row[column]),
    pair: pair.map((name) => String(row[name])).join("/"),
  }));
}

const standing = new Map<HuntedDataset, Promise<Uint8Array>>();

/** A store with the snapshot of the day before, and of the day when it is to be replaced. */
async function standingStore({ dataset, retake }: Case): Promise<{ key: string; store: ObjectStore }> {
  const made = standing.get(dataset) ?? cleanSnapshot(dataset);
  standing.set(dataset, made);
  const store = createMemoryStore();
  const key = snapshotKey(dataset, ENTERPRISE, TODAY);
  await store.create(snapshotKey(dataset, ENTERPRISE, YESTERDAY), await made, { contentType: "x" });
  if (retake) await store.create(key, await made, { contentType: "x" });
  return { key, store };
}

async function cleanSnapshot(dataset: HuntedDataset): Promise<Uint8Array> {
  const one = parseCase({ dataset, ids: idsTo(12), pageSize: 5, concurrency: 1, probeIds: 1, script: { rules: [] } });
  const account = await openJobAccount({ world: caseWorld(one), enterprise: "before" });
  try {
    await account.take({ dataset });
    const object = await account.store.get(snapshotKey(dataset, "before", TODAY));
    if (object === undefined) throw new Error(`no clean snapshot at ${new Date(MORNING).toISOString()}`);
    return object.body;
  } finally {
    await account.api.close();
  }
}
