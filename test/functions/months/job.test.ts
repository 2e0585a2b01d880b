import { describe, expect, test } from "vitest";
import { parseMonthsEvent } from "../../../functions/months/event.ts";
import { MONTHS_BUDGET_MS } from "../../../functions/months/job.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { monthKey, snapshotKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import {
  CLOSED,
  damageDay,
  ENTERPRISE,
  MONTH,
  monthRows,
  publishDay,
  rowOf,
  runMonths,
  runOn,
  settingsOf,
} from "./months-world.ts";

const campaigns: Dataset = DATASETS.campaigns;
const day = (date: string, name = "Spring") => ({ date, rows: [rowOf(campaigns, date, { id: 1, name })] });
const names = async (store: ObjectStore, month = MONTH) =>
  [...((await monthRows(store, { month })) ?? [])].flatMap(([date, rows]) => rows.map((row) => [date, row["name"]]));

describe("which months are made", () => {
  test("the closed ones that have days and no object, oldest first, of all enterprises, retired ones too", async () => {
    const store = createMemoryStore();
    const settings = settingsOf({ acme: { timeZone: "UTC" }, gone: { timeZone: "UTC", retired: true } });
    for (const date of ["2026-10-31", "2026-09-30", "2026-11-01"]) await publishDay(store, day(date));
    await publishDay(store, { ...day("2026-09-20"), enterprise: "gone" });
    const run = runOn(store, CLOSED, settings);
    const { months, left } = await runMonths(run);
    expect(months.map(({ enterprise, month, outcome }) => [month, enterprise, outcome])).toEqual([
      ["2026-09", "acme", "made"],
      ["2026-09", "gone", "made"],
      ["2026-10", "acme", "made"],
    ]);
    expect([left, run.metrics]).toEqual([0, { MonthsMade: 3, MonthsFailed: 0 }]);
    expect(await runMonths(run)).toEqual({ outcome: "done", months: [], alreadyMade: 0, left: 0 });
    expect((await store.list("snapshots/")).length).toBe(4);
  });

  test("those of one enterprise or dataset, when the event names it", async () => {
    const store = createMemoryStore();
    const settings = settingsOf({ acme: { timeZone: "UTC" }, beta: { timeZone: "UTC" } });
    for (const enterprise of ["acme", "beta"]) await publishDay(store, { ...day("2026-10-01"), enterprise });
    const run = runOn(store, CLOSED, settings);
    expect((await runMonths(run, { dataset: "integration-jobs" })).months).toEqual([]);
    const { months } = await runMonths(run, { enterprise: "beta" });
    expect(months.map(({ enterprise }) => enterprise)).toEqual(["beta"]);
    await expect(runMonths(run, { enterprise: "nobody" })).rejects.toMatchObject({ name: "UnknownEnterprise" });
  });

  test("as many as the time allows, and the next run goes on", async () => {
    const store = createMemoryStore();
    for (const date of ["2026-09-30", "2026-10-01"]) await publishDay(store, day(date));
    let now = CLOSED;
    const slow = {
      ...store,
      create: (...put: Parameters<ObjectStore["create"]>) => {
        now += MONTHS_BUDGET_MS;
        return store.create(...put);
      },
    };
    const first = await runMonths(runOn(slow, () => now));
    expect([first.months.map(({ month }) => month), first.left]).toEqual([["2026-09"], 1]);
    expect((await runMonths(runOn(slow, () => now))).months.map(({ month }) => month)).toEqual(["2026-10"]);
  });

  test.each([
    ["2026-11-03T11:59:59.999Z", "2026-09"],
    ["2026-11-03T12:00:00Z", "2026-10"],
    ["2026-12-03T11:59:59.999Z", "2026-10"],
  ])("closed two days after the last day ended where it ends last: at %s the newest is %s", async (now, newest) => {
    const store = createMemoryStore();
    for (const date of ["2026-09-30", "2026-10-31", "2026-11-30"]) await publishDay(store, day(date));
    const { months } = await runMonths(runOn(store, Date.parse(now)));
    expect(months.at(-1)?.month).toBe(newest);
  });

  test("what is no snapshot of ours is in no month", async () => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01"));
    const key = snapshotKey("campaigns", ENTERPRISE, "2026-10-01");
    for (const other of [key.replace(/campaigns\.parquet$/, "copy.parquet"), key.replace("-10-01", "-10-41")]) {
      await store.create(other, new Uint8Array([1]), { contentType: "x" });
    }
    expect((await runMonths(runOn(store))).months).toMatchObject([{ outcome: "made", days: 1, rows: 1 }]);
  });
});

describe("a month that is there", () => {
  test("is compared with its days when the event names it: made anew where one was restored, else left alone", async () => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01"));
    await publishDay(store, day("2026-10-02"));
    await runMonths(runOn(store));
    const before = await store.head(monthKey("campaigns", { enterprise: ENTERPRISE, month: MONTH }));
    expect(await runMonths(runOn(store), { month: MONTH, dataset: "campaigns" })).toMatchObject({
      ...{ months: [], alreadyMade: 1 },
    });
    await publishDay(store, day("2026-10-02", "Summer"));
    expect((await runMonths(runOn(store))).months).toEqual([]);
    const { months } = await runMonths(runOn(store), { month: MONTH, dataset: "campaigns" });
    expect(months).toMatchObject([{ outcome: "remade", days: 2, rows: 2 }]);
    expect(await names(store)).toEqual([
      ["2026-10-01", "Spring"],
      ["2026-10-02", "Summer"],
    ]);
    expect((await store.head(monthKey("campaigns", { enterprise: ENTERPRISE, month: MONTH })))?.etag).not.toBe(
      before?.etag,
    );
  });

  test.each([
    ["a day that was added", (store: ObjectStore) => publishDay(store, day("2026-10-03"))],
    [
      "a month that is damaged",
      async (store: ObjectStore) => {
        const key = monthKey("campaigns", { enterprise: ENTERPRISE, month: MONTH });
        const ifMatch = (await store.head(key))?.etag ?? "";
        await store.overwrite(key, new Uint8Array([1]), { contentType: "x", ifMatch });
      },
    ],
  ])("is made anew for %s", async (_, change) => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01"));
    await runMonths(runOn(store));
    await change(store);
    const { months } = await runMonths(runOn(store), { month: MONTH, dataset: "campaigns" });
    expect(months).toMatchObject([{ outcome: "remade" }]);
  });

  test("the two newest are compared on Mondays, but not on the 3rd, when runs come by the hour", async () => {
    const store = createMemoryStore();
    for (const date of ["2026-09-30", "2026-10-01"]) await publishDay(store, day(date));
    await runMonths(runOn(store));
    await publishDay(store, day("2026-10-01", "Summer"));
    const at = async (now: string) => (await runMonths(runOn(store, Date.parse(now)))).alreadyMade;
    expect([await at("2026-11-08T03:15Z"), await at("2027-05-03T12:15Z")]).toEqual([0, 0]);
    const monday = await runMonths(runOn(store, Date.parse("2026-11-09T03:15Z")));
    expect(monday).toMatchObject({ alreadyMade: 1, months: [{ month: MONTH, outcome: "remade" }] });
    expect(await names(store)).toEqual([["2026-10-01", "Summer"]]);
  });

  test("is refused by name when it is not closed, or before the history", async () => {
    const store = createMemoryStore();
    for (const [month, why] of [
      ["2026-11", /not closed/],
      ["2026-08", /history begins in 2026-09/],
    ] as const) {
      await expect(runMonths(runOn(store), { month })).rejects.toThrow(why);
      await expect(runMonths(runOn(store), { month })).rejects.toMatchObject({ name: "InvalidEvent" });
    }
  });

  test("a dry run makes and verifies, and writes nothing", async () => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01"));
    const { months } = await runMonths(runOn(store), { dryRun: true });
    expect(months).toMatchObject([{ outcome: "dry-run", days: 1, rows: 1, bytes: expect.any(Number) }]);
    expect(await store.list("months/")).toEqual([]);
  });
});

describe("a month with a day that cannot be used", () => {
  const { id: _, ...withoutId } = campaigns.columns;
  const jobs: Dataset = DATASETS["integration-jobs"];
  test.each([
    ["is damaged", (store: ObjectStore) => damageDay(store, "2026-10-02"), /cannot be read.*snapshot_date=2026-10-02/],
    [
      "was cut short",
      async (store: ObjectStore) => {
        await publishDay(store, day("2026-10-02"));
        const object = await store.get(snapshotKey("campaigns", ENTERPRISE, "2026-10-02"));
        await damageDay(store, "2026-10-02", object?.body.slice(0, -100));
      },
      /cannot be read.*2026-10-02/,
    ],
    [
      "is of another dataset",
      (store: ObjectStore) =>
        publishDay(store, {
          ...{ date: "2026-10-02", columns: jobs.columns },
          rows: [rowOf(jobs, "2026-10-02", { id: 1 })],
        }),
      /another dataset.*2026-10-02/,
    ],
    [
      "has a column of another type",
      (store: ObjectStore) =>
        publishDay(store, {
          date: "2026-10-02",
          rows: [{ ...rowOf(campaigns, "2026-10-02", { id: 1 }), total_leads: "twelve" }],
          columns: { ...campaigns.columns, total_leads: { ...campaigns.columns["name"] } as never },
        }),
      /total_leads is string, not bigint.*2026-10-02/,
    ],
    [
      "has no ids",
      (store: ObjectStore) => publishDay(store, { date: "2026-10-02", rows: [], columns: withoutId }),
      /no column id.*2026-10-02/,
    ],
    [
      "is another day's",
      async (store: ObjectStore) => {
        const other = createMemoryStore();
        await publishDay(other, day("2026-10-20"));
        await damageDay(
          store,
          "2026-10-02",
          (await other.get(snapshotKey("campaigns", ENTERPRISE, "2026-10-20")))?.body,
        );
      },
      /tells of 2026-10-19, so it is another day's.*2026-10-02/,
    ],
    [
      "does not hold the rows it says",
      (store: ObjectStore) => publishDay(store, { ...day("2026-10-02"), told: 2 }),
      /does not hold the rows it says.*2026-10-02/,
    ],
  ] as const)(
    "that %s is not made, says which day it is, and keeps no other from being made",
    async (_, spoil, why) => {
      const store = createMemoryStore();
      await publishDay(store, day("2026-09-30"));
      await publishDay(store, day("2026-10-01"));
      await spoil(store);
      const jobRows = [rowOf(jobs, "2026-10-01", { id: 1 })];
      await publishDay(store, { dataset: "integration-jobs", date: "2026-10-01", rows: jobRows });
      const run = runOn(store);
      const answer = await runMonths(run);
      expect(answer.outcome).toBe("partial");
      expect(answer.months.map(({ dataset, month, outcome }) => [month, dataset, outcome])).toEqual([
        ["2026-09", "campaigns", "made"],
        ["2026-10", "campaigns", "failed"],
        ["2026-10", "integration-jobs", "made"],
      ]);
      const [, failed] = answer.months;
      expect(failed).toMatchObject({ error: { name: "NoSnapshot", message: expect.stringMatching(why) } });
      expect(run.metrics).toEqual({ MonthsMade: 2, MonthsFailed: 1 });
      expect(await monthRows(store)).toBeUndefined();
      await publishDay(store, day("2026-10-02"));
      expect((await runMonths(run)).months).toMatchObject([{ month: MONTH, outcome: "made" }]);
    },
  );

  test("a store that gives no good answer ends the run, and nothing is taken for made", async () => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01"));
    const failure = new ReportsError("StoreFailed", { what: "x", where: "y", remedy: "z" });
    for (const verb of ["list", "get", "create"] as const) {
      const broken = { ...store, [verb]: () => Promise.reject(failure) };
      await expect(runMonths(runOn(broken))).rejects.toBe(failure);
    }
    expect(await store.list("months/")).toEqual([]);
  });
});

describe("a day that is replaced while its month is made", () => {
  /** Replaces a day once, after the store was asked something. */
  function meddled(store: ObjectStore, when: (verb: string, key: string) => boolean, times: number): ObjectStore {
    let done = 0;
    const meddle = async (verb: string, key: string): Promise<void> => {
      if (done < times && when(verb, key)) await publishDay(store, day("2026-10-01", `Summer ${++done}`));
    };
    return {
      ...store,
      list: async (prefix) => {
        const found = await store.list(prefix);
        await meddle("list", prefix);
        return found;
      },
      get: async (key) => {
        const found = await store.get(key);
        await meddle("get", key);
        return found;
      },
    };
  }

  test.each([
    ["after it was listed", (verb: string, key: string) => verb === "list" && key.endsWith("2026-10-")],
    ["after it was read", (verb: string, key: string) => verb === "get" && key.includes("2026-10-01")],
  ])("%s is in the month as it became", async (_, when) => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01"));
    const { months } = await runMonths(runOn(meddled(store, when, 1)));
    expect(months).toMatchObject([{ outcome: "made" }]);
    expect(await names(store)).toEqual([["2026-10-01", "Summer 1"]]);
  });

  test("again and again leaves the month to the next run", async () => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01"));
    const restless = meddled(store, (verb, key) => verb === "get" && key.includes("2026-10-01"), 99);
    expect((await runMonths(runOn(restless))).months).toMatchObject([{ outcome: "moved" }]);
    expect(await store.list("months/")).toEqual([]);
  });
});

describe("events", () => {
  test.each([
    [{}, { dryRun: false }],
    [{ scheduledTime: "2026-11-03T12:15:00Z" }, { dryRun: false, scheduledTime: CLOSED }],
    [
      { enterprise: "acme", dataset: "campaigns", month: "2026-10", dryRun: true },
      { enterprise: "acme", dataset: "campaigns", month: "2026-10", dryRun: true },
    ],
  ])("%j is understood", (event, request) => {
    expect(parseMonthsEvent(event)).toEqual(request);
  });

  test.each([
    [{ month: "2026-13" }, /month: must be a month YYYY-MM/],
    [{ month: "2026-10-01" }, /month: must be a month YYYY-MM/],
    [{ dataset: "leads" }, /dataset: /],
    [{ enterprise: "a/b" }, /enterprise: must match/],
    [{ colour: "red" }, /unknown keys: "colour"/],
    [null, /the event/],
  ])("%j is refused by name", (event, why) => {
    expect(() => parseMonthsEvent(event)).toThrow(why);
  });
});
