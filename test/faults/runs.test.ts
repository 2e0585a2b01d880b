import { describe, expect } from "vitest";
import { EXPIRED_USERNAME } from "../../functions/local/simulated-api/http/users.ts";
import { DEFAULT_CREDENTIALS } from "../../functions/local/simulated-api/server.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";

import { createFakeClock } from "../convertr/fake-clock.ts";
import { openDigestAccount } from "./digest-account.ts";
import { dies, dyingStore } from "./dying.ts";
import { faultTest } from "./fault-test.ts";
import { type JobAccount, openFreshAccount, openJobAccount, TODAY } from "./job-account.ts";
import { MORNING } from "./row-world.ts";

const KEY = snapshotKey("campaigns", "acme", TODAY);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const outcomes = async (account: JobAccount): Promise<string[]> =>
  (await account.records()).map(({ outcome }) => outcome);

describe("death", () => {
  faultTest("W08", "", async () => {
    const account = await openJobAccount();
    const { store } = account;
    const dying = dyingStore(store, (_, key) => key.startsWith("runs/"));
    Object.assign(account.deps, { store: dying.store });
    await dies(() => account.take(), dying.reached);
    const published = await store.get(KEY);
    expect(published?.bytes).toBeGreaterThan(0);
    expect(await account.records()).toEqual([]);

    Object.assign(account.deps, { store });
    const { requests } = account.api.stats;
    expect(await account.take()).toMatchObject({ outcome: "already-published", rows: 60 });
    expect(await outcomes(account)).toEqual(["published", "already-published"]);
    expect((await account.records())[0]).toMatchObject({ rows: 60, key: KEY, sha256: expect.any(String) });
    expect(account.api.stats.requests).toBe(requests);
    expect(await store.get(KEY)).toEqual(published);
  });

  faultTest("W21", "the deadline comes first", async () => {
    const account = await openJobAccount({
      rows: 300,
      onBefallen: (_, { clock }) => clock.advance(MINUTE_MS),
    });
    const started = account.clock.now();
    expect(await account.fails()).toMatchObject({ name: "DeadlineExceeded", retryable: true });
    expect(account.clock.now() - started).toBeLessThanOrEqual(15 * MINUTE_MS + 4 * MINUTE_MS);
  });
  faultTest("W21", "killed in the middle of the pull", async () => {
    const hangs = Promise.withResolvers<void>();
    const account = await openJobAccount({
      rules: [{ fault: "hang", on: { page: 4, times: 1 } }],
      onBefallen: ({ faults }) => faults.length > 0 && hangs.resolve(),
    });
    await dies(() => account.take(), hangs.promise);
    expect(await account.store.get(KEY)).toBeUndefined();
    expect(await account.records()).toEqual([]);
    // Another process: it has nothing of the first but the store.
    const next = await openFreshAccount({ store: account.store, rows: 60 });
    expect(await next.publishes()).toMatchObject({ outcome: "published", retries: 0, rows: 60 });
  });
});

describe("again, and at the same time", () => {
  faultTest("W24", "", async () => {
    const account = await openJobAccount();
    const scheduledTime = new Date(account.clock.now()).toISOString();
    await account.publishes({ scheduledTime });
    const { requests } = account.api.stats;
    expect(await account.take({ scheduledTime })).toMatchObject({ outcome: "already-published", rows: 60 });
    expect(account.api.stats.requests).toBe(requests);
    const [first, second] = await account.records();
    expect(first?.runId).not.toBe(second?.runId);
  });
  faultTest("W24", "a digest", async () => {
    const opened = await openDigestAccount();
    const scheduledTime = new Date(opened.account.clock.now()).toISOString();
    expect(await opened.send({ scheduledTime })).toMatchObject({ outcome: "sent" });
    expect(await opened.send({ scheduledTime })).toMatchObject({ outcome: "already-sent" });
    expect(opened.sent).toHaveLength(2);
  });

  faultTest("W25", "", async () => {
    const account = await openJobAccount({ rules: [{ fault: "status", status: 500, on: { kind: "page", times: 5 } }] });
    expect(await account.fails()).toMatchObject({ name: "ApiUnavailable" });
    account.clock.advance(HOUR_MS);
    await account.publishes();
    expect(await outcomes(account)).toEqual(["failed", "published"]);
  });
  faultTest("W26", "two pulls", async () => {
    const account = await openJobAccount({ script: { latencyMs: 5 } });
    const records = await Promise.all([account.take(), account.take()]);
    expect(records.map(({ outcome }) => outcome).sort()).toEqual(["already-published", "published"]);
    expect(await account.rows()).toHaveLength(60);
    expect((await outcomes(account)).sort()).toEqual(["already-published", "published"]);
    // Both asked for every page, with the one token of their process.
    expect(account.api.stats.logins).toBe(1);
    expect(account.api.stats.requests).toBeGreaterThan(12);
  });
  faultTest("W26", "two digests", async () => {
    const opened = await openDigestAccount();
    const answers = await Promise.all([opened.send(), opened.send()]);
    expect(opened.sent.flatMap(({ destinations }) => destinations).sort()).toEqual([
      "one@acme.example",
      "two@acme.example",
    ]);
    const states = answers.flatMap(({ recipients }) => recipients.map(({ state }) => state)).sort();
    expect(states).toEqual(["already-sent", "already-sent", "sent", "sent"]);
  });

  faultTest("W27", "", async () => {
    const account = await openJobAccount();
    const scheduledTime = new Date(account.clock.now()).toISOString();
    account.clock.advance(6.5 * HOUR_MS);
    expect(await account.publishes({ scheduledTime })).toMatchObject({ snapshotDate: TODAY, late: true });
  });
  faultTest("W27", "past midnight", async () => {
    const account = await openJobAccount();
    const scheduledTime = new Date(account.clock.now()).toISOString();
    account.clock.advance(20 * HOUR_MS);
    const record = await account.publishes({ scheduledTime });
    expect(record).toMatchObject({ snapshotDate: TODAY, activityDate: "2026-11-23", late: true });
  });

  faultTest("W28", "", async () => {
    const used: { enterprise: string; password: string }[] = [];
    const credentials = {
      get: async (enterprise: string) => {
        used.push({ enterprise, password: DEFAULT_CREDENTIALS.password });
        return { ...DEFAULT_CREDENTIALS, version: `v-${enterprise}` };
      },
    };
    const acme = await openJobAccount({ credentials });
    const beta = await openJobAccount({ credentials, enterprise: "beta", baseUrl: acme.api.url });
    await acme.publishes();
    const { logins } = acme.api.stats;
    await beta.take();
    // At the very same address the other enterprise logs in for itself.
    expect(acme.api.stats.logins).toBe(logins + 1);
    await acme.publishes({ overwrite: true });
    await beta.take({ overwrite: true });
    expect(acme.api.stats.logins).toBe(logins + 1);
    expect(used.map(({ enterprise }) => enterprise)).toEqual(["acme", "beta"]);
  });

  faultTest("W30", "", async () => {
    const store = (await openFreshAccount()).store;
    const expired = { get: async () => ({ ...DEFAULT_CREDENTIALS, username: EXPIRED_USERNAME, version: "v1" }) };
    const accounts = [
      await openFreshAccount({ store, enterprise: "alpha", rows: 8 }),
      await openFreshAccount({ store, enterprise: "beta", rows: 8, credentials: expired }),
      await openFreshAccount({ store, enterprise: "gamma", rows: 8 }),
    ];
    // Each enterprise and dataset is an invocation of its own: what one throws no other sees.
    const settled = await Promise.allSettled(accounts.map((account) => account.take()));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const keys = (await store.list("snapshots/")).map(({ key }) => key);
    expect(keys).toEqual(["alpha", "gamma"].map((enterprise) => snapshotKey("campaigns", enterprise, TODAY)));
    const records = await accounts[0]?.records();
    expect(records?.map(({ enterprise, outcome }) => [enterprise, outcome])).toEqual([
      ["alpha", "published"],
      ["beta", "failed"],
      ["gamma", "published"],
    ]);
  });
});

describe("far fewer rows", () => {
  const half = Array.from({ length: 31 }, (_, index) => index + 1);
  for (const [named, ids] of [
    ["none", [...half, ...half.map((id) => id + 31)]],
    ["under half", half],
  ] as const) {
    faultTest("W20", named, async () => {
      const opened = await openDigestAccount({
        rows: 60,
        rules: [
          { fault: "remove", collection: "campaigns", ids: [...ids], on: { seconds: { from: 3_600 }, times: 1 } },
        ],
      });
      const record = (await opened.account.records()).find(
        ({ snapshotDate, dataset }) => snapshotDate === TODAY && dataset === "campaigns",
      );
      expect(record).toMatchObject({ outcome: "published", shrunk: true });
      const answer = await opened.send();
      expect(answer.outcome).toBe("withheld");
      expect(opened.sent.flatMap(({ destinations }) => destinations)).toEqual(["ops@acme.example"]);
      const [notice] = await opened.mails();
      expect(notice?.subject).toContain("not sent");
      expect(notice?.text).toContain("campaigns");
      // A second run tells nobody again.
      await opened.send();
      expect(opened.sent).toHaveLength(1);
    });
  }
  faultTest("W20", "over a fuller snapshot of the day", async () => {
    const account = await openJobAccount();
    await account.publishes();
    const fuller = await account.store.get(KEY);
    for (const id of half) account.api.edited.remove("campaigns", id);
    const error = await account.fails({ overwrite: true });
    expect(error).toMatchObject({ name: "IncompleteCollection", retryable: false });
    expect(error.message).toContain("29 rows where the published snapshot has 60");
    expect(await account.store.get(KEY)).toEqual(fuller);
  });
  faultTest("W20", "a day of no rows, then a good one", async () => {
    const clock = createFakeClock(MORNING);
    const account = await openJobAccount({ clock });
    const kept = account.api.world.record("campaigns", 1, MORNING);
    for (let id = 1; id <= 60; id += 1) account.api.edited.remove("campaigns", id);
    expect(await account.take()).toMatchObject({ rows: 0, shrunk: true });
    clock.advance(24 * HOUR_MS);
    account.api.edited.insert("campaigns", { ...kept, id: 1 });
    expect(await account.take()).toMatchObject({ rows: 1, shrunk: true });
    clock.advance(24 * HOUR_MS);
    for (let id = 2; id <= 60; id += 1) account.api.edited.insert("campaigns", { ...kept, id });
    expect(await account.take()).toMatchObject({ rows: 60, shrunk: false });
  });
});
