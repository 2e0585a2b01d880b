import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { watch } from "../../functions/watch/job.ts";
import { deliver, recordNotSent } from "../../shared/digest/delivery/deliver.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { passwordAge } from "../../shared/settings/password-age.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { partKey, snapshotKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

const ACME: SettingsInput["enterprises"][string] = {
  timeZone: "Europe/London",
  datasets: ["campaigns", "integration-jobs"],
  digests: { daily: { to: ["a@acme.example", "b@acme.example"] }, "daily-emea": { to: ["a@acme.example"] } },
};
const settingsOf = (enterprises: SettingsInput["enterprises"]) =>
  parseSettings(
    { from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: "2026-11-01", enterprises },
    "test",
  );
/** The watch has known the schedules since the day before. */
const SINCE = Date.parse("2026-11-22T12:00Z");
const NOON = Date.parse("2026-11-23T12:00Z");

let root = "";
let store: ObjectStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "watch-"));
  store = createFolderStore(root);
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** A secret that was changed an hour before. */
const fresh =
  (now: number) =>
  async (_enterprise: string): Promise<number | undefined> =>
    now - 3_600_000;

async function watchAt(now: number, settings = settingsOf({ acme: ACME }), passwordSetAt = fresh(now)) {
  const metrics: Record<string, number> = {};
  const lines: [string, string, unknown][] = [];
  const log = (level: string) => (event: string, fields?: unknown) => void lines.push([level, event, fields]);
  const result = await watch(
    {
      ...{
        settings,
        store,
        passwordSetAt,
        clock: { now: () => now, sleep: () => Promise.reject(new Error("the watch never waits")) },
      },
      log: { info: log("info"), warn: log("warn"), error: log("error") },
      metrics: {
        put: (name, value, unit, dimensions) => {
          expect([unit, dimensions]).toEqual(["Count", undefined]);
          metrics[name] = value;
        },
      },
    },
    {},
  );
  return { result, metrics, lines };
}
const publish = (dataset: "campaigns" | "integration-jobs", date = "2026-11-23") =>
  store.create(snapshotKey(dataset, "acme", date), new Uint8Array([1]), { contentType: "application/x" });

async function sendDigest(digest: string, options: { diesAfterMail?: boolean; at?: number; refused?: boolean } = {}) {
  const now = options.at ?? Date.parse("2026-11-23T07:00:10Z");
  const dying = { ...store, overwrite: () => Promise.reject(new Error("killed")) };
  const log = { info() {}, warn() {}, error() {} };
  const refused = { state: "failed", reason: "rejected" } as const;
  const mailer = { send: async () => (options.refused ? refused : ({ state: "sent", messageId: "1" } as const)) };
  const run = { enterprise: "acme", date: "2026-11-23", runId: "run-1", htmlSha256: "00" };
  await deliver(
    { store: options.diesAfterMail ? dying : store, mailer, clock: { now: () => now, sleep: async () => {} }, log },
    { ...run, digest, force: false, test: false },
    [{ to: "a@acme.example", compose: async () => ({ from: "r", to: "a", raw: new Uint8Array(), tags: {} }) }],
  );
}

describe("the watch", () => {
  test("finds nothing overdue when all that is due is there, and says so with zeros", async () => {
    await watchAt(SINCE);
    await publish("campaigns");
    await publish("integration-jobs");
    await sendDigest("daily");
    await sendDigest("daily-emea");
    const { result, metrics, lines } = await watchAt(NOON);
    const ages = { oldPasswords: [], unknownPasswordAges: [], overdueMonths: [] };
    const nothing = { overdueSnapshots: [], overdueDigests: [], overdueReports: [] };
    expect(result).toEqual({ dueSnapshots: 2, dueDigests: 2, dueReports: 0, ...nothing, ...ages });
    expect(metrics).toEqual({
      ...{ OverdueSnapshots: 0, OverdueDigests: 0, OverdueReports: 0, OverdueMonths: 0, OldPasswords: 0 },
    });
    expect(lines).toEqual([["info", "watch", result]]);
  });

  test("leads are overdue where they are wanted and a day has no part of them; how many does not matter", async () => {
    const wanted = settingsOf({ acme: { ...ACME, datasets: ["leads"], digests: {} } });
    await watchAt(SINCE, wanted);
    expect((await watchAt(NOON, wanted)).result.overdueSnapshots).toMatchObject([{ dataset: "leads" }]);
    const key = partKey(
      "leads",
      { enterprise: "acme", date: "2026-11-23" },
      { startedAt: NOON, kind: "back-fill", part: 7 },
    );
    await store.create(key, new Uint8Array([1]), { contentType: "application/x" });
    expect((await watchAt(NOON, wanted)).result.overdueSnapshots).toEqual([]);
  });

  test("names what is missing with the hours since its time, in one line, and counts it", async () => {
    await watchAt(SINCE);
    await publish("campaigns");
    await publish("integration-jobs", "2026-11-22");
    await sendDigest("daily-emea");
    const { result, metrics, lines } = await watchAt(NOON);
    expect(result).toEqual({
      ...{ dueSnapshots: 2, dueDigests: 2, dueReports: 0, overdueReports: [] },
      overdueSnapshots: [{ enterprise: "acme", dataset: "integration-jobs", date: "2026-11-23", hours: 7 }],
      overdueDigests: [{ enterprise: "acme", digest: "daily", date: "2026-11-23", hours: 4, unsettled: 0 }],
      ...{ oldPasswords: [], unknownPasswordAges: [], overdueMonths: [] },
    });
    expect(metrics).toEqual({
      ...{ OverdueSnapshots: 1, OverdueDigests: 1, OverdueReports: 0, OverdueMonths: 0, OldPasswords: 0 },
    });
    expect(lines).toEqual([["warn", "watch", result]]);
  });

  test("takes a digest that decided to send nothing as done, and one whose mails were refused as reported", async () => {
    await watchAt(SINCE);
    const run = { enterprise: "acme", date: "2026-11-23", digest: "daily", member: null, runId: "run-1" };
    await recordNotSent(store, run, { outcome: "withheld", reason: "the snapshots are two days old" });
    await sendDigest("daily-emea", { refused: true });
    expect((await watchAt(NOON)).result.overdueDigests).toEqual([]);
    const key = join(root, "digests/enterprise=acme/digest_date=2026-11-23/daily/not-sent.json");
    expect(JSON.parse(await readFile(key, "utf8"))).toMatchObject({ run_id: "run-1", digest: "daily" });
  });

  test("reports a claim without a result once its run must be over, for then nobody else does", async () => {
    await watchAt(SINCE);
    await sendDigest("daily", { diesAfterMail: true, at: NOON - 16 * 60_000 });
    await sendDigest("daily-emea", { diesAfterMail: true, at: NOON - 14 * 60_000 });
    expect((await watchAt(NOON)).result.overdueDigests).toEqual([
      { enterprise: "acme", digest: "daily", date: "2026-11-23", hours: 4, unsettled: 1 },
    ]);
  });

  test("fails, and counts nothing, when the store cannot say", async () => {
    await watchAt(SINCE);
    const failure = new ReportsError("StoreFailed", { what: "x", where: "y", remedy: "z" });
    store = { ...store, head: () => Promise.reject(failure) };
    await expect(watchAt(NOON)).rejects.toBe(failure);
  });
});

describe("nothing is overdue before it could have been made", () => {
  test("on the day of the first deployment, whatever the hour; from the next time on it is", async () => {
    expect((await watchAt(NOON)).result).toMatchObject({ dueSnapshots: 0, dueDigests: 0 });
    expect((await watchAt(Date.parse("2026-11-24T06:29Z"))).result.dueSnapshots).toBe(0);
    const next = await watchAt(Date.parse("2026-11-24T06:50Z"));
    expect(next.result.overdueSnapshots).toHaveLength(2);
    expect(next.result.dueDigests).toBe(0);
  });

  test("for an enterprise, a dataset or a digest that was added today, or whose hour was moved back", async () => {
    const settings = settingsOf({ acme: { ...ACME, datasets: ["campaigns"] } });
    await watchAt(SINCE, settings);
    expect((await watchAt(NOON, settings)).result.overdueSnapshots).toHaveLength(1);
    const daily = { to: ["a@acme.example"] };
    const changed = settingsOf({
      acme: { ...ACME, snapshotAt: "04:00", digests: { ...ACME.digests, weekly: daily } },
      other: { timeZone: "UTC", digests: { daily } },
    });
    const { result } = await watchAt(NOON, changed);
    expect(result.overdueSnapshots).toEqual([]);
    expect(result.overdueDigests.map(({ enterprise, digest }) => `${enterprise} ${digest}`)).toEqual([
      ...["acme daily", "acme daily-emea"],
    ]);
  });

  test("for an enterprise that was retired and is back", async () => {
    await watchAt(SINCE);
    await watchAt(SINCE + 1, settingsOf({ acme: { ...ACME, retired: true } }));
    expect((await watchAt(NOON)).result).toMatchObject({ dueSnapshots: 0, dueDigests: 0 });
  });

  test("a note of known schedules that cannot be read is an error with a remedy, not a silent fresh start", async () => {
    await store.create("watch/enterprise=acme.json", new TextEncoder().encode("{}"), {
      contentType: "application/json",
    });
    await expect(watchAt(NOON)).rejects.toMatchObject({
      name: "StoreFailed",
      message: expect.stringContaining("Delete"),
    });
  });
});

describe("the age of passwords", () => {
  const DAY = 86_400_000;
  const changed = (days: Record<string, number>) => async (enterprise: string) => {
    const age = days[enterprise];
    if (age !== undefined) return NOON - age * DAY;
    throw new ReportsError("SecretUnavailable", { what: "no such secret", where: enterprise, remedy: "Deploy" });
  };
  const of = (more: Partial<SettingsInput["enterprises"][string]>) => ({ timeZone: "UTC", ...more });

  test("is told ten days before the end and from then on, for each enterprise by its own setting", async () => {
    const settings = settingsOf({
      fresh: of({}),
      near: of({}),
      short: of({ passwordMaxAgeDays: 30 }),
      past: of({}),
      gone: of({ retired: true }),
    });
    const ages = { fresh: 79, near: 80, short: 20, past: 300, gone: 300 };
    const { result, metrics, lines } = await watchAt(NOON, settings, changed(ages));
    expect(result.oldPasswords).toEqual([
      { enterprise: "near", days: 80, maxAgeDays: 90 },
      { enterprise: "short", days: 20, maxAgeDays: 30 },
      { enterprise: "past", days: 300, maxAgeDays: 90 },
    ]);
    expect(metrics).toMatchObject({ OldPasswords: 3 });
    expect(lines[0]?.[0]).toBe("warn");
  });

  test("that one secret does not tell hides no other", async () => {
    const settings = settingsOf({ unknown: of({}), near: of({}) });
    const { result, metrics } = await watchAt(NOON, settings, changed({ near: 88 }));
    expect(result.unknownPasswordAges).toEqual(["unknown"]);
    expect(metrics).toMatchObject({ OldPasswords: 1 });
  });

  test.each([
    [90, 80],
    [30, 20],
    [15, 10],
    [3, 2],
    [1, 1],
  ])("of %i days nears its end after %i", (maxAgeDays, first) => {
    const isNear = (days: number) => passwordAge(NOON - days * DAY, NOON, maxAgeDays).isNearEnd;
    expect([isNear(first), isNear(first - 1)]).toEqual([true, false]);
  });
});
