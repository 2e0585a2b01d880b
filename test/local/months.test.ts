import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { newestClosedMonth } from "../../shared/snapshot/months.ts";
import { damageDay, publishDay, rowOf } from "../functions/months/months-world.ts";
import { command } from "./terminal/command.ts";

const MONTH = newestClosedMonth(Date.now());
const DATE = `${MONTH}-15`;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "local-months-"));
  const settings = {
    ...{ from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: `${MONTH}-01` },
    enterprises: { acme: { timeZone: "UTC" } },
  };
  await writeFile(join(folder, "settings.json"), JSON.stringify(settings));
  await publishDay(createFolderStore(join(folder, "data")), {
    date: DATE,
    rows: [rowOf(DATASETS.campaigns, DATE, { id: 1 })],
  });
});
afterAll(() => rm(folder, { recursive: true }));

const months = (...more: string[]) =>
  command([
    ...["months", "--enterprise", "acme", "--data", join(folder, "data")],
    ...["--settings", join(folder, "settings.json"), ...more],
  ]);

test("the command makes what is missing, compares what is named, and ends with 1 when a month could not be made", async () => {
  const dry = await months("--dry-run");
  expect([dry.code, JSON.parse(dry.stdout)]).toMatchObject([0, { outcome: "done", months: [{ outcome: "dry-run" }] }]);
  const made = await months();
  expect([made.code, JSON.parse(made.stdout)]).toMatchObject([
    0,
    { outcome: "done", months: [{ month: MONTH, outcome: "made", rows: 1 }], left: 0 },
  ]);
  const again = await months("--month", MONTH, "--dataset", "campaigns");
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { months: [], alreadyMade: 1 }]);
  await damageDay(createFolderStore(join(folder, "data")), DATE);
  const failed = await months("--month", MONTH, "--dataset", "campaigns");
  expect([failed.code, JSON.parse(failed.stdout)]).toMatchObject([1, { outcome: "partial" }]);
  expect(failed.stderr).toContain(`snapshot_date=${DATE}`);
});

test.each([["2026-13"], ["2026-01-01"], [new Date().toISOString().slice(0, 7)]])(
  "%s is no month that could be made, and wrong usage",
  async (month) => {
    expect((await months("--month", month)).code).toBe(2);
  },
);
