import { describe, expect, test } from "vitest";
import {
  claimDelivery,
  concludeDelivery,
  noteFailure,
  type OwnClaim,
  readDelivery,
  type StandingClaim,
} from "../../../shared/digest/delivery/ledger.ts";
import { awaitResult } from "../../../shared/digest/delivery/wait.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { REQUEST, START } from "./delivery-world.ts";
import { createMemoryStore } from "./memory-store.ts";

const MINUTE = 60_000;
const TO = "a@acme.example";

/** A store that tells what is asked of it, and the ways of this test to use it. */
function world() {
  const store = createMemoryStore();
  const calls: unknown[] = [];
  const told: ObjectStore = {
    ...store,
    get: (key) => {
      calls.push("get");
      return store.get(key);
    },
    create: (key, body, options) => {
      calls.push(["create", options]);
      return store.create(key, body, options);
    },
    overwrite: (key, body, { ifMatch, ...options }) => {
      calls.push(["overwrite", options]);
      return store.overwrite(key, body, { ifMatch, ...options });
    },
  };
  const claim = (runId: string, { at = 0, force = false } = {}) =>
    claimDelivery(told, { run: { ...REQUEST, runId }, to: TO }, { now: START + at, force });
  const own = async (runId: string, how = {}) => (await claim(runId, how)) as OwnClaim;
  return { store, told, calls, claim, own };
}

const SENT = { state: "sent", messageId: "ses-1", reason: null, now: START } as const;
const JSON_OBJECT = { contentType: "application/json" };

describe("a claim", () => {
  test("and its result cost one call each, and both are JSON objects", async () => {
    const { told, calls, claim, own } = world();
    const mine = await own("run-1");
    expect(mine).toMatchObject({ outcome: "claimed", record: { state: "claimed", runId: "run-1", attempts: 1 } });
    expect(await concludeDelivery(told, mine, SENT)).toBe(true);
    expect(calls).toEqual([
      ["create", JSON_OBJECT],
      ["overwrite", JSON_OBJECT],
    ]);
    expect(await claim("run-2")).toMatchObject({ outcome: "standing", record: { state: "sent", messageId: "ses-1" } });
  });

  test("of the same run is its own, as a store finds that retries by itself", async () => {
    const { claim, own } = world();
    const { etag } = await own("run-1");
    expect(await claim("run-1")).toMatchObject({ outcome: "claimed", etag });
  });

  test("is never taken over within the fifteen minutes that its run may last, and by force after them", async () => {
    const { claim } = world();
    await claim("run-1");
    expect(await claim("run-2", { at: 15 * MINUTE, force: true })).toMatchObject({ outcome: "standing" });
    const after = { at: 15 * MINUTE + 1, force: true };
    expect(await claim("run-2", { ...after, force: false })).toMatchObject({ outcome: "standing" });
    expect(await claim("run-2", after)).toMatchObject({
      outcome: "claimed",
      record: { runId: "run-2", attempts: 2 },
    });
  });

  test("that was taken over can keep no result: the newer one stands", async () => {
    const { store, told, own } = world();
    const mine = await own("run-1");
    await own("run-2", { at: 16 * MINUTE, force: true });
    expect(await concludeDelivery(told, mine, SENT)).toBe(false);
    expect(await readDelivery(store, mine.key)).toMatchObject({ state: "claimed", runId: "run-2" });
  });

  test("that somebody deleted or wrote over is an error that says so and where, and no run's claim", async () => {
    const { store, own } = world();
    const mine = await own("run-1");
    for (const [text, what] of [
      [undefined, "is gone"],
      ["{}", "cannot be read"],
    ] as const) {
      const body =
        text === undefined ? undefined : { ...(await store.get(mine.key)), body: new TextEncoder().encode(text) };
      const meddled = {
        ...store,
        get: async () => body,
        overwrite: async () => ({ outcome: text === undefined ? "gone" : "changed" }),
      } as ObjectStore;
      const error = {
        ...{ name: "StoreFailed", where: mine.key, retryable: false },
        message: expect.stringMatching(
          `^the ledger's record ${what} .*See who deletes or edits objects below deliveries/`,
        ),
      };
      await expect(readDelivery(meddled, mine.key)).rejects.toMatchObject(error);
      await expect(concludeDelivery(meddled, mine, SENT)).rejects.toMatchObject(error);
    }
  });
});

test("a failure that is noted stands like any other, and never in the place of what stood before", async () => {
  const { told, calls, claim } = world();
  const recipient = { run: REQUEST, to: TO };
  expect(await noteFailure(told, recipient, { now: START, reason: "quota" })).toBeUndefined();
  expect(calls).toEqual([["create", JSON_OBJECT]]);
  expect(await noteFailure(told, recipient, { now: START, reason: "time" })).toMatchObject({ reason: "quota" });
  expect(await claim("run-2")).toMatchObject({ outcome: "standing", record: { state: "failed", attempts: 0 } });
  expect(await claim("run-2", { force: true })).toMatchObject({ outcome: "claimed", record: { attempts: 1 } });
});

test("a failure that passes by itself is claimed again without force, of two runs by one; any other is not", async () => {
  for (const [retryable, again] of [
    [true, "claimed"],
    [false, "standing"],
  ] as const) {
    const { told, claim, own } = world();
    const mine = await own("run-1");
    const failed = { state: "failed", messageId: null, reason: "too fast", now: START } as const;
    expect(await concludeDelivery(told, mine, { ...failed, retryable })).toBe(true);
    expect(await claim("run-2")).toMatchObject({ outcome: again });
    expect(await claim("run-3")).toMatchObject({ outcome: "standing" });
  }
});

describe("who finds another run's claim", () => {
  async function waiting({ age = 0, resultAfter = Number.POSITIVE_INFINITY, stopAt = Number.POSITIVE_INFINITY } = {}) {
    const { store, own } = world();
    const mine = await own("run-1");
    let now = START + age;
    let looks = 0;
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
        looks += 1;
        if (looks === resultAfter) await concludeDelivery(store, mine, SENT);
      },
    };
    // What the store cannot say this time, it may say the next.
    const get: ObjectStore["get"] = (key) => (looks === 1 ? Promise.reject(new Error("503")) : store.get(key));
    const found: StandingClaim = { outcome: "standing", key: mine.key, record: mine.record };
    const record = await awaitResult({ store: { ...store, get }, clock }, found, stopAt);
    return { state: record.state, looks, waitedMs: now - START - age };
  }

  test("looks every 1.5 s until there is a result, even when the store fails once", async () => {
    expect(await waiting({ resultAfter: 1 })).toEqual({ state: "sent", looks: 2, waitedMs: 3_000 });
    expect(await waiting({ resultAfter: 4 })).toEqual({ state: "sent", looks: 4, waitedMs: 6_000 });
  });
  test("waits until a mail service would have answered, 15 s after the claim, and no longer than its own time", async () => {
    expect(await waiting()).toEqual({ state: "claimed", looks: 9, waitedMs: 13_500 });
    expect(await waiting({ age: 9_000 })).toEqual({ state: "claimed", looks: 3, waitedMs: 4_500 });
    expect(await waiting({ age: 15 * MINUTE })).toEqual({ state: "claimed", looks: 0, waitedMs: 0 });
    expect(await waiting({ stopAt: START + 4_500 })).toEqual({ state: "claimed", looks: 2, waitedMs: 3_000 });
  });
});
