import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { watch } from "../../functions/watch/job.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";

const NAMES = Array.from({ length: 100 }, (_, at) => `company-${99 - at}`);
const SETTINGS = parseSettings(
  {
    ...{ from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: "2026-11-01" },
    enterprises: Object.fromEntries(NAMES.map((name) => [name, { timeZone: "UTC", datasets: ["campaigns"] }])),
  },
  "test",
);
const SINCE = Date.parse("2026-11-22T12:00Z");
const NOON = Date.parse("2026-11-23T12:00Z");

const watchOn = (
  store: ObjectStore,
  now: number,
  passwordSetAt = async (_: string): Promise<number | undefined> => now,
) =>
  watch(
    {
      ...{ settings: SETTINGS, store, passwordSetAt, clock: { now: () => now, sleep: async () => {} } },
      ...{ log: { info() {}, warn() {}, error() {} }, metrics: { put() {} } },
    },
    {},
  );

test("enterprises are looked at sixteen at a time, and told in the settings' order however long each takes", async () => {
  const store = createMemoryStore();
  await watchOn(store, SINCE);
  let running = 0;
  let most = 0;
  const slow: ObjectStore = {
    ...store,
    head: async (key) => {
      most = Math.max(most, ++running);
      await wait((key.length * 7) % 11);
      running -= 1;
      return store.head(key);
    },
  };
  const result = await watchOn(slow, NOON, async () => undefined);
  expect(most).toBe(16);
  expect(result.overdueSnapshots.map(({ enterprise }) => enterprise)).toEqual(NAMES);
  expect(result.unknownPasswordAges).toEqual(NAMES);
});

test("a store that cannot say fails the run with the first enterprise's failure, and nothing is emitted", async () => {
  const store = createMemoryStore();
  await watchOn(store, SINCE);
  const failing: ObjectStore = {
    ...store,
    head: async (key) => {
      await wait(key.includes("company-99/") ? 20 : 1);
      throw new ReportsError("StoreFailed", { what: "no answer", where: key, remedy: "Run again" });
    },
  };
  await expect(watchOn(failing, NOON)).rejects.toMatchObject({ where: expect.stringContaining("company-99/") });
});
