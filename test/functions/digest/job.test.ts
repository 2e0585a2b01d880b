import { describe, expect, test } from "vitest";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { accountOf } from "../../digest/account.ts";
import { campaign, contract, inputOf, job, snapshot } from "../../digest/rows.ts";
import { addressed, DATE, OWNER, openMailWorld, TEAM } from "./mail-world.ts";

const account = accountOf(DATE, 12);
const [TEAM_MAIL, LEAD_MAIL] = TEAM;

describe("the digest of a day", () => {
  test("goes to each recipient in a mail of its own, with what a mail program needs, and is kept as it was sent", async () => {
    const world = await openMailWorld({ account });
    const answer = await world.run();
    expect(answer).toMatchObject({ outcome: "sent", date: DATE, digest: "daily" });
    expect(answer.subject).toMatch(/^\d+ to act on, £[\d,]+: .* Mon 30 Nov, \d+ leads$/);
    const mails = await world.outbox();
    expect(mails.map(({ to }) => to?.map(({ address }) => address))).toEqual([[LEAD_MAIL], [TEAM_MAIL]]);
    for (const mail of mails) {
      const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? "";
      expect(mail.subject).toBe(answer.subject);
      expect(mail.from).toMatchObject({ name: "Lead reports", address: "reports@acme.example" });
      expect(mail.replyTo?.[0]?.address).toBe("owner@acme.example");
      expect(header("list-id")).toContain("daily.acme");
      expect(header("list-unsubscribe")).toMatch(/^<mailto:owner@acme\.example\?subject=Unsubscribe/);
      expect(header("list-unsubscribe-post")).toBe("");
      expect(header("auto-submitted")).toBe("auto-generated");
      expect(header("x-auto-response-suppress")).toBe("DR, RN, NRN, OOF, AutoReply");
      expect(mail.date).toBe("2026-12-01T07:00:00.000Z");
      expect(mail.html?.trimEnd()).toBe((await world.read(answer.htmlKey)).trimEnd());
      expect(mail.attachments.map(({ filename }) => filename)).toEqual(["acme-2026-12-01-digest.xlsx"]);
    }
    const prefix = `digests/enterprise=acme/digest_date=${DATE}/daily/`;
    expect(await world.keys("digests/")).toEqual(
      expect.arrayContaining(
        ["digest.html", "digest.txt", "digest.xlsx", "open.csv", "pacing.csv", "money.csv"].map(
          (name) => prefix + name,
        ),
      ),
    );
    expect(await world.keys("deliveries/")).toHaveLength(2);
    expect(world.metrics).toEqual(
      expect.arrayContaining([
        ["DigestSucceeded", 1],
        ["MailsSent", 2],
        ["MailsFailed", 0],
      ]),
    );
    expect(world.logged.join("\n")).not.toMatch(/@/);
  });

  test.each([
    ["weekly", "Tue 24", "Tue 24 Nov, 05:00", /^Week 24–30 Nov: [\d,]+ leads, /],
    ["monthly", "Sun 1", "Sun 1 Nov, 05:00", /^November: [\d,]+ leads; /],
  ])(
    "the %s one tells of its whole period, from one real snapshot to the other",
    async (digest, from, base, subject) => {
      const world = await openMailWorld({ account, days: 36 });
      const answer = await world.run({ digest });
      expect(answer.outcome).toBe("sent");
      expect(answer.subject).toMatch(subject);
      const [mail] = await world.outbox();
      expect(mail?.text).toContain(`${from} Nov to Mon 30 Nov 2026`);
      expect(mail?.text).toMatch(new RegExp(`compared with [^.]*${base}`));
    },
  );

  test("is of the day it was scheduled for, however late the event comes", async () => {
    const world = await openMailWorld({ account });
    world.now += 20 * 3_600_000;
    expect((await world.run({ scheduledTime: `${DATE}T07:00:00Z` })).date).toBe(DATE);
  });
});

test("a date that contradicts the scheduled time is refused before anything is read or written", async () => {
  const world = await openMailWorld({ account });
  const before = await world.keys("");
  const asked = world.run({ date: "2026-11-30", scheduledTime: `${DATE}T07:00:00Z` });
  await expect(asked).rejects.toThrow(
    expect.objectContaining({ name: "InvalidEvent", message: expect.stringContaining("2026-11-30") }),
  );
  expect(await world.keys("")).toEqual(before);
  expect((await world.run({ date: DATE, scheduledTime: `${DATE}T07:00:00Z` })).outcome).toBe("sent");
});

describe("an event that comes twice", () => {
  test("gives one mail", async () => {
    const world = await openMailWorld({ account });
    await world.run();
    const again = await world.run();
    expect(again.outcome).toBe("already-sent");
    expect(again.recipients.map(({ state }) => state)).toEqual(["already-sent", "already-sent"]);
    expect(await world.outbox()).toHaveLength(2);
  });

  test("gives one mail also at the same moment", async () => {
    const world = await openMailWorld({ account });
    const answers = await Promise.all([world.run(), world.run(), world.run()]);
    expect(addressed(await world.outbox()).map((line) => line.split(":")[0])).toEqual([LEAD_MAIL, TEAM_MAIL]);
    const states = answers.flatMap(({ recipients }) => recipients.map(({ state }) => state));
    expect(states.filter((state) => state === "sent")).toHaveLength(2);
    expect(states).not.toContain("failed");
  });
});

describe("what is asked for by hand", () => {
  test("a dry run is stored beside what is sent, and nothing is sent or claimed", async () => {
    const world = await openMailWorld({ account });
    const answer = await world.run({ dryRun: true });
    expect(answer).toMatchObject({ outcome: "dry-run", recipients: [] });
    expect(answer.htmlKey).toBe(`digests/enterprise=acme/digest_date=${DATE}/daily/test/run-1/digest.html`);
    expect(await world.read(answer.htmlKey)).toContain("<!DOCTYPE html>");
    expect(await world.outbox()).toEqual([]);
    expect(await world.keys("deliveries/")).toEqual([]);
    expect(world.metrics).toEqual([]);
  });

  test("a test goes to whom it names alone, says so, and does not use up the mail of the day", async () => {
    const world = await openMailWorld({ account });
    const answer = await world.run({ to: ["me@acme.example"] });
    expect(answer).toMatchObject({ outcome: "sent", recipients: [{ to: "me@acme.example", state: "sent" }] });
    expect(addressed(await world.outbox())).toEqual([
      expect.stringMatching(/^me@acme\.example: \[Test\] \d+ to act on, /),
    ]);
    expect(await world.keys("deliveries/")).toEqual([]);
    expect((await world.run()).outcome).toBe("sent");
  });

  test("a day of the past renders again byte for byte, and sends nothing again", async () => {
    const world = await openMailWorld({ account });
    const sent = await world.run();
    world.now += 19 * 86_400_000;
    const again = await world.run({ date: DATE, dryRun: true });
    const files = await world.keys(again.htmlKey?.replace("digest.html", "") ?? "");
    expect(files.length).toBeGreaterThan(5);
    for (const key of files) {
      const before = (sent.htmlKey ?? "").replace("digest.html", key.split("/").at(-1) ?? "");
      expect(await world.read(key)).toBe(await world.read(before));
    }
    expect((await world.run({ date: DATE })).outcome).toBe("already-sent");
    expect(await world.outbox()).toHaveLength(2);
  });
});

describe("the list gets nothing, and the owner the true reason,", () => {
  test("when the newest snapshot is two days old; once, however often the event comes", async () => {
    const world = await openMailWorld({ account });
    world.now += 2 * 86_400_000;
    const answer = await world.run();
    expect(answer.outcome).toBe("withheld");
    for (const { state, reason } of answer.recipients) {
      expect(state).toBe("withheld");
      expect(reason).toMatch(
        /^Withheld: The newest snapshot of campaigns is of Tue 1 Dec, 2 days old\..* The owner was told\.$/,
      );
    }
    await world.run();
    const mails = await world.outbox();
    expect(addressed(mails)).toEqual([`${OWNER}: Lead digest daily of acme, 3 Dec: not sent`]);
    expect(mails[0]?.text).toContain("The newest snapshot of publisher contracts is of Tue 1 Dec, 2 days old.");
    const record = `digests/enterprise=acme/digest_date=2026-12-03/daily/not-sent.json`;
    expect(JSON.parse(await world.read(record)).reason).toBe(answer.recipients[0]?.reason);
    expect(world.metrics.filter(([, value]) => value > 0)).toEqual([["DigestsWithheld", 1]]);
  });

  test("when a snapshot has shrunk", async () => {
    const rows = Array.from({ length: 40 }, (_, id) => campaign({ id: id + 1 }));
    const campaigns = [
      snapshot("2026-11-30", rows),
      snapshot(DATE, rows.slice(0, 1), { shrunk: true, referenceRows: 40 }),
    ];
    const world = await openMailWorld({
      account: inputOf(DATE, { campaigns, contracts: [snapshot(DATE, [])], jobs: [snapshot(DATE, [])] }),
      digests: { daily: { to: TEAM, sections: ["money"] } },
    });
    const answer = await world.run();
    expect(answer).toMatchObject({ outcome: "withheld" });
    expect(answer.recipients[0]?.reason).toBe(
      'Withheld: The snapshot of campaigns holds only 1 row, 40 before it shrank. Check what the service user may see in Convertr; if the size is right, invoke its snapshot with "acceptShrunk": true. The owner was told.',
    );
  });

  test("when the filter names what no snapshot holds", async () => {
    const filter = { campaigns: [99_999] };
    const world = await openMailWorld({ account, digests: { daily: { to: TEAM, filter } } });
    const answer = await world.run();
    expect(answer.outcome).toBe("withheld");
    expect(answer.recipients[0]?.reason).toBe(
      "Withheld: filter.campaigns names 99999, which no snapshot holds. Correct the settings. The owner was told.",
    );
    expect(addressed(await world.outbox())).toEqual([`${OWNER}: Lead digest daily of acme, 1 Dec: not sent`]);
  });

  test("until the snapshots are there: then the mail goes out, and the owner is not told again", async () => {
    const world = await openMailWorld({
      account,
      days: 1,
      digests: { daily: { to: TEAM, filter: { campaigns: [600] } } },
    });
    world.now += 2 * 86_400_000;
    expect((await world.run()).outcome).toBe("withheld");
    expect((await world.run({ date: DATE })).outcome).toBe("sent");
    expect(await world.outbox()).toHaveLength(3);
  });
});

describe("a filter", () => {
  test("of which a part is unknown: the list gets its mail, the owner what is wrong", async () => {
    const filter = { campaigns: [600, 99_999] };
    const world = await openMailWorld({ account, digests: { daily: { to: TEAM, filter } } });
    expect((await world.run()).outcome).toBe("sent");
    const mails = await world.outbox();
    expect(addressed(mails)).toHaveLength(3);
    const told = mails.find(({ to }) => to?.[0]?.address === OWNER);
    expect(told?.subject).toBe("Lead digest daily of acme, 1 Dec: sent, with a problem in its settings");
    expect(told?.text).toContain("filter.campaigns names 99999");
  });

  test("that matches nothing gives a short mail, and is no error", async () => {
    const filter = { advertisers: [300], campaigns: [601] };
    const world = await openMailWorld({ account, digests: { daily: { to: TEAM, filter } } });
    const answer = await world.run();
    expect(answer.outcome).toBe("sent");
    expect(answer.subject).toBe("Nothing matches the filter, Mon 30 Nov");
    const [mail] = await world.outbox();
    expect(mail?.text?.length).toBeLessThan(2_000);
    expect(mail?.text).not.toContain("Pacing");
  });
});

test("a quiet day is a short mail, or none where the settings want none, and then nobody is woken", async () => {
  const campaigns = ["2026-11-30", DATE].map((day, index) =>
    snapshot(day, [campaign({ end_date: "2026-12-20", billable_leads: 200 + index * 20 })]),
  );
  const contracts = ["2026-11-30", DATE].map((day) => snapshot(day, [contract({ leads_required: 300 })]));
  const jobs = ["2026-11-30", DATE].map((day) => snapshot(day, [job()]));
  const quiet = { to: TEAM, sections: ["pacing"], whenCalm: "skip" };
  const world = await openMailWorld({
    account: inputOf(DATE, { campaigns, contracts, jobs }),
    digests: { daily: { ...quiet, whenCalm: "short" }, quiet },
  });
  expect(await world.run()).toMatchObject({
    outcome: "sent",
    subject: expect.stringMatching(/^Calm Mon 30 Nov: 20 leads, nothing open$/),
  });
  const answer = await world.run({ digest: "quiet" });
  expect(answer).toMatchObject({
    outcome: "empty",
    reason: "Nothing is new or due again, and whenCalm is skip.",
    recipients: [],
  });
  expect(world.metrics.filter(([name, value]) => /Failed|NotSent|Withheld|Unknown/.test(name) && value > 0)).toEqual(
    [],
  );
  expect(addressed(await world.outbox()).map((line) => line.split(":")[0])).toEqual([LEAD_MAIL, TEAM_MAIL]);
});

describe("an event that cannot be served is refused by name, and leaves nothing", () => {
  test.each([
    ["UnknownEnterprise", { enterprise: "elsewhere" }],
    ["UnknownDigest", { digest: "hourly" }],
    ["InvalidEvent", { date: "2026-12-02" }],
    ["InvalidEvent", { date: "2026-09-30" }],
    ["NoSnapshot", {}],
  ])("%s for %j", async (name, event) => {
    const world = await openMailWorld();
    const refusal = await world.run(event).catch((error: unknown) => error);
    expect(isReportsError(refusal) ? refusal.name : refusal).toBe(name);
    expect(await world.keys("digests/")).toEqual([]);
    expect(await world.keys("deliveries/")).toEqual([]);
    expect(await world.outbox()).toEqual([]);
  });
});
