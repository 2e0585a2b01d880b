import { describe, expect, test } from "vitest";
import { jsonAnswer } from "../../../functions/local/simulated-api/http/answer.ts";
import type { OnRequest } from "../../../functions/local/simulated-api/server.ts";
import { CAMPAIGNS } from "../../../shared/catalog/datasets/campaigns.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { MORNING, openAccount, type SnapshotAccount } from "./account.ts";

const KEY = "snapshots/campaigns/enterprise=acme/snapshot_date=2026-11-23/campaigns.parquet";
const DAY_MS = 86_400_000;

const rowsAt = async (account: SnapshotAccount, key: string) => {
  const object = await account.deps.store.get(key);
  if (object === undefined) throw new Error(`nothing at ${key}`);
  return readParquet(object.body, CAMPAIGNS.columns);
};

describe("taking a snapshot", () => {
  test("publishes every campaign once, labelled with its run, and leaves a record that says the same as the answer", async () => {
    const account = await openAccount();
    const answer = await account.take({ scheduledTime: new Date(MORNING).toISOString() });
    expect(answer).toMatchObject({
      outcome: "published",
      key: KEY,
      rows: 250,
      totalItems: { first: 250, last: 250 },
      snapshotDate: "2026-11-23",
      activityDate: "2026-11-22",
      degraded: false,
      shrunk: false,
      error: null,
    });
    const { rows, metadata } = await rowsAt(account, KEY);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(250);
    expect(rows.every(({ run_id }) => run_id === answer.runId)).toBe(true);
    expect(metadata).toMatchObject({ run_id: answer.runId, rows: "250", degraded: "false" });
    expect(await account.records()).toEqual([answer]);
  });

  test("W24: a second call ends as already-published without one request to the API, and changes no byte", async () => {
    const account = await openAccount();
    const first = await account.take({});
    const requests = account.api.stats.requests;
    const second = await account.take({});
    expect(second).toMatchObject({
      outcome: "already-published",
      key: KEY,
      rows: 250,
      sha256: first.sha256,
      pages: null,
    });
    expect(account.api.stats.requests).toBe(requests);
    expect((await account.records()).map(({ outcome }) => outcome).sort()).toEqual(["already-published", "published"]);
  });

  test("W08: a snapshot whose run record was lost is recorded by the next call", async () => {
    const account = await openAccount();
    const { create } = account.deps.store;
    const dying = {
      ...account.deps.store,
      create: async (...args: Parameters<typeof create>) => {
        if (args[0].startsWith("runs/")) throw new Error("killed");
        return create(...args);
      },
    };
    const alive = account.deps.store;
    Object.assign(account.deps, { store: dying });
    expect((await account.take({})).outcome).toBe("published");
    expect(await account.records()).toEqual([]);
    Object.assign(account.deps, { store: alive });
    const answer = await account.take({});
    const records = await account.records();
    expect(records.map(({ outcome }) => outcome).sort()).toEqual(["already-published", "published"]);
    const restored = records.find(({ outcome }) => outcome === "published");
    const { metadata } = await rowsAt(account, KEY);
    expect(restored).toMatchObject({ runId: metadata["run_id"], rows: 250, sha256: answer.sha256 });
  });

  test("overwrite replaces the day's snapshot by a new one", async () => {
    const account = await openAccount();
    const first = await account.take({});
    account.now += 3_600_000;
    const second = await account.take({ overwrite: true });
    expect(second.outcome).toBe("published");
    expect((await rowsAt(account, KEY)).metadata["run_id"]).toBe(second.runId);
    expect(second.sha256).not.toBe(first.sha256);
  });

  test("a dry run pulls and proves, and publishes nothing", async () => {
    const account = await openAccount();
    expect(await account.take({ dryRun: true })).toMatchObject({ outcome: "dry-run", rows: 250, key: null });
    expect(await account.deps.store.list("snapshots/")).toEqual([]);
  });

  test("W26: of two runs at the same time one publishes and the other answers already-published", async () => {
    const account = await openAccount();
    const answers = await Promise.all([account.take({}), account.take({})]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["already-published", "published"]);
    expect(new Set(answers.map(({ sha256 }) => sha256)).size).toBe(1);
  });
});

describe("a pull that fails", () => {
  test("A17: leaves yesterday's snapshot as it was, publishes nothing, and a record says why", async () => {
    let broken = false;
    const onRequest: OnRequest = async ({ search }, next) =>
      broken && /\bpage=2\b/.test(search) ? jsonAnswer(500, { title: "An error occurred" }) : next();
    const account = await openAccount({ onRequest });
    const yesterday = await account.take({});
    broken = true;
    account.now = MORNING + DAY_MS;
    await expect(account.take({})).rejects.toMatchObject({
      name: expect.stringMatching(/IncompleteCollection|ApiUnavailable/),
    });
    expect((await account.deps.store.list("snapshots/")).map(({ key }) => key)).toEqual([KEY]);
    expect((await rowsAt(account, KEY)).metadata["run_id"]).toBe(yesterday.runId);
    const failed = (await account.records()).find(({ outcome }) => outcome === "failed");
    expect(failed).toMatchObject({ snapshotDate: "2026-11-24", rows: null, error: { name: expect.any(String) } });
    expect(failed?.error?.message).toContain("page 2");
  });

  test("an unknown enterprise is refused before anything is called or written", async () => {
    const account = await openAccount();
    await expect(account.take({ enterprise: "globex" })).rejects.toMatchObject({ name: "UnknownEnterprise" });
    expect(account.api.stats.requests).toBe(0);
    expect(await account.deps.store.list("")).toEqual([]);
  });
});

describe("far fewer rows than the day before (W20)", () => {
  const demoted: { on: boolean } = { on: false };
  const onRequest: OnRequest = async ({ path }, next) =>
    demoted.on && path.endsWith("/campaigns")
      ? jsonAnswer(200, { "@type": "hydra:Collection", "hydra:member": [], "hydra:totalItems": 0 })
      : next();

  test("are published, marked as shrunk", async () => {
    demoted.on = false;
    const account = await openAccount({ onRequest });
    await account.take({});
    demoted.on = true;
    account.now = MORNING + DAY_MS;
    expect(await account.take({})).toMatchObject({ outcome: "published", rows: 0, shrunk: true });
  });

  test("never replace a fuller snapshot of the same day", async () => {
    demoted.on = false;
    const account = await openAccount({ onRequest });
    const full = await account.take({});
    demoted.on = true;
    await expect(account.take({ overwrite: true })).rejects.toMatchObject({
      name: "IncompleteCollection",
      retryable: false,
    });
    expect((await rowsAt(account, KEY)).metadata["run_id"]).toBe(full.runId);
  });
});
