import { describe, expect, test } from "vitest";
import { type DeliverDependencies, deliver } from "../../../shared/digest/delivery/deliver.ts";
import type { SendOutcome } from "../../../shared/digest/delivery/mailer.ts";
import { recipientHash } from "../../../shared/snapshot/keys.ts";
import { mailsTo, REQUEST, START, useLedger, world } from "./delivery-world.ts";

const { store, ledger } = useLedger();
const AGAIN = { ...REQUEST, runId: "run-2" };
const QUOTA: SendOutcome = { state: "failed", reason: "Daily message quota exceeded.", quota: true };
const broken = (to: string) => ({ to, compose: () => Promise.reject(new Error("no template")) });

describe("the log", () => {
  test("has one line for each recipient, with run, day and digest, the hash instead of the address, and what came of it", async () => {
    const { deps, logged } = world(store(), { "b@acme.example": { state: "failed", reason: "rejected" } });
    await deliver(deps, REQUEST, mailsTo("a@acme.example", "b@acme.example"));
    const run = { enterprise: "acme", digest: "daily", date: "2026-11-23", runId: "run-1", test: false };
    const [a, b] = ["a@acme.example", "b@acme.example"].map((to) => ({ ...run, recipient: recipientHash(to) }));
    expect(logged).toEqual([
      { event: "digest-delivery", fields: { ...a, state: "sent", messageId: "ses-1" } },
      { event: "digest-delivery", fields: { ...b, state: "failed", reason: "rejected" } },
    ]);
  });
});

describe("a reason", () => {
  const reasonOf = async (answer: SendOutcome | Error) => {
    const { deps } = world(store(), { "a@acme.example": answer });
    return (await deliver(deps, { ...REQUEST, test: true }, mailsTo("a@acme.example"))).recipients[0]?.reason;
  };
  test("holds no address, whole or in part, however the mail service writes it", async () => {
    const reason = 'No such user <lisa.smith+x@mail.acme.example>, "bob@acme.example";eve@acme.example';
    expect(await reasonOf({ state: "failed", reason })).toBe('No such user <(address)>, "(address)";(address)');
  });
  test("is one short line: whatever breaks lines in it is a space, and it ends after 300 characters", async () => {
    expect(await reasonOf({ state: "failed", reason: "one\r\n\ttwo\u0000three" })).toBe("one two three");
    expect(await reasonOf({ state: "failed", reason: "x".repeat(301) })).toBe("x".repeat(300));
  });
  test("tells no more of what is no error than that it is not known", async () => {
    const deps = world(store()).deps;
    const throwing = { ...deps, mailer: { send: () => Promise.reject({ to: "a@acme.example" }) } };
    expect((await deliver(throwing, REQUEST, mailsTo("a@acme.example"))).recipients).toEqual([
      { to: "a@acme.example", state: "unknown", reason: "an unknown error" },
    ]);
  });
  test("of a failure stands in the ledger, and is what a later run tells, with the run it came from", async () => {
    const refused = world(store(), { "a@acme.example": { state: "failed", reason: "rejected" } });
    await deliver(refused.deps, REQUEST, mailsTo("a@acme.example"));
    expect(await ledger()).toEqual([
      expect.objectContaining({ state: "failed", reason: "rejected", message_id: null }),
    ]);
    expect((await deliver(world(store()).deps, AGAIN, mailsTo("a@acme.example"))).recipients).toEqual([
      {
        ...{ to: "a@acme.example", state: "failed", earlier: true },
        reason: "run run-1 at 2026-11-23T07:00:05.000Z: rejected",
      },
    ]);
  });
});

describe("a record that another version wrote", () => {
  const standing = async (change: Readonly<Record<string, unknown>>) => {
    await deliver(world(store()).deps, REQUEST, mailsTo("a@acme.example"));
    const changed: DeliverDependencies["store"] = {
      ...store(),
      get: async (key) => {
        const found = (await store().get(key)) ?? expect.fail();
        const record = { ...JSON.parse(new TextDecoder().decode(found.body)), ...change };
        return { ...found, body: new TextEncoder().encode(JSON.stringify(record)) };
      },
    };
    return (await deliver({ ...world(store()).deps, store: changed }, AGAIN, mailsTo("a@acme.example"))).recipients[0];
  };
  test("without a reason is told as it is", async () => {
    const reason = "run run-1 at 2026-11-23T07:00:05.000Z: no reason recorded";
    expect(await standing({ state: "unknown", message_id: null })).toEqual({
      to: "a@acme.example",
      state: "unknown",
      reason,
      earlier: true,
    });
  });
  test("without a message id is still a mail that was sent", async () => {
    expect(await standing({ message_id: null })).toEqual({ to: "a@acme.example", state: "already-sent" });
  });
});

describe("a claim that was lost while the mail was sent", () => {
  const lost = async (meanwhile: () => Promise<unknown>, changes: Partial<DeliverDependencies["store"]> = {}) => {
    const { deps } = world(store());
    const mailer = {
      send: async (mail: Parameters<typeof deps.mailer.send>[0]) => {
        await meanwhile();
        return await deps.mailer.send(mail);
      },
    };
    const mine = { ...deps, mailer, store: { ...store(), ...changes } };
    return (await deliver(mine, REQUEST, mailsTo("a@acme.example"))).recipients[0];
  };
  test("to a run that forced it makes the result unknown, and says by what", async () => {
    const later = world(store());
    later.later(16 * 60_000);
    const forced = () => deliver(later.deps, { ...AGAIN, force: true }, mailsTo("a@acme.example"));
    expect(await lost(forced)).toEqual({
      ...{ to: "a@acme.example", state: "unknown", messageId: "ses-1" },
      reason: "sent, but another run took the claim over meanwhile",
    });
    expect(await ledger()).toEqual([expect.objectContaining({ state: "sent", run_id: "run-2" })]);
  });
  test("to somebody who deleted it is no other run's doing", async () => {
    const gone = { overwrite: async () => ({ outcome: "gone" as const }), get: async () => undefined };
    expect((await lost(async () => {}, gone))?.reason).toMatch(
      /^sent, but the ledger could not take the result: StoreFailed: the ledger's record is gone/,
    );
  });
});

describe("a recipient whose turn does not come", () => {
  test("is told the first cause, when the quota is used up and then the time", async () => {
    const { deps, later } = world(store(), { "a@acme.example": QUOTA });
    const mailer = {
      send: (mail: Parameters<typeof deps.mailer.send>[0]) => deps.mailer.send(mail).finally(() => later(60_000)),
    };
    const request = { ...REQUEST, stopAt: START + 30_000 };
    const { recipients } = await deliver({ ...deps, mailer }, request, mailsTo("a@acme.example", "b@acme.example"));
    expect(recipients[1]?.reason).toBe("not tried, after this from the mail service: Daily message quota exceeded.");
  });
  test("is not begun at the very end of the run's time", async () => {
    const { deps, handed } = world(store());
    const { recipients } = await deliver(deps, { ...REQUEST, stopAt: START }, mailsTo("a@acme.example"));
    expect(recipients).toEqual([
      { to: "a@acme.example", state: "failed", reason: "the run's time was used up before its turn" },
    ]);
    expect(handed).toEqual([]);
  });
  test("has failed all the same when the ledger cannot note it, and holds up nobody", async () => {
    const { deps, handed } = world(store());
    const noted = { ...store(), create: () => Promise.reject(new Error("503")) };
    const mails = [broken("a@acme.example"), broken("b@acme.example")];
    const { outcome, recipients } = await deliver({ ...deps, store: noted }, REQUEST, mails);
    expect([outcome, ...recipients.map(({ state }) => state)]).toEqual(["not-sent", "failed", "failed"]);
    expect(handed).toEqual([]);
  });
});

test("a test mail that could not be composed, or was not tried, leaves nothing in the ledger that would stop the real one", async () => {
  const { deps } = world(store(), { "b@acme.example": QUOTA });
  const mails = [broken("a@acme.example"), ...mailsTo("b@acme.example", "c@acme.example")];
  const { recipients } = await deliver(deps, { ...REQUEST, test: true }, mails);
  expect(recipients.map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
  expect(await ledger()).toEqual([]);
  const real = await deliver(world(store()).deps, AGAIN, mailsTo("a@acme.example", "b@acme.example", "c@acme.example"));
  expect(real.outcome).toBe("sent");
});
