import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SendOutcome } from "../../../shared/digest/delivery/mailer.ts";
import { instantAt } from "../../../shared/platform/day.ts";
import { accountOf } from "../../digest/account.ts";
import { publishAccount } from "../../digest/published-account.ts";
import { addressed, DATE, type MailWorld, type MailWorldOptions, openMailWorld, TEAM, ZONE } from "./mail-world.ts";

const account = accountOf(DATE, 6);
const [TEAM_MAIL, LEAD_MAIL] = TEAM;
const at = (time: string): string => new Date(instantAt(DATE, time, ZONE)).toISOString();
/** The two schedules of a digest. */
const FIRST = { scheduledTime: at("07:00"), wait: true };
const LATEST = { scheduledTime: at("07:30") };

/** A morning on which the snapshot of one dataset has failed. */
async function openLackingWorld(options: MailWorldOptions = {}): Promise<MailWorld> {
  const world = await openMailWorld({ account, ...options });
  const day = `enterprise=acme/snapshot_date=${DATE}`;
  await rm(join(world.folder, "snapshots/publisher_contracts", day), { recursive: true });
  return world;
}
const heal = (world: MailWorld): Promise<void> => publishAccount(world.deps.store, account, 1);
const sounded = (world: MailWorld) =>
  world.metrics.filter(([name, value]) => /Failed|NotSent|Withheld|Unknown/.test(name) && value > 0);

describe("a digest whose snapshots are not there at its time", () => {
  test("is deferred: nothing is made, claimed, sent or counted, and the answer names what it waits for", async () => {
    const world = await openLackingWorld();
    expect(await world.run(FIRST)).toEqual({
      ...{ runId: "run-1", enterprise: "acme", digest: "daily", date: DATE },
      ...{ outcome: "deferred", subject: null, htmlKey: null, recipients: [] },
      reason: `${DATE} has no snapshot of publisher-contracts yet. The mail waits for it, until the run without wait.`,
    });
    expect([...(await world.keys("digests/")), ...(await world.keys("deliveries/"))]).toEqual([]);
    expect(await world.outbox()).toEqual([]);
    expect(world.metrics).toEqual([]);
  });

  test("is deferred too where there is no snapshot at all, and fails by name at the latest", async () => {
    const world = await openMailWorld();
    expect((await world.run(FIRST)).outcome).toBe("deferred");
    await expect(world.run(LATEST)).rejects.toMatchObject({ name: "NoSnapshot" });
  });

  test("is sent by its later run, fresh, when the catch-up has healed it", async () => {
    const world = await openLackingWorld();
    expect((await world.run(FIRST)).outcome).toBe("deferred");
    await heal(world);
    world.now = instantAt(DATE, "07:30", ZONE);
    const answer = await world.run(LATEST);
    expect(answer.outcome).toBe("sent");
    expect(answer.subject).not.toContain("[Incomplete]");
    expect(await world.outbox()).toHaveLength(2);
  });

  test("is sent at the latest with what there is, and says so", async () => {
    const world = await openLackingWorld();
    await world.run(FIRST);
    const answer = await world.run(LATEST);
    expect(answer.outcome).toBe("sent");
    expect(answer.subject).toMatch(/^\[Incomplete\] /);
    expect((await world.outbox())[0]?.text).toContain("No snapshot of publisher contracts for this day");
  });
});

describe("a digest that was sent at its time", () => {
  test("ends as already-sent at its latest, from the ledger alone: no snapshot is read and nothing is made again", async () => {
    const world = await openMailWorld({ account });
    expect((await world.run(FIRST)).outcome).toBe("sent");
    await rm(join(world.folder, "snapshots"), { recursive: true });
    const answer = await world.run(LATEST);
    expect(answer).toMatchObject({
      ...{ outcome: "already-sent", subject: null },
      htmlKey: `digests/enterprise=acme/digest_date=${DATE}/daily/digest.html`,
      recipients: [{ to: TEAM_MAIL, state: "already-sent" }, { state: "already-sent" }],
    });
    expect(await world.outbox()).toHaveLength(2);
  });

  test("is sent once to each, should both its runs come at once", async () => {
    const world = await openMailWorld({ account });
    const answers = await Promise.all([world.run(FIRST), world.run(LATEST), world.run(FIRST)]);
    expect(await world.outbox()).toHaveLength(2);
    const states = answers.flatMap(({ recipients }) => recipients.map(({ to, state }) => `${to} ${state}`));
    for (const to of TEAM) expect(states.filter((state) => state === `${to} sent`)).toHaveLength(1);
    expect(sounded(world)).toEqual([]);
  });

  test("tries at its latest who failed for a reason that passes, and neither who was refused nor who is unknown", async () => {
    const answers: Record<string, SendOutcome> = {
      "team@acme.example": { state: "failed", reason: "too fast", retryable: true },
      "lead@acme.example": { state: "unknown", reason: "no answer" },
      "gone@acme.example": { state: "failed", reason: "rejected" },
    };
    const handed: string[] = [];
    const send = async ({ to }: { to: string }): Promise<SendOutcome> => {
      handed.push(to);
      return answers[to] ?? { state: "sent", messageId: "1" };
    };
    const to = Object.keys(answers);
    const world = await openMailWorld({ account, digests: { daily: { to } }, mailer: () => ({ send }) });
    expect((await world.run(FIRST)).outcome).toBe("not-sent");
    expect(sounded(world)).toEqual([
      ["DigestNotSent", 1],
      ["MailsFailed", 2],
      ["MailsUnknown", 1],
    ]);
    delete answers["team@acme.example"];
    handed.length = 0;
    world.metrics.length = 0;
    const later = await world.run(LATEST);
    expect(handed).toEqual(["team@acme.example"]);
    expect(later.recipients.map(({ state }) => state)).toEqual(["sent", "unknown", "failed"]);
    // What the first run has reported does not sound again, nor does a third run with nothing left to try.
    expect(sounded(world)).toEqual([]);
    expect(await world.run(LATEST)).toMatchObject({ outcome: "partial", subject: null });
    expect(sounded(world)).toEqual([]);
    expect(handed).toHaveLength(1);
  });
});

describe("a digest by hand", () => {
  const early = async (event: Readonly<Record<string, unknown>>, time = "05:30") => {
    const world = await openLackingWorld();
    world.now = instantAt(DATE, time, ZONE);
    return { world, answer: await world.run(event) };
  };

  test("before the day's snapshots are due neither goes to the list nor uses up the day, and says until when to wait", async () => {
    const { world, answer } = await early({});
    expect(answer).toMatchObject({ outcome: "deferred", recipients: [] });
    expect(answer.reason).toMatch(
      /no snapshot of publisher-contracts yet.*until 2026-12-01T0\d:\d5:00\.000Z.*"early": true/,
    );
    expect(await world.keys("deliveries/")).toEqual([]);
    await heal(world);
    world.now = instantAt(DATE, "07:00", ZONE);
    expect(await world.run(FIRST)).toMatchObject({ outcome: "sent" });
    expect(addressed(await world.outbox()).map((line) => line.split(":")[0])).toEqual([LEAD_MAIL, TEAM_MAIL]);
  });

  test("that is to be early, or comes when the catch-up is over, is made of what there is", async () => {
    for (const { answer } of [await early({ early: true }), await early({}, "07:30")]) {
      expect(answer).toMatchObject({ outcome: "sent", subject: expect.stringMatching(/^\[Incomplete\]/) });
    }
  });

  test("as a test or a dry run never waits", async () => {
    expect((await early({ to: ["me@acme.example"] })).answer.outcome).toBe("sent");
    expect((await early({ dryRun: true, wait: true })).answer.outcome).toBe("dry-run");
  });

  test("cannot both wait and be early", async () => {
    await expect(early({ wait: true, early: true })).rejects.toMatchObject({ name: "InvalidEvent" });
  });
});
