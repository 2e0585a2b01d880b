import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DeliverDependencies, type DeliveryRequest, deliver } from "../../../shared/digest/deliver.ts";
import { RUN_LIMIT_MS } from "../../../shared/digest/ledger.ts";
import type { SendOutcome } from "../../../shared/digest/mailer.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";

const START = Date.UTC(2026, 10, 23, 7, 0, 5);
const REQUEST: DeliveryRequest = {
  ...{ enterprise: "acme", digest: "daily", date: "2026-11-23", runId: "run-1", htmlSha256: "ab".repeat(32) },
  ...{ force: false, test: false },
};
const SENT: SendOutcome = { state: "sent", messageId: "ses-1" };
let root = "";
let store: ObjectStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "deliver-"));
  store = createFolderStore(root);
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** A deployment: its clock, what its mail service answers to whom, what was handed over and what was logged. */
function world(answers: Record<string, SendOutcome | Error> = {}) {
  const handed: string[] = [];
  const logged: unknown[] = [];
  let now = START;
  const later = (ms: number): void => {
    now += ms;
  };
  const log = (event: string, fields?: unknown) => void logged.push({ event, fields });
  const deps: DeliverDependencies = {
    store,
    mailer: {
      send: async ({ to }) => {
        handed.push(to);
        const answer = answers[to] ?? SENT;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    clock: { now: () => now, sleep: async (ms) => later(ms) },
    log: { info: log, warn: log, error: log },
  };
  return { deps, handed, logged, answers, later };
}
const mailTo = (to: string) => ({
  to,
  compose: async () => ({ from: "reports@acme.example", to, raw: new Uint8Array([1]), tags: {} }),
});
const mailsTo = (...to: string[]) => to.map(mailTo);
const ledger = async (): Promise<Record<string, unknown>[]> => {
  const folder = join(root, "deliveries", "enterprise=acme", "digest_date=2026-11-23");
  const names = (await readdir(folder).catch(() => [])).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8"))));
};

describe("a delivery", () => {
  test("is claimed, sent and recorded, in one line that holds the recipient's hash and no address", async () => {
    const { deps, handed, logged } = world();
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
        reason: null,
      },
      ...{ claimed_at: "2026-11-23 07:00:05.000", updated_at: "2026-11-23 07:00:05.000" },
    });
    expect(JSON.stringify([await ledger(), logged])).not.toMatch(/team@|acme\.example/i);
    expect(logged).toHaveLength(1);
  });

  test("comes once: a second run, the address in other letters, finds it sent and hands nothing over", async () => {
    const first = world();
    await deliver(first.deps, REQUEST, mailsTo("a@acme.example", "b@acme.example"));
    const second = world();
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
    const one = world();
    const two = world();
    const to = ["a@acme.example", "b@acme.example", "c@acme.example"];
    const results = await Promise.all([
      deliver(one.deps, REQUEST, mailsTo(...to)),
      deliver(two.deps, { ...REQUEST, runId: "run-2" }, mailsTo(...to)),
    ]);
    expect([...one.handed, ...two.handed].sort()).toEqual(to);
    const states = results.flatMap(({ recipients }) => recipients.map(({ state }) => state)).sort();
    expect(states).toEqual([...Array(3).fill("already-sent"), ...Array(3).fill("sent")]);
  });

  test("comes once to an address that is named twice", async () => {
    const { deps, handed } = world();
    const result = await deliver(deps, REQUEST, mailsTo("a@acme.example", "b@acme.example", "A@acme.example"));
    expect(handed).toEqual(["a@acme.example", "b@acme.example"]);
    expect(result.recipients).toHaveLength(2);
  });

  test("to another digest, day or enterprise is another delivery", async () => {
    const { deps, handed } = world();
    const changes = [{}, { digest: "weekly" }, { date: "2026-11-24" }, { enterprise: "other" }];
    for (const change of changes) await deliver(deps, { ...REQUEST, ...change }, mailsTo("a@acme.example"));
    expect(handed).toHaveLength(4);
  });
});

describe("trouble with one recipient", () => {
  test("does not hold up the others: a refusal, a lost answer, a mail that cannot be composed", async () => {
    const refusal = "Email address is not verified: b@acme.example, region EU-WEST-1";
    const { deps, handed } = world({
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
    expect((await deliver(world(answers).deps, REQUEST, mailsTo("a@acme.example"))).outcome).toBe("not-sent");
    const { deps, handed } = world();
    const later = await deliver(deps, { ...REQUEST, runId: "run-2" }, mailsTo("a@acme.example"));
    expect(later.outcome).toBe("not-sent");
    expect(later.recipients[0]).toMatchObject({ state: "failed", reason: expect.stringContaining("run run-1") });
    expect(handed).toEqual([]);
  });

  test("a used-up quota stops the rest, which are failed and not claimed; who had the mail before stays already-sent", async () => {
    await deliver(world().deps, REQUEST, mailsTo("c@acme.example"));
    const { deps, handed } = world({
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
    const next = world();
    const forced = await deliver(next.deps, { ...REQUEST, runId: "run-3", force: true }, mailsTo(...to));
    expect(next.handed).toEqual(["a@acme.example", "b@acme.example"]);
    expect(forced.outcome).toBe("sent");
  });

  test("nothing is started after the run's time, and nothing is left claimed", async () => {
    const { deps, handed, later } = world();
    const { to, compose } = mailTo("a@acme.example");
    const slow = { to, compose: () => compose().finally(() => later(60_000)) };
    const request = { ...REQUEST, stopAt: START + 30_000 };
    const result = await deliver(deps, request, [slow, mailTo("b@acme.example")]);
    expect(handed).toEqual(["a@acme.example"]);
    expect(result.recipients[1]).toMatchObject({ state: "failed", reason: expect.stringContaining("time") });
  });
});

describe("a claim without a result", () => {
  /** What a run leaves that was killed between the mail and its result. */
  const killedRun = async () => {
    const { deps } = world();
    const dying = { ...store, overwrite: () => Promise.reject(new Error("killed")) };
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
    const { deps, handed, later } = world();
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
    const { deps, handed, later } = world();
    const force = { ...REQUEST, runId: "run-2", force: true };
    later(RUN_LIMIT_MS - 60_000);
    expect((await deliver(deps, force, mailsTo("a@acme.example"))).recipients[0]?.state).toBe("unknown");
    expect(handed).toEqual([]);
    later(120_000);
    expect((await deliver(deps, force, mailsTo("a@acme.example"))).outcome).toBe("sent");
    expect((await ledger())[0]).toMatchObject({ state: "sent", attempts: 2, run_id: "run-2" });
  });
});

describe("force", () => {
  test("tries failed and unknown recipients again at once, sent ones never", async () => {
    const to = ["a@acme.example", "b@acme.example", "c@acme.example"];
    const first = world({
      "b@acme.example": { state: "failed", reason: "rejected" },
      "c@acme.example": { state: "unknown", reason: "timeout" },
    });
    await deliver(first.deps, REQUEST, mailsTo(...to));
    const second = world();
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
      world({ "a@acme.example": { state: "failed", reason: "rejected" } }).deps,
      REQUEST,
      mailsTo("a@acme.example"),
    );
    const runs = [world(), world(), world()];
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
    const { deps, handed } = world();
    const failing = { ...store, create: () => Promise.reject(new Error("503 SlowDown")) };
    expect(await deliver({ ...deps, store: failing }, REQUEST, mailsTo("a@acme.example"))).toMatchObject({
      outcome: "not-sent",
      recipients: [{ state: "failed", reason: "not sent, because it could not be claimed: Error: 503 SlowDown" }],
    });
    expect(handed).toEqual([]);
  });

  test("that retries by itself, and finds its own first try, has claimed and recorded", async () => {
    const { deps, handed } = world();
    const retrying: ObjectStore = {
      ...store,
      create: (...call) => store.create(...call).then(() => store.create(...call)),
      overwrite: (...call) => store.overwrite(...call).then(() => store.overwrite(...call)),
    };
    expect((await deliver({ ...deps, store: retrying }, REQUEST, mailsTo("a@acme.example"))).outcome).toBe("sent");
    expect(handed).toHaveLength(1);
    expect((await ledger())[0]).toMatchObject({ state: "sent" });
  });

  test("that holds something else at the key is not written over, and nothing is sent", async () => {
    await store.create(
      "deliveries/enterprise=acme/digest_date=2026-11-23/daily-0942d8131fd5f7fa.json",
      new TextEncoder().encode("{}"),
      { contentType: "application/json" },
    );
    const { deps, handed } = world();
    const result = await deliver(deps, { ...REQUEST, force: true }, mailsTo("team@acme.example", "b@acme.example"));
    expect(result.outcome).toBe("partial");
    expect(result.recipients[0]).toMatchObject({ state: "failed", reason: expect.stringContaining("cannot be read") });
    expect(handed).toEqual(["b@acme.example"]);
  });
});

test("a test mail never touches the ledger, neither what it says nor what it holds", async () => {
  await deliver(world().deps, REQUEST, mailsTo("a@acme.example"));
  const before = await ledger();
  const { deps, handed } = world({ "b@acme.example": { state: "failed", reason: "rejected" } });
  const untouchable = new Proxy({} as ObjectStore, { get: () => expect.fail("the store was used") });
  const request = { ...REQUEST, runId: "run-2", test: true };
  const mails = mailsTo("a@acme.example", "b@acme.example", "a@acme.example");
  const result = await deliver({ ...deps, store: untouchable }, request, mails);
  expect(handed).toEqual(["a@acme.example", "b@acme.example"]);
  expect(result.recipients.map(({ state }) => state)).toEqual(["sent", "failed"]);
  expect(await ledger()).toEqual(before);
});
