import { describe, expect, test } from "vitest";
import { deliver, recordNotSent, settledDelivery } from "../../../shared/digest/delivery/deliver.ts";
import { findDelivery, isUnsettled, RUN_LIMIT_MS, readDeliveries } from "../../../shared/digest/delivery/ledger.ts";
import type { OutgoingMail } from "../../../shared/digest/delivery/mailer.ts";
import { deliveryKey, notSentKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { mailsTo, mailTo, REQUEST, START, useLedger, world } from "./delivery-world.ts";

const { store, ledger } = useLedger();

describe("a claim without a result", () => {
  /** What a run leaves that was killed between the mail and its result. */
  const killedRun = async () => {
    const { deps } = world(store());
    const dying = { ...store(), overwrite: () => Promise.reject(new Error("killed")) };
    return deliver({ ...deps, store: dying }, REQUEST, mailsTo("a@acme.example"));
  };

  test("is unknown, for the run whose store failed after the mail and for every later one", async () => {
    expect(await killedRun()).toMatchObject({
      outcome: "not-sent",
      recipients: [
        {
          state: "unknown",
          reason: "sent, but the ledger could not take the result: Error: killed",
          messageId: "ses-1",
        },
      ],
    });
    expect((await ledger())[0]).toMatchObject({ state: "claimed" });
    const { deps, handed, later } = world(store());
    later(24 * 60 * 60 * 1000);
    const next = await deliver(deps, { ...REQUEST, runId: "run-2" }, mailsTo("a@acme.example"));
    expect(next).toEqual({
      outcome: "not-sent",
      recipients: [
        {
          ...{ to: "a@acme.example", state: "unknown" },
          reason: "claimed by run run-1 at 2026-11-23T07:00:05.000Z, and no result was recorded",
        },
      ],
    });
    expect(handed).toEqual([]);
  });

  test("is forced only once its run must be over, so that force cannot double what is being sent", async () => {
    await killedRun();
    const { deps, handed, later } = world(store());
    const force = { ...REQUEST, runId: "run-2", force: true };
    later(RUN_LIMIT_MS - 60_000);
    expect((await deliver(deps, force, mailsTo("a@acme.example"))).recipients[0]?.state).toBe("unknown");
    expect(handed).toEqual([]);
    later(120_000);
    expect((await deliver(deps, force, mailsTo("a@acme.example"))).outcome).toBe("sent");
    expect((await ledger())[0]).toMatchObject({ state: "sent", attempts: 2, run_id: "run-2" });
  });
});

describe("a later run by itself", () => {
  const [passing, late] = ["passing@acme.example", "late@acme.example"];
  const [rejected, torn, over, after] = ["no@acme.example", "torn@acme.example", "over@acme.example", "z@acme.example"];
  const next = { ...REQUEST, runId: "run-2" };

  test("tries what failed in passing, and what the run before had no time for", async () => {
    const answers = { [passing]: { state: "failed", reason: "too fast", retryable: true } } as const;
    const first = world(store(), answers);
    const slow = { send: (mail: OutgoingMail) => first.deps.mailer.send(mail).finally(() => first.later(60_000)) };
    const request = { ...REQUEST, stopAt: START + 30_000 };
    const told = await deliver({ ...first.deps, mailer: slow }, request, mailsTo(passing, late));
    expect(told.recipients.map(({ state }) => state)).toEqual(["failed", "failed"]);
    expect(await settledDelivery(store(), REQUEST, [passing, late])).toBeUndefined();
    const second = world(store());
    expect((await deliver(second.deps, next, mailsTo(passing, late))).outcome).toBe("sent");
    expect(second.handed).toEqual([passing, late]);
    expect(await settledDelivery(store(), REQUEST, [passing, late])).toMatchObject({ outcome: "already-sent" });
  });

  test("tries nothing that was refused, could not be composed, or met a used-up quota: that is settled", async () => {
    const { deps } = world(store(), {
      [rejected]: { state: "failed", reason: "rejected" },
      [over]: { state: "failed", reason: "Daily message quota exceeded.", quota: true },
    });
    const broken = { ...mailTo(torn), compose: () => Promise.reject(new Error("no table")) };
    await deliver(deps, REQUEST, [broken, ...mailsTo(rejected, over, after)]);
    const { deps: again, handed } = world(store());
    const to = [torn, rejected, over, after];
    const { outcome, recipients } = await deliver(again, next, mailsTo(...to));
    expect([outcome, ...recipients.map(({ state }) => state)]).toEqual([
      "not-sent",
      ...["failed", "failed", "failed", "failed"],
    ]);
    expect(handed).toEqual([]);
    expect(await settledDelivery(store(), REQUEST, to)).toEqual({ outcome, recipients });
  });

  test("has something to do while a recipient is claimed or not in the ledger, and another digest's mail is not its own", async () => {
    const { deps } = world(store());
    await deliver(deps, { ...REQUEST, digest: "daily-late" }, mailsTo(late));
    expect(await readDeliveries(store(), REQUEST)).toEqual([]);
    expect(await settledDelivery(store(), REQUEST, [late])).toBeUndefined();
    const dying = { ...store(), overwrite: () => Promise.reject(new Error("killed")) };
    await deliver({ ...deps, store: dying }, REQUEST, mailsTo(late));
    expect(await settledDelivery(store(), REQUEST, [late])).toBeUndefined();
  });
});

test("a day's first word of why nothing was sent stays, of each member its own", async () => {
  const noted = (runId: string, member: number | null, reason: string) =>
    recordNotSent(store(), { ...REQUEST, runId, member }, { outcome: "withheld", reason });
  expect(await noted("run-1", null, "no snapshot")).toBe(true);
  expect(await noted("run-2", null, "still none")).toBe(false);
  expect(await noted("run-2", 12, "none of its own")).toBe(true);
  const line = async (member: number | null) => {
    const object = await store().get(notSentKey("acme", "2026-11-23", { digest: "daily", member }));
    return JSON.parse(new TextDecoder().decode(object?.body));
  };
  const day = { enterprise: "acme", digest_date: "2026-11-23", digest: "daily", outcome: "withheld" };
  expect(await line(null)).toEqual({ ...day, run_id: "run-1", reason: "no snapshot" });
  expect(await line(12)).toEqual({ ...day, member: 12, run_id: "run-2", reason: "none of its own" });
});

describe("what the ledger holds of one mail", () => {
  const key = deliveryKey("acme", REQUEST.date, "daily", "a@acme.example");

  test("is nothing before anybody has tried to send it", async () => {
    expect(await findDelivery(store(), key)).toBeUndefined();
    await deliver(world(store()).deps, REQUEST, mailsTo("a@acme.example"));
    expect(await findDelivery(store(), key)).toMatchObject({ state: "sent", runId: "run-1" });
  });

  test("is unsettled once a run that claimed it must be over, and only while it is claimed", async () => {
    const dying = { ...store(), overwrite: () => Promise.reject(new Error("killed")) };
    await deliver({ ...world(store()).deps, store: dying }, REQUEST, mailsTo("a@acme.example"));
    const record = await findDelivery(store(), key);
    if (record === undefined) throw new Error("nothing was claimed");
    const unsettledAfter = (ms: number, of = record) => isUnsettled(of, Date.parse(record.claimedAt) + ms);
    expect([unsettledAfter(RUN_LIMIT_MS), unsettledAfter(RUN_LIMIT_MS + 1)]).toEqual([false, true]);
    expect(unsettledAfter(RUN_LIMIT_MS + 1, { ...record, state: "sent" })).toBe(false);
  });
});

describe("force", () => {
  test("tries failed and unknown recipients again at once, sent ones never", async () => {
    const to = ["a@acme.example", "b@acme.example", "c@acme.example"];
    const first = world(store(), {
      "b@acme.example": { state: "failed", reason: "rejected" },
      "c@acme.example": { state: "unknown", reason: "timeout" },
    });
    await deliver(first.deps, REQUEST, mailsTo(...to));
    const second = world(store());
    const forced = await deliver(second.deps, { ...REQUEST, runId: "run-2", force: true }, mailsTo(...to));
    expect(second.handed).toEqual(["b@acme.example", "c@acme.example"]);
    expect(forced.outcome).toBe("sent");
    expect(forced.recipients.map(({ state }) => state)).toEqual(["already-sent", "sent", "sent"]);
    expect((await ledger()).map(({ state, attempts }) => `${state} ${attempts}`).sort()).toEqual([
      ...["sent 1", "sent 2", "sent 2"],
    ]);
  });

  test("by two runs at once sends once", async () => {
    await deliver(
      world(store(), { "a@acme.example": { state: "failed", reason: "rejected" } }).deps,
      REQUEST,
      mailsTo("a@acme.example"),
    );
    const runs = [world(store()), world(store()), world(store())];
    await Promise.all(
      runs.map(({ deps }, index) =>
        deliver(deps, { ...REQUEST, runId: `forced-${index}`, force: true }, mailsTo("a@acme.example")),
      ),
    );
    expect(runs.flatMap(({ handed }) => handed)).toEqual(["a@acme.example"]);
  });
});

describe("the ledger's store", () => {
  test("that cannot say whether a claim holds means nothing is sent", async () => {
    const { deps, handed } = world(store());
    const failing = { ...store(), create: () => Promise.reject(new Error("503 SlowDown")) };
    expect(await deliver({ ...deps, store: failing }, REQUEST, mailsTo("a@acme.example"))).toMatchObject({
      outcome: "not-sent",
      recipients: [{ state: "failed", reason: "not sent, because it could not be claimed: Error: 503 SlowDown" }],
    });
    expect(handed).toEqual([]);
  });

  test("that retries by itself, and finds its own first try, has claimed and recorded", async () => {
    const { deps, handed } = world(store());
    const retrying: ObjectStore = {
      ...store(),
      create: (...call) =>
        store()
          .create(...call)
          .then(() => store().create(...call)),
      overwrite: (...call) =>
        store()
          .overwrite(...call)
          .then(() => store().overwrite(...call)),
    };
    expect((await deliver({ ...deps, store: retrying }, REQUEST, mailsTo("a@acme.example"))).outcome).toBe("sent");
    expect(handed).toHaveLength(1);
    expect((await ledger())[0]).toMatchObject({ state: "sent" });
  });

  test("that holds something else at the key is not written over, and nothing is sent", async () => {
    await store().create(
      "deliveries/enterprise=acme/digest_date=2026-11-23/daily-0942d8131fd5f7fa.json",
      new TextEncoder().encode("{}"),
      { contentType: "application/json" },
    );
    const { deps, handed } = world(store());
    const result = await deliver(deps, { ...REQUEST, force: true }, mailsTo("team@acme.example", "b@acme.example"));
    expect(result.outcome).toBe("partial");
    expect(result.recipients[0]).toMatchObject({ state: "failed", reason: expect.stringContaining("cannot be read") });
    expect(handed).toEqual(["b@acme.example"]);
  });
});

test("a test mail never touches the ledger, neither what it says nor what it holds", async () => {
  await deliver(world(store()).deps, REQUEST, mailsTo("a@acme.example"));
  const before = await ledger();
  const { deps, handed } = world(store(), { "b@acme.example": { state: "failed", reason: "rejected" } });
  const untouchable = new Proxy({} as ObjectStore, { get: () => expect.fail("the store was used") });
  const request = { ...REQUEST, runId: "run-2", test: true };
  const mails = mailsTo("a@acme.example", "b@acme.example", "a@acme.example");
  const result = await deliver({ ...deps, store: untouchable }, request, mails);
  expect(handed).toEqual(["a@acme.example", "b@acme.example"]);
  expect(result.recipients.map(({ state }) => state)).toEqual(["sent", "failed"]);
  expect(await ledger()).toEqual(before);
});
