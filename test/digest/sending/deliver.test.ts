import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { deliver } from "../../../shared/digest/delivery/deliver.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { mailsTo, mailTo, REQUEST, START, useLedger, world } from "./delivery-world.ts";

const { store, ledger } = useLedger();

describe("a delivery", () => {
  test("is claimed, sent and recorded, in one line that holds the recipient's hash and no address", async () => {
    const { deps, handed, logged } = world(store());
    expect(await deliver(deps, REQUEST, mailsTo("Team@acme.example"))).toEqual({
      outcome: "sent",
      recipients: [{ to: "Team@acme.example", state: "sent", messageId: "ses-1" }],
    });
    expect(handed).toEqual(["Team@acme.example"]);
    const [record] = await ledger();
    expect(record).toEqual({
      ...{ enterprise: "acme", digest_date: "2026-11-23", digest: "daily", recipient: "0942d8131fd5f7fa" },
      ...{
        state: "sent",
        run_id: "run-1",
        attempts: 1,
        html_sha256: "ab".repeat(32),
        message_id: "ses-1",
        retryable: null,
        reason: null,
      },
      ...{ claimed_at: "2026-11-23 07:00:05.000", updated_at: "2026-11-23 07:00:05.000" },
    });
    expect(JSON.stringify([await ledger(), logged])).not.toMatch(/team@|acme\.example/i);
    expect(logged).toHaveLength(1);
  });

  test("comes once: a second run, the address in other letters, finds it sent and hands nothing over", async () => {
    const first = world(store());
    await deliver(first.deps, REQUEST, mailsTo("a@acme.example", "b@acme.example"));
    const second = world(store());
    const again = await deliver(
      second.deps,
      { ...REQUEST, runId: "run-2" },
      mailsTo("A@ACME.example", "b@acme.example"),
    );
    expect(again).toEqual({
      outcome: "already-sent",
      recipients: [
        { to: "A@ACME.example", state: "already-sent", messageId: "ses-1" },
        { to: "b@acme.example", state: "already-sent", messageId: "ses-1" },
      ],
    });
    expect(second.handed).toEqual([]);
  });

  test("comes once when two runs start together, and neither reports the other's claim as unknown", async () => {
    const one = world(store());
    const two = world(store());
    const to = ["a@acme.example", "b@acme.example", "c@acme.example"];
    // The other run writes in real time, so this one's sleep must take some.
    const inStep = ({ deps }: typeof one) => {
      const sleep = async (ms: number): Promise<void> => {
        await deps.clock.sleep(ms);
        await wait(200);
      };
      return { ...deps, clock: { now: deps.clock.now, sleep } };
    };
    const results = await Promise.all([
      deliver(inStep(one), REQUEST, mailsTo(...to)),
      deliver(inStep(two), { ...REQUEST, runId: "run-2" }, mailsTo(...to)),
    ]);
    expect([...one.handed, ...two.handed].sort()).toEqual(to);
    const states = results.flatMap(({ recipients }) => recipients.map(({ state }) => state)).sort();
    expect(states).toEqual([...Array(3).fill("already-sent"), ...Array(3).fill("sent")]);
  });

  test("comes once to an address that is named twice", async () => {
    const { deps, handed } = world(store());
    const result = await deliver(deps, REQUEST, mailsTo("a@acme.example", "b@acme.example", "A@acme.example"));
    expect(handed).toEqual(["a@acme.example", "b@acme.example"]);
    expect(result.recipients).toHaveLength(2);
  });

  test("to another digest, day or enterprise is another delivery", async () => {
    const { deps, handed } = world(store());
    const changes = [{}, { digest: "weekly" }, { date: "2026-11-24" }, { enterprise: "other" }];
    for (const change of changes) await deliver(deps, { ...REQUEST, ...change }, mailsTo("a@acme.example"));
    expect(handed).toHaveLength(4);
  });
});

describe("trouble with one recipient", () => {
  test("does not hold up the others: a refusal, a lost answer, a mail that cannot be composed", async () => {
    const refusal = "Email address is not verified: b@acme.example, region EU-WEST-1";
    const { deps, handed } = world(store(), {
      "b@acme.example": { state: "failed", reason: refusal },
      "c@acme.example": { state: "unknown", reason: "no answer within 10 s" },
      "d@acme.example": new Error("socket hang up for d@acme.example"),
    });
    const broken = {
      to: "e",
      compose: () => Promise.reject(new ReportsError("SendFailed", { what: "x", where: "y", remedy: "z" })),
    };
    const result = await deliver(deps, REQUEST, [
      ...mailsTo("a@acme.example", "b@acme.example", "c@acme.example", "d@acme.example"),
      ...[broken, mailTo("f@acme.example")],
    ]);
    expect(result.outcome).toBe("partial");
    expect(result.recipients).toEqual([
      { to: "a@acme.example", state: "sent", messageId: "ses-1" },
      { to: "b@acme.example", state: "failed", reason: "Email address is not verified: (address), region EU-WEST-1" },
      { to: "c@acme.example", state: "unknown", reason: "no answer within 10 s" },
      { to: "d@acme.example", state: "unknown", reason: "Error: socket hang up for (address)" },
      { to: "e", state: "failed", reason: expect.stringMatching(/^could not be composed: SendFailed: x/) },
      { to: "f@acme.example", state: "sent", messageId: "ses-1" },
    ]);
    expect(handed).not.toContain("e");
    expect((await ledger()).map(({ state }) => state).sort()).toEqual([
      ...["failed", "failed", "sent", "sent", "unknown", "unknown"],
    ]);
    expect(JSON.stringify(await ledger())).not.toContain("@");
  });

  test("all refused is not-sent, and a later run without force tries nothing again", async () => {
    const answers = { "a@acme.example": { state: "failed", reason: "rejected" } } as const;
    expect((await deliver(world(store(), answers).deps, REQUEST, mailsTo("a@acme.example"))).outcome).toBe("not-sent");
    const { deps, handed } = world(store());
    const later = await deliver(deps, { ...REQUEST, runId: "run-2" }, mailsTo("a@acme.example"));
    expect(later.outcome).toBe("not-sent");
    expect(later.recipients[0]).toMatchObject({ state: "failed", reason: expect.stringContaining("run run-1") });
    expect(handed).toEqual([]);
  });

  test("a used-up quota stops the rest, which are failed and not claimed; who had the mail before stays already-sent", async () => {
    await deliver(world(store()).deps, REQUEST, mailsTo("c@acme.example"));
    const { deps, handed } = world(store(), {
      "a@acme.example": { state: "failed", reason: "Daily message quota exceeded.", quota: true },
    });
    const to = ["a@acme.example", "b@acme.example", "c@acme.example"];
    const result = await deliver(deps, { ...REQUEST, runId: "run-2" }, mailsTo(...to));
    expect(handed).toEqual(["a@acme.example"]);
    expect(result.outcome).toBe("partial");
    expect(result.recipients).toEqual([
      { to: "a@acme.example", state: "failed", reason: "Daily message quota exceeded." },
      {
        ...{ to: "b@acme.example", state: "failed" },
        reason: "not tried, after this from the mail service: Daily message quota exceeded.",
      },
      { to: "c@acme.example", state: "already-sent", messageId: "ses-1" },
    ]);
    expect((await ledger()).map(({ state, attempts }) => `${state} ${attempts}`).sort()).toEqual([
      ...["failed 0", "failed 1", "sent 1"],
    ]);
    const next = world(store());
    const forced = await deliver(next.deps, { ...REQUEST, runId: "run-3", force: true }, mailsTo(...to));
    expect(next.handed).toEqual(["a@acme.example", "b@acme.example"]);
    expect(forced.outcome).toBe("sent");
  });

  test("nothing is started after the run's time, and nothing is left claimed", async () => {
    const { deps, handed, later } = world(store());
    const { to, compose } = mailTo("a@acme.example");
    const slow = { to, compose: () => compose().finally(() => later(60_000)) };
    const request = { ...REQUEST, stopAt: START + 30_000 };
    const result = await deliver(deps, request, [slow, mailTo("b@acme.example")]);
    expect(handed).toEqual(["a@acme.example"]);
    expect(result.recipients[1]).toMatchObject({ state: "failed", reason: expect.stringContaining("time") });
  });
});
