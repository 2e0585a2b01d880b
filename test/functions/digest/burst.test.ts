import { describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { accountOf } from "../../digest/account.ts";
import { addressed, DATE, type MailWorld, OWNER, openMailWorld } from "./mail-world.ts";

const account = accountOf(DATE, 40);
const TO = {
  "5": ["five@partner.example"],
  "6": ["six@partner.example", "boss@six.example"],
  "7": ["seven@partner.example"],
};
const PREFIX = `digests/enterprise=acme/digest_date=${DATE}/partners`;

const openWorld = (fields: object = {}): Promise<MailWorld> =>
  openMailWorld({ account, digests: { partners: { audience: "publisher", to: TO, ...fields } } });
const partners = (world: MailWorld, event: object = {}) => world.run({ digest: "partners", ...event });

/** The job on a store that behaves otherwise in some way. */
const runOn = (world: MailWorld, over: Partial<ObjectStore>, event: object = {}) =>
  sendDigest(
    { ...world.deps, store: { ...world.deps.store, ...over } },
    parseDigestEvent({ enterprise: "acme", digest: "partners", ...event }),
  );
const counting =
  (world: MailWorld, told: (key: string) => void): ObjectStore["get"] =>
  (key) => {
    told(key);
    return world.deps.store.get(key);
  };
const outcomes = (answer: Awaited<ReturnType<typeof partners>>) =>
  answer.members?.map(({ member, outcome }) => `${member} ${outcome}`);

describe("a digest of many", () => {
  test("makes each of them a mail of its own rows, kept and noted below its id", async () => {
    const world = await openWorld();
    const answer = await partners(world);
    expect(answer).toMatchObject({ digest: "partners", outcome: "sent", subject: null, htmlKey: null, recipients: [] });
    expect(outcomes(answer)).toEqual(["5 sent", "6 sent", "7 sent"]);
    expect(answer.members?.[1]).toMatchObject({
      htmlKey: `${PREFIX}/6/digest.html`,
      recipients: TO["6"].map((to) => ({ to, state: "sent" })),
    });
    const mails = await world.outbox();
    expect(mails.flatMap(({ to }) => to?.map(({ address }) => address)).sort()).toEqual(
      Object.values(TO).flat().sort(),
    );
    const names = { 5: "Star Publisher", 6: "DemandWorks", 7: "AdMarket" };
    for (const [id, name] of Object.entries(names)) {
      const html = await world.read(`${PREFIX}/${id}/digest.html`);
      expect(html).toContain(name);
      for (const other of Object.values(names)) if (other !== name) expect(html).not.toContain(other);
      expect(await world.keys(`${PREFIX}/${id}/`)).toContain(`${PREFIX}/${id}/campaigns.xlsx`);
    }
    const ledger = (await world.keys("deliveries/")).map((key) => key.slice(key.lastIndexOf("/") + 1, -22));
    expect(ledger.sort()).toEqual(["partners.5", "partners.6", "partners.6", "partners.7"]);
    expect(world.metrics).toEqual(
      expect.arrayContaining([
        ["DigestSucceeded", 1],
        ["MailsSent", 4],
      ]),
    );
    const lines = world.logged.filter((line) => line.includes('"digest-run"'));
    expect(lines).toHaveLength(3);
    expect(world.logged.join("\n")).not.toMatch(/@/);
  });

  test("reads the snapshots once, however many they are", async () => {
    const gets = async (event: object): Promise<number> => {
      const world = await openWorld();
      const keys: string[] = [];
      await runOn(world, { get: counting(world, (key) => void keys.push(key)) }, event);
      return keys.filter((key) => key.startsWith("snapshots/")).length;
    };
    expect(await gets({})).toBe(await gets({ member: 6 }));
  });

  test("sends nobody a second mail, and reads nothing when all have theirs", async () => {
    const world = await openWorld();
    await partners(world);
    const read: string[] = [];
    const again = await runOn(world, { get: counting(world, (key) => void read.push(key)) });
    expect(again.outcome).toBe("already-sent");
    expect(outcomes(again)).toEqual(["5 already-sent", "6 already-sent", "7 already-sent"]);
    expect(read.filter((key) => key.startsWith("snapshots/"))).toEqual([]);
    expect(await world.outbox()).toHaveLength(4);
  });

  test("by two runs at once sends each recipient one mail", async () => {
    const world = await openWorld();
    const runs = await Promise.all([partners(world), partners(world)]);
    expect(await world.outbox()).toHaveLength(4);
    for (const { outcome } of runs) expect(["sent", "already-sent", "partial"]).toContain(outcome);
    expect(outcomes(await partners(world))).toEqual(["5 already-sent", "6 already-sent", "7 already-sent"]);
  });

  test("to one of them alone goes to it alone, and the others follow", async () => {
    const world = await openWorld();
    expect(outcomes(await partners(world, { member: 6 }))).toEqual(["6 sent"]);
    expect(outcomes(await partners(world))).toEqual(["5 sent", "6 already-sent", "7 sent"]);
    expect(await world.outbox()).toHaveLength(4);
  });

  test("waits for all of them as one", async () => {
    const world = await openMailWorld({ digests: { partners: { audience: "publisher", to: TO } } });
    const answer = await partners(world, { wait: true });
    expect(answer).toMatchObject({ outcome: "deferred", reason: expect.stringContaining("no snapshot") });
    expect(outcomes(answer)).toEqual(["5 deferred", "6 deferred", "7 deferred"]);
    expect(world.metrics).toEqual([]);
  });

  test("leaves word of one that gets none, below its id", async () => {
    const world = await openMailWorld({
      account,
      digests: {
        partners: {
          audience: "advertiser",
          to: { "319": TO["5"], "300": TO["6"] },
        },
      },
    });
    // No campaign of 319 is in any snapshot, so that one is withheld, and the other is sent.
    const answer = await partners(world);
    expect(outcomes(answer)).toEqual(["300 sent", "319 withheld"]);
    expect(JSON.parse(await world.read(`${PREFIX}/319/not-sent.json`))).toMatchObject({
      digest: "partners",
      member: 319,
    });
    expect(answer.outcome).toBe("partial");
    expect(world.metrics).toContainEqual(["DigestsWithheld", 1]);
  });
});

describe("what goes wrong for one of many", () => {
  const failing = (world: MailWorld, error: Error): Partial<ObjectStore> => ({
    create: (key, ...rest) =>
      key.includes("/partners/6/") ? Promise.reject(error) : world.deps.store.create(key, ...rest),
  });
  const refused = new ReportsError("StoreFailed", { what: "the store is gone", where: "here", remedy: "Wait" });

  test("stops no other, is told in the answer and counted, and heals with the next run", async () => {
    const world = await openWorld();
    const answer = await runOn(world, failing(world, refused));
    expect(answer.outcome).toBe("partial");
    expect(outcomes(answer)).toEqual(["5 sent", "6 failed", "7 sent"]);
    expect(answer.members?.[1]?.error).toEqual({ name: "StoreFailed", message: refused.message });
    expect(world.metrics).toContainEqual(["DigestNotSent", 1]);
    expect(outcomes(await partners(world))).toEqual(["5 already-sent", "6 sent", "7 already-sent"]);
    expect(await world.outbox()).toHaveLength(4);
  });

  test("is thrown where nobody foresaw it, when all have had their turn", async () => {
    const world = await openWorld();
    await expect(runOn(world, failing(world, new TypeError("odd")))).rejects.toThrow("odd");
    expect((await world.outbox()).map(({ to }) => to?.[0]?.address).sort()).toEqual([TO["5"][0], TO["7"][0]]);
    expect(world.logged.filter((line) => line.includes('"outcome":"failed"'))).toHaveLength(1);
  });

  test("in the ledger stops no other either", async () => {
    const world = await openWorld();
    await partners(world, { member: 6 });
    const [key = ""] = (await world.keys("deliveries/")).filter((name) => name.includes("partners.6"));
    const standing = await world.deps.store.get(key);
    await world.deps.store.overwrite(key, new TextEncoder().encode("{"), {
      contentType: "text/plain",
      ifMatch: standing?.etag ?? "",
    });
    expect(outcomes(await partners(world))).toEqual(["5 sent", "6 failed", "7 sent"]);
  });

  test("an id that no snapshot holds, is told the owner once, and the others have their mails", async () => {
    const world = await openWorld({ to: { ...TO, "770": ["x@partner.example"], "771": ["y@partner.example"] } });
    const answer = await partners(world);
    expect(outcomes(answer)).toEqual(["5 sent", "6 sent", "7 sent", "770 withheld", "771 withheld"]);
    const owner = (await world.outbox()).filter(({ to }) => to?.[0]?.address === OWNER);
    expect(owner).toHaveLength(1);
    expect(owner[0]?.text).toContain("to names 770, 771, which no snapshot holds.");
    expect(owner[0]?.subject).toContain("sent, with a problem in its settings");
    await partners(world);
    expect((await world.outbox()).filter(({ to }) => to?.[0]?.address === OWNER)).toHaveLength(1);
  });

  test("an id that no snapshot holds is named as one of `to` in answer and record, which is where it stands", async () => {
    const world = await openWorld({ to: { ...TO, "770": ["x@partner.example"] } });
    const [one] = (await partners(world, { member: 770 })).members ?? [];
    expect(one?.reason).toBe(
      "Withheld: to names 770, which no snapshot holds. Correct the settings. The owner was told.",
    );
    expect(await world.read(`${PREFIX}/770/not-sent.json`)).not.toContain("filter.");
  });

  test("the owner hears of all such ids, whoever a run by hand was for", async () => {
    const world = await openWorld({ to: { ...TO, "770": ["x@partner.example"], "771": ["y@partner.example"] } });
    await partners(world, { member: 771 });
    await partners(world);
    const owner = (await world.outbox()).filter(({ to }) => to?.[0]?.address === OWNER);
    expect(owner.map(({ text }) => text?.includes("to names 770, 771, which"))).toEqual([true]);
  });

  test("snapshots too old for any list are told the owner once", async () => {
    const world = await openWorld();
    world.now += 2 * 86_400_000;
    const answer = await partners(world, { early: true });
    expect(answer.outcome).toBe("withheld");
    expect(addressed(await world.outbox())).toEqual([`${OWNER}: Lead digest partners of acme, 3 Dec: not sent`]);
  });

  test("time that is up leaves the rest to the next run, and nobody gets two", async () => {
    const world = await openWorld();
    const stopAt = world.now + 1;
    const mailer = {
      send: (mail: Parameters<typeof world.deps.mailer.send>[0]) => {
        world.now += 1;
        return world.deps.mailer.send(mail);
      },
    };
    const answer = await sendDigest(
      { ...world.deps, mailer, stopAt },
      parseDigestEvent({ enterprise: "acme", digest: "partners" }),
    );
    expect(outcomes(answer)).toEqual(["5 sent", "6 not-sent", "7 not-sent"]);
    expect(answer.members?.[2]?.reason).toContain("time was used up");
    expect(world.metrics).toContainEqual(["DigestNotSent", 1]);
    expect(outcomes(await partners(world))).toEqual(["5 already-sent", "6 sent", "7 sent"]);
    expect(await world.outbox()).toHaveLength(4);
  });
});

describe("a rehearsal", () => {
  test("of all of them is kept apart, below each id, and sent to nobody", async () => {
    const world = await openWorld();
    const answer = await partners(world, { dryRun: true });
    expect(answer.members?.map(({ htmlKey }) => htmlKey)).toEqual(
      [5, 6, 7].map((id) => `${PREFIX}/${id}/test/${answer.runId}/digest.html`),
    );
    expect([await world.outbox(), await world.keys("deliveries/")]).toEqual([[], []]);
  });

  test("to an address names whose mail it is", async () => {
    const world = await openWorld();
    await expect(partners(world, { to: ["me@acme.example"] })).rejects.toThrow(/InvalidEvent|names whose it is/);
    const answer = await partners(world, { to: ["me@acme.example"], member: 7 });
    expect(outcomes(answer)).toEqual(["7 sent"]);
    expect(addressed(await world.outbox())).toEqual([expect.stringMatching(/^me@acme\.example: \[Test\] /)]);
    expect(await world.keys("deliveries/")).toEqual([]);
  });

  test.each([
    ["partners", { member: 99 }, "the digest is not sent to 99"],
    ["daily", { member: 5 }, "the digest is one, and not of many"],
  ])("of %s with %j is refused before anything is read", async (digest, event, told) => {
    const world = await openWorld();
    await expect(world.run({ digest, ...event })).rejects.toMatchObject({
      name: "InvalidEvent",
      message: expect.stringContaining(told),
    });
  });
});
