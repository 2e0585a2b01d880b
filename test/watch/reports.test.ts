import { expect, test } from "vitest";
import { watch } from "../../functions/watch/job.ts";
import { claimDelivery, concludeDelivery, noteFailure } from "../../shared/digest/delivery/ledger.ts";
import { ledgerName } from "../../shared/reports/ledger-name.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { reportNotSentKey, reportOutcomeKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";
import { runOn, settingsOf } from "../functions/months/months-world.ts";

type Reports = NonNullable<SettingsInput["enterprises"][string]["reports"]>;
const PARTS = { parts: [{ query: "pacing" }] as [object] };
const MEMBERS = { "12": ["a@pub.example", "b@pub.example"], "34": ["c@pub.example"] };
const BEHIND = { behind: { title: "Behind", audience: "publisher" as const, to: MEMBERS, ...PARTS } };
/** The watch has known the schedules since the day before, a Sunday. */
const SINCE = Date.parse("2026-11-22T12:00Z");
const DATE = "2026-11-23";
const NOON = Date.parse(`${DATE}T12:00Z`);

async function watchAt(store: ObjectStore, now: number, reports: Reports = BEHIND) {
  const settings = settingsOf({ acme: { timeZone: "UTC", datasets: ["campaigns"], reports } });
  const { deps, metrics, lines } = runOn(store, now, settings);
  const { overdueReports, dueReports } = await watch({ ...deps, passwordSetAt: async () => now }, {});
  const overdue = overdueReports.map(
    ({ report, member, date, unsettled }) => `${report} ${member} ${date} ${unsettled}`,
  );
  return { overdue, due: dueReports, count: metrics["OverdueReports"], level: lines.at(-1)?.[0] };
}

interface Mail {
  readonly member?: number | null;
  readonly report?: string;
  readonly date?: string;
  /** Epoch ms of its claim. */
  readonly at?: number;
}
const runOf = ({ member = null, report = "behind", date = DATE }: Mail) => ({
  ...{ enterprise: "acme", digest: ledgerName(report, member), date, runId: "run-1", htmlSha256: "00" },
});

async function claimed(store: ObjectStore, to: string, mail: Mail = {}) {
  const claim = await claimDelivery(store, { run: runOf(mail), to }, { now: mail.at ?? NOON, force: false });
  if (claim.outcome !== "claimed") throw new Error("claimed already");
  return claim;
}

async function sent(store: ObjectStore, to: string, mail: Mail = {}) {
  const result = { state: "sent", messageId: "1", reason: null, now: NOON } as const;
  await concludeDelivery(store, await claimed(store, to, mail), result);
}

const notSent = (store: ObjectStore, member: number) =>
  store.create(reportNotSentKey("acme", { date: DATE, report: "behind", member }), new Uint8Array([1]), {
    contentType: "application/json",
  });

test("a report that nobody was sent is overdue for each of its members, counted and told by name", async () => {
  const store = createMemoryStore();
  await watchAt(store, SINCE);
  const { overdue, due, count, level } = await watchAt(store, NOON);
  expect(overdue).toEqual(["behind 12 2026-11-23 0", "behind 34 2026-11-23 0"]);
  expect([due, count, level]).toEqual([2, 2, "warn"]);
});

test("one that everybody has is in order, and so is one that nobody is on the list of any more", async () => {
  const store = createMemoryStore();
  await watchAt(store, SINCE);
  for (const to of MEMBERS["12"]) await sent(store, to, { member: 12 });
  await sent(store, "c@pub.example", { member: 34 });
  expect(await watchAt(store, NOON)).toMatchObject({ overdue: [], due: 2, count: 0 });
});

test("a member whose queries failed is overdue although the others have theirs, and one of two recipients is not enough", async () => {
  const store = createMemoryStore();
  await watchAt(store, SINCE);
  await sent(store, "a@pub.example", { member: 12 });
  await sent(store, "c@pub.example", { member: 34 });
  expect((await watchAt(store, NOON)).overdue).toEqual(["behind 12 2026-11-23 0"]);
});

test("another member's mail, another report's and yesterday's are not its own", async () => {
  const store = createMemoryStore();
  const team = { title: "Team", to: ["a@pub.example"], ...PARTS };
  await watchAt(store, SINCE, { behind: team });
  await sent(store, "a@pub.example", { member: 12 });
  await sent(store, "a@pub.example", { report: "behind-2" });
  await sent(store, "a@pub.example", { date: "2026-11-22" });
  expect((await watchAt(store, NOON, { behind: team })).overdue).toEqual(["behind null 2026-11-23 0"]);
  await sent(store, "a@pub.example");
  expect((await watchAt(store, NOON, { behind: team })).overdue).toEqual([]);
});

test("word that nothing is sent settles it for the member that it is of", async () => {
  const store = createMemoryStore();
  await watchAt(store, SINCE);
  await notSent(store, 12);
  expect((await watchAt(store, NOON)).overdue).toEqual(["behind 34 2026-11-23 0"]);
});

test("a run that failed after one that found nothing to send is overdue: its word is the day's last", async () => {
  const store = createMemoryStore();
  const team = { title: "Team", to: ["a@pub.example"], ...PARTS };
  await watchAt(store, SINCE, { behind: team });
  const at = { date: DATE, report: "behind", member: null };
  const put = (key: string, text: string) =>
    store.create(key, new TextEncoder().encode(text), { contentType: "application/json" });
  await put(reportNotSentKey("acme", at), "{}");
  for (const [outcome, overdue] of [
    ["not-sent", []],
    ["failed", ["behind null 2026-11-23 0"]],
  ] as const) {
    const key = reportOutcomeKey("acme", at);
    const standing = await store.get(key);
    const body = new TextEncoder().encode(JSON.stringify({ outcome }));
    const how = { contentType: "application/json" };
    if (standing === undefined) await store.create(key, body, how);
    else await store.overwrite(key, body, { ...how, ifMatch: standing.etag });
    expect((await watchAt(store, NOON, { behind: team })).overdue).toEqual(overdue);
  }
});

test("a mail that failed was reported by its run; a claim without a result is overdue once its run must be over", async () => {
  const store = createMemoryStore();
  await watchAt(store, SINCE);
  await noteFailure(store, { run: runOf({ member: 34 }), to: "c@pub.example" }, { now: NOON, reason: "rejected" });
  await sent(store, "a@pub.example", { member: 12 });
  await claimed(store, "b@pub.example", { member: 12, at: NOON - 14 * 60_000 });
  expect((await watchAt(store, NOON)).overdue).toEqual([]);
  expect((await watchAt(store, NOON + 2 * 60_000)).overdue).toEqual(["behind 12 2026-11-23 1"]);
});

test("a report, a member or a recipient that was added today is owed nothing before its next time", async () => {
  const store = createMemoryStore();
  await watchAt(store, SINCE, {});
  expect(await watchAt(store, NOON)).toMatchObject({ overdue: [], due: 0 });
  const next = Date.parse("2026-11-24T12:00Z");
  for (const to of MEMBERS["12"]) await sent(store, to, { member: 12, date: "2026-11-24" });
  await sent(store, "c@pub.example", { member: 34, date: "2026-11-24" });
  const more = { ...MEMBERS, "34": ["c@pub.example", "d@pub.example"], "56": ["e@pub.example"] };
  expect(await watchAt(store, next, { behind: { ...BEHIND.behind, to: more } })).toMatchObject({ overdue: [], due: 1 });
});

test("a weekly report stays overdue until its next day, a monthly one until the next 1st", async () => {
  const store = createMemoryStore();
  const mail = { title: "Mail", to: ["a@acme.example"], ...PARTS };
  const reports: Reports = {
    weekly: { ...mail, period: "week", days: ["MON"] },
    monthly: { ...mail, period: "month" },
  };
  await watchAt(store, Date.parse("2026-10-31T12:00Z"), reports);
  expect((await watchAt(store, Date.parse("2026-11-29T12:00Z"), reports)).overdue).toEqual([
    "weekly null 2026-11-23 0",
    "monthly null 2026-11-01 0",
  ]);
});
