import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DATASETS, DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { openFolder, queryAt, queryRows } from "./query.ts";

const DATASET = "campaigns";
let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

const newest = (day: string) =>
  queryAt(folder.path, day, "SELECT enterprise, snapshot_date, id FROM campaigns_latest ORDER BY enterprise, id");

describe("the newest snapshot", () => {
  test("is each enterprise's own, and only that", async () => {
    await folder.publish({ dataset: DATASET, date: "2026-11-22", rows: [{ id: 1 }, { id: 2 }] });
    await folder.publish({ dataset: DATASET, date: "2026-11-23", rows: [{ id: 1 }] });
    await folder.publish({ enterprise: "globex", dataset: DATASET, date: "2026-11-20", rows: [{ id: 9 }] });
    expect(await newest("2026-11-23")).toEqual([
      { enterprise: "acme", snapshot_date: "2026-11-23", id: 1 },
      { enterprise: "globex", snapshot_date: "2026-11-20", id: 9 },
    ]);
  });

  test("of zero rows shows nothing, not the entities of the day before", async () => {
    await folder.publish({ dataset: DATASET, date: "2026-11-22", rows: [{ id: 1 }] });
    await folder.publish({ dataset: DATASET, date: "2026-11-23", rows: [] });
    expect(await newest("2026-11-23")).toEqual([]);
    const days = "SELECT snapshot_date, row_count FROM snapshot_days ORDER BY 1";
    expect(await queryAt(folder.path, "2026-11-23", days)).toEqual([
      { snapshot_date: "2026-11-22", row_count: 1 },
      { snapshot_date: "2026-11-23", row_count: 0 },
    ]);
  });

  test("is not a failed or a dry run's day", async () => {
    await folder.publish({ dataset: DATASET, date: "2026-11-22", rows: [{ id: 1 }] });
    for (const outcome of ["failed", "dry-run"] as const) {
      await folder.run({ enterprise: "acme", dataset: DATASET, snapshotDate: "2026-11-23", outcome, runId: outcome });
    }
    expect(await newest("2026-11-23")).toMatchObject([{ snapshot_date: "2026-11-22" }]);
  });

  test("whose record was lost in a crash counts once another run has found it", async () => {
    const date = "2026-11-23";
    await folder.publish({ dataset: DATASET, date, rows: [{ id: 1 }], withoutRecord: true });
    expect(await newest(date)).toEqual([]);
    await folder.run({ enterprise: "acme", dataset: DATASET, snapshotDate: date, outcome: "already-published" });
    expect(await newest(date)).toEqual([{ enterprise: "acme", snapshot_date: date, id: 1 }]);
    const [day] = await queryAt(folder.path, date, "SELECT run_id, snapshot_at, row_count FROM snapshot_days");
    expect(day).toEqual({ run_id: null, snapshot_at: null, row_count: null });
  });

  test("taken again stands once, as the later run left it", async () => {
    const date = "2026-11-23";
    await folder.publish({ dataset: DATASET, date, rows: [{ id: 1 }] });
    await folder.run({
      enterprise: "acme",
      dataset: DATASET,
      snapshotDate: date,
      runId: "again",
      rows: 5,
      finishedAt: `${date}T09:00:00.000Z`,
    });
    await folder.run({
      enterprise: "acme",
      dataset: DATASET,
      snapshotDate: date,
      runId: "late",
      outcome: "already-published",
      finishedAt: `${date}T10:00:00.000Z`,
    });
    const days = await queryAt(folder.path, date, "SELECT run_id, row_count FROM snapshot_days");
    expect(days).toEqual([{ run_id: "again", row_count: 5 }]);
  });
});

describe("freshness", () => {
  const freshness = (day: string) =>
    queryAt(
      folder.path,
      day,
      `SELECT enterprise, dataset, newest_snapshot_date, age_hours, missing_days, days_since_newest, days_present, last_outcome, last_error
       FROM snapshot_freshness ORDER BY enterprise, dataset`,
    );

  test("tells the age in hours and the missing days; an empty day is present", async () => {
    for (const date of ["2026-11-18", "2026-11-19"])
      await folder.publish({ dataset: DATASET, date, rows: [{ id: 1 }] });
    await folder.publish({ dataset: DATASET, date: "2026-11-22", rows: [] });
    await folder.run({
      enterprise: "acme",
      dataset: DATASET,
      snapshotDate: "2026-11-23",
      outcome: "failed",
      error: { name: "RateLimited", message: "" },
    });
    const rows = await freshness("2026-11-23");
    expect(rows[0]).toEqual({
      enterprise: "acme",
      dataset: "campaigns",
      newest_snapshot_date: "2026-11-22",
      age_hours: 31,
      missing_days: 2,
      days_since_newest: 1,
      days_present: 3,
      last_outcome: "failed",
      last_error: "RateLimited",
    });
    expect(rows.map(({ dataset }) => dataset)).toEqual(DEFAULT_DATASETS.toSorted());
  });

  test("shows an enterprise without any snapshot with nulls, never with a zero", async () => {
    await folder.publish({ dataset: DATASET, date: "2026-11-23", rows: [{ id: 1 }] });
    await folder.run({
      enterprise: "initech",
      dataset: DATASET,
      snapshotDate: "2026-11-23",
      outcome: "failed",
      error: { name: "AuthFailed", message: "" },
    });
    const rows = (await freshness("2026-11-23")).filter(({ enterprise }) => enterprise === "initech");
    const nothing = {
      newest_snapshot_date: null,
      age_hours: null,
      missing_days: null,
      days_present: null,
      days_since_newest: null,
    };
    expect(rows).toMatchObject(
      DEFAULT_DATASETS.toSorted().map((dataset) =>
        dataset === "campaigns"
          ? { dataset, ...nothing, last_outcome: "failed", last_error: "AuthFailed" }
          : { dataset, ...nothing, last_outcome: null },
      ),
    );
  });
});

describe("the zone that freshness shows", () => {
  const NAMES = { enterprise: "acme", dataset: DATASET } as const;
  const zones = (day: string) =>
    queryAt(folder.path, day, "SELECT DISTINCT enterprise, time_zone FROM snapshot_freshness ORDER BY 1");
  const newestAt = async (now: string) => {
    const session = await openFolder(folder.path, Date.parse(now));
    const sql = `SELECT newest_snapshot_date, days_since_newest FROM snapshot_freshness WHERE dataset = '${DATASET}'`;
    const [row] = await queryRows(session, sql);
    session.close();
    return [row?.["newest_snapshot_date"], row?.["days_since_newest"]];
  };

  test("is each enterprise's, of its newest run that says one, for datasets without a run too", async () => {
    await folder.run({ ...NAMES, snapshotDate: "2026-11-21", timeZone: "Europe/London" });
    await folder.run({ ...NAMES, snapshotDate: "2026-11-22", timeZone: "Europe/Berlin", outcome: "failed" });
    await folder.run({ ...NAMES, snapshotDate: "2026-11-23", timeZone: null });
    await folder.run({ ...NAMES, enterprise: "globex", snapshotDate: "2026-11-23", timeZone: "Asia/Tokyo" });
    expect(await zones("2026-11-23")).toEqual([
      { enterprise: "acme", time_zone: "Europe/Berlin" },
      { enterprise: "globex", time_zone: "Asia/Tokyo" },
    ]);
  });

  test("is null while only records of before zones were named are read", async () => {
    await folder.run({ ...NAMES, snapshotDate: "2026-11-23", timeZone: null });
    expect(await zones("2026-11-23")).toEqual([{ enterprise: "acme", time_zone: null }]);
  });

  test("does not count the days, which UTC does: one less ahead of it and one more behind, between the two midnights", async () => {
    // Auckland is 13 hours ahead in November, New York 5 behind.
    await folder.run({ ...NAMES, snapshotDate: "2026-11-24", timeZone: "Pacific/Auckland" });
    expect(await newestAt("2026-11-23T20:00:00Z")).toEqual(["2026-11-24", -1]);
    expect(await newestAt("2026-11-24T09:00:00Z")).toEqual(["2026-11-24", 0]);
    await folder.run({ ...NAMES, snapshotDate: "2026-11-24", timeZone: "America/New_York" });
    expect(await newestAt("2026-11-25T02:00:00Z")).toEqual(["2026-11-24", 1]);
  });
});

describe("a table whose old files lack a newer column", () => {
  const { clicks: _clicks, ...older } = DATASETS.campaigns.columns;

  test("answers with nulls there, in the views too", async () => {
    await folder.publish({ dataset: DATASET, date: "2026-11-22", rows: [{ id: 1, total_leads: 5 }], columns: older });
    await folder.publish({ dataset: DATASET, date: "2026-11-23", rows: [{ id: 1, total_leads: 9, clicks: 4 }] });
    const sql = "SELECT snapshot_date, clicks FROM campaigns ORDER BY 1";
    expect(await queryAt(folder.path, "2026-11-23", sql)).toEqual([
      { snapshot_date: "2026-11-22", clicks: null },
      { snapshot_date: "2026-11-23", clicks: 4 },
    ]);
    const daily = "SELECT total_leads_delta, clicks_delta FROM campaign_daily WHERE snapshot_date = '2026-11-23'";
    expect(await queryAt(folder.path, "2026-11-23", daily)).toEqual([{ total_leads_delta: 4, clicks_delta: null }]);
  });

  test("and when no file has it yet", async () => {
    await folder.publish({ dataset: DATASET, date: "2026-11-23", rows: [{ id: 1 }], columns: older });
    const sql = "SELECT id, clicks FROM campaigns_latest";
    expect(await queryAt(folder.path, "2026-11-23", sql)).toEqual([{ id: 1, clicks: null }]);
  });

  test("a band without a newer field, likewise", async () => {
    const { bands } = DATASETS["publisher-contracts"].columns;
    const { held_leads: _held, ...element } = bands.element;
    const columns = { ...DATASETS["publisher-contracts"].columns, bands: { ...bands, element } };
    const band = Object.fromEntries(Object.keys(element).map((name) => [name, name === "id" ? 3 : null]));
    await folder.publish({
      dataset: "publisher-contracts",
      date: "2026-11-23",
      rows: [{ id: 1, bands: [band] }],
      columns,
    });
    const sql = "SELECT band_id, held_leads FROM publisher_contract_bands";
    expect(await queryAt(folder.path, "2026-11-23", sql)).toEqual([{ band_id: 3, held_leads: null }]);
  });
});
