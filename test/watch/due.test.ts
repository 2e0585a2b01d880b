import fc from "fast-check";
import { expect, test } from "vitest";
import { DIGEST_GRACE_MS, dueWork, SNAPSHOT_GRACE_MS } from "../../functions/watch/due.ts";
import { DATASET_NAMES, DAY_ORDER } from "../../shared/catalog/datasets.ts";
import { instantAt } from "../../shared/platform/day.ts";
import { type SettingsInput, settingsSchema } from "../../shared/settings/schema.ts";

const HOUR = 3_600_000;
type EnterpriseInput = SettingsInput["enterprises"][string];
const digest = (changes: Partial<NonNullable<EnterpriseInput["digests"]>[string]> = {}) => ({
  ...{ to: ["team@acme.example"], at: "07:00", ...changes },
});
function settingsOf(enterprise: Partial<EnterpriseInput>, historyFrom = "2026-01-01") {
  const acme = { timeZone: "Europe/London", datasets: ["campaigns" as const], ...enterprise };
  const base = { from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom };
  // Without the rules on hours that some day lacks: the law below holds for those too.
  return settingsSchema.parse({ ...base, enterprises: { acme } });
}
const dates = (work: ReturnType<typeof dueWork>) => ({
  snapshots: work.snapshots.map(({ dataset, date }) => `${dataset} ${date}`),
  digests: work.digests.map(({ digest, member, date }) => `${digest}${member === null ? "" : ` ${member}`} ${date}`),
});
const reportsDue = (settings: ReturnType<typeof settingsOf>, now: string) =>
  dueWork(settings, Date.parse(now)).reports.map(({ report, member, date }) => `${report} ${member} ${date}`);

test("a snapshot is due when its time and grace have passed in the enterprise's zone, and until then yesterday's is", () => {
  const settings = settingsOf({ timeZone: "America/New_York", snapshotAt: "05:00" });
  const at = instantAt("2026-11-23", "05:00", "America/New_York");
  expect(new Date(at).toISOString()).toBe("2026-11-23T10:00:00.000Z");
  expect(dates(dueWork(settings, at + SNAPSHOT_GRACE_MS - 1)).snapshots).toEqual(["campaigns 2026-11-22"]);
  expect(dueWork(settings, at + SNAPSHOT_GRACE_MS).snapshots).toEqual([
    {
      ...{ enterprise: "acme", dataset: "campaigns", date: "2026-11-23", scheduledAt: at },
      schedule: "snapshot campaigns at 05:00 America/New_York",
    },
  ]);
});

test("a grace that runs over midnight keeps the date of the scheduled time", () => {
  const settings = settingsOf({ snapshotAt: "22:45" });
  const at = instantAt("2026-11-22", "22:45", "Europe/London");
  expect(dates(dueWork(settings, at + SNAPSHOT_GRACE_MS)).snapshots).toEqual(["campaigns 2026-11-22"]);
});

test.each([
  ["Friday's all weekend", "2026-11-22T12:00Z", ["daily 2026-11-20"]],
  ["Friday's before Monday's grace is over", "2026-11-23T08:59Z", ["daily 2026-11-20"]],
  ["Monday's after it", "2026-11-23T09:00Z", ["daily 2026-11-23"]],
])("a digest is due on its days: %s", (_, now, expected) => {
  expect(dates(dueWork(settingsOf({ digests: { daily: digest() } }), Date.parse(now))).digests).toEqual(expected);
});

test("a digest that may wait for its snapshots is not overdue before its latest time and the grace have passed", () => {
  const settings = settingsOf({ digests: { daily: { ...digest(), latest: "11:00" } } });
  const at = (now: string) => dates(dueWork(settings, Date.parse(now))).digests;
  expect(at("2026-11-23T12:29Z")).toEqual(["daily 2026-11-20"]);
  expect(at("2026-11-23T12:30Z")).toEqual(["daily 2026-11-23"]);
});

test("a weekly digest is due on its day of the week, a monthly one on the first of the month", () => {
  const digests = {
    weekly: digest({ period: "week", days: ["MON"] }),
    monthly: digest({ period: "month", days: ["MON"] }),
  };
  const work = dueWork(settingsOf({ digests }), Date.parse("2026-11-29T12:00Z"));
  expect(dates(work).digests).toEqual(["weekly 2026-11-23", "monthly 2026-11-01"]);
});

test("nothing is due before the history begins, and nothing ever for a retired enterprise", () => {
  const now = Date.parse("2026-11-23T12:00Z");
  const enterprise = { digests: { daily: digest(), monthly: digest({ period: "month" as const }) } };
  expect(dates(dueWork(settingsOf(enterprise, "2026-11-24"), now))).toEqual({ snapshots: [], digests: [] });
  expect(dates(dueWork(settingsOf(enterprise, "2026-11-23"), now))).toEqual({
    ...{ snapshots: ["campaigns 2026-11-23"], digests: ["daily 2026-11-23"] },
  });
  expect(dueWork(settingsOf({ ...enterprise, retired: true }), now)).toEqual({
    snapshots: [],
    digests: [],
    reports: [],
  });
});

test("every dataset of the catalog that settings name is due, in the order of the day", () => {
  const settings = settingsOf({ datasets: [...DATASET_NAMES] });
  const due = dueWork(settings, Date.parse("2026-11-23T12:00Z")).snapshots;
  expect(due.map(({ dataset }) => dataset)).toEqual(DAY_ORDER);
});

test("each dataset is due at its own time, some minutes after the one before, and each digest by itself", () => {
  const now = Date.parse("2026-11-23T12:00Z");
  const settings = settingsOf({ datasets: ["campaigns", "integration-jobs"], digests: { a: digest(), b: digest() } });
  expect(dates(dueWork(settings, now))).toEqual({
    snapshots: ["integration-jobs 2026-11-23", "campaigns 2026-11-23"],
    digests: ["a 2026-11-23", "b 2026-11-23"],
  });
  expect(dueWork(settings, now).snapshots.map(({ scheduledAt }) => new Date(scheduledAt).toISOString())).toEqual([
    ...["2026-11-23T05:00:00.000Z", "2026-11-23T05:20:00.000Z"],
  ]);
});

test("whatever the zone, hour and days, what is due was scheduled, is past its grace, and is the latest such", () => {
  const zones = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "UTC"];
  const weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
  const times = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
  const cases = fc.record({
    timeZone: fc.constantFrom(...zones),
    at: times,
    days: fc.subarray([...weekdays], { minLength: 1 }),
    now: fc.integer({ min: Date.UTC(2026, 1, 1), max: Date.UTC(2027, 1, 1) }),
  });
  fc.assert(
    fc.property(cases, ({ timeZone, at, days, now }) => {
      const [first = "MON", ...rest] = days;
      const daily = digest({ at, days: [first, ...rest] });
      const work = dueWork(settingsOf({ timeZone, snapshotAt: at, digests: { daily } }), now);
      const [snapshot] = work.snapshots;
      const [mail] = work.digests;
      expect(snapshot?.scheduledAt).toBe(instantAt(snapshot?.date ?? "", at, timeZone));
      expect((snapshot?.scheduledAt ?? 0) + SNAPSHOT_GRACE_MS).toBeLessThanOrEqual(now);
      // A day has up to 25 hours, and Lord Howe's change is half an hour.
      expect(now - (snapshot?.scheduledAt ?? 0)).toBeLessThan(25.5 * HOUR + SNAPSHOT_GRACE_MS);
      expect((mail?.scheduledAt ?? 0) + DIGEST_GRACE_MS).toBeLessThanOrEqual(now);
      expect(now - (mail?.scheduledAt ?? 0)).toBeLessThan(7 * 24 * HOUR + 1.5 * HOUR + DIGEST_GRACE_MS);
      const name = new Date(mail?.date ?? "").toLocaleDateString("en-US", { weekday: "short", timeZone: "UTC" });
      expect(days).toContain(name.toUpperCase());
    }),
    { numRuns: 300 },
  );
});

test("a report is due for each of its members from its latest time and the grace on, on the days of its period", () => {
  const report = <C extends object>(changes: C) => ({
    title: "R",
    parts: [{ query: "pacing" }] as [object],
    ...changes,
  });
  const members = { "12": ["a@pub.example"], "34": ["b@pub.example"] };
  const reports: EnterpriseInput["reports"] = {
    daily: report({ to: ["team@acme.example"] }),
    weekly: report({ period: "week", days: ["MON"], latest: "11:00", audience: "publisher", to: members }),
    monthly: report({ period: "month", to: ["team@acme.example"] }),
  };
  const before = reportsDue(settingsOf({ reports }), "2026-11-23T08:59Z");
  expect(before).toEqual([
    "daily null 2026-11-20",
    "weekly 12 2026-11-16",
    "weekly 34 2026-11-16",
    "monthly null 2026-11-01",
  ]);
  const after = reportsDue(settingsOf({ reports }), "2026-11-23T12:30Z");
  expect(after).toEqual([
    "daily null 2026-11-23",
    "weekly 12 2026-11-23",
    "weekly 34 2026-11-23",
    "monthly null 2026-11-01",
  ]);
  expect(reportsDue(settingsOf({ reports, retired: true }), "2026-11-23T12:30Z")).toEqual([]);
});

test("a digest of many is due for each of them, on a schedule of each one's own: somebody new owes nothing of the days before", () => {
  const partners = digest({ audience: "publisher", to: { "12": ["a@partner.example"], "7": ["b@partner.example"] } });
  const settings = settingsOf({ digests: { daily: digest(), partners } });
  const { digests } = dueWork(settings, Date.parse("2026-11-23T12:00Z"));
  expect(dates(dueWork(settings, Date.parse("2026-11-23T12:00Z"))).digests).toEqual([
    "daily 2026-11-23",
    "partners 7 2026-11-23",
    "partners 12 2026-11-23",
  ]);
  expect(new Set(digests.map(({ schedule }) => schedule)).size).toBe(3);
  expect(digests[1]?.schedule).toMatch(/^digest partners\.7 at 07:00 /);
});
