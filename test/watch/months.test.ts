import { expect, test } from "vitest";
import { makeMonths } from "../../functions/months/job.ts";
import { makeMonth } from "../../functions/months/make-month.ts";
import { watch } from "../../functions/watch/job.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";
import { publishDay, rowOf, runOn, settingsOf } from "../functions/months/months-world.ts";

const SETTINGS = settingsOf({
  acme: { timeZone: "UTC", datasets: ["campaigns", "integration-jobs"] },
  gone: { timeZone: "UTC", datasets: ["campaigns"], retired: true },
});
/** October closes on 3 November at noon; four days later it is overdue. */
const OVERDUE = Date.parse("2026-11-07T12:00:00Z");

const day = (date: string, enterprise = "acme") => ({
  ...{ date, enterprise },
  rows: [rowOf(DATASETS.campaigns, date, { id: 1 })],
});

async function watchAt(store: ObjectStore, now: number) {
  const { deps, metrics, lines } = runOn(store, now, SETTINGS);
  const result = await watch({ ...deps, passwordSetAt: async () => now }, {});
  return { overdue: result.overdueMonths, count: metrics["OverdueMonths"], level: lines.at(-1)?.[0] };
}

/** What a store is asked, in words. */
function counted(store: ObjectStore) {
  const asked: string[] = [];
  const counting: ObjectStore = {
    ...store,
    head: (key) => {
      asked.push(`head ${key}`);
      return store.head(key);
    },
    list: (prefix) => {
      asked.push(`list ${prefix}`);
      return store.list(prefix);
    },
  };
  return { asked, counting };
}

test("a month is overdue four days after it closed, while it has days and no object; a retired enterprise's too", async () => {
  const store = createMemoryStore();
  expect(await watchAt(store, OVERDUE)).toEqual({ overdue: [], count: 0, level: "info" });
  await publishDay(store, day("2026-10-31"));
  await publishDay(store, day("2026-10-01", "gone"));
  await watchAt(store, OVERDUE - 86_400_000);
  expect((await watchAt(store, OVERDUE - 1)).overdue).toEqual([]);
  expect(await watchAt(store, OVERDUE)).toMatchObject({
    overdue: [
      { enterprise: "acme", dataset: "campaigns", month: "2026-10" },
      { enterprise: "gone", dataset: "campaigns", month: "2026-10" },
    ],
    count: 2,
    level: "warn",
  });
  await makeMonths(runOn(store, OVERDUE, SETTINGS).deps, { dryRun: false });
  expect((await watchAt(store, OVERDUE + 3_600_000)).overdue).toEqual([]);
});

test("a month that could not be made is told until after its rows begin to be missing, though the next one is made", async () => {
  const store = createMemoryStore();
  await publishDay(store, day("2026-10-31"));
  await publishDay(store, day("2026-11-30"));
  const noon = Date.parse("2026-12-10T12:00:00Z");
  await makeMonth({ store, dryRun: false }, { enterprise: "acme", dataset: "campaigns", month: "2026-11" });
  expect((await watchAt(store, noon)).overdue).toEqual([
    { enterprise: "acme", dataset: "campaigns", month: "2026-10" },
  ]);
});

test("an enterprise without days in the two newest months, and a history that began after them, have none overdue", async () => {
  const store = createMemoryStore();
  await publishDay(store, day("2026-08-31"));
  await publishDay(store, day("2026-11-01"));
  const later = { ...SETTINGS, historyFrom: "2026-11-01" };
  const { deps } = runOn(store, OVERDUE, later);
  const { asked, counting } = counted(store);
  await watch({ ...deps, store: counting, passwordSetAt: async () => OVERDUE }, {});
  expect(asked.filter((call) => call.includes(" months/"))).toEqual([]);
  expect((await watchAt(store, OVERDUE)).overdue).toEqual([]);
});

test("asks two things of each dataset in an hour when all is well", async () => {
  const store = createMemoryStore();
  await publishDay(store, day("2026-10-31"));
  await publishDay(store, day("2026-10-31", "gone"));
  for (const enterprise of ["acme", "gone"]) await publishDay(store, day("2026-09-30", enterprise));
  const jobs = DATASETS["integration-jobs"];
  for (const date of ["2026-09-30", "2026-10-01"]) {
    await publishDay(store, { dataset: "integration-jobs", date, rows: [rowOf(jobs, date, { id: 1 })] });
  }
  await makeMonths(runOn(store, OVERDUE, SETTINGS).deps, { dryRun: false });
  const { asked, counting } = counted(store);
  await watch({ ...runOn(counting, OVERDUE, SETTINGS).deps, passwordSetAt: async () => OVERDUE }, {});
  expect(asked.filter((call) => / months\//.test(call))).toHaveLength(6);
  expect(asked.filter((call) => call.startsWith("list snapshots/"))).toEqual([]);
  expect(asked).not.toContain(`head ${snapshotKey("campaigns", "acme", "2026-10-31")}`);
});
