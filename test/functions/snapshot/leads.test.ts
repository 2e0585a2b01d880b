import { expect, test } from "vitest";
import { collect, cursorOf, livingIds, newestRows, openLeads, partsOf, publishedRows } from "./leads-account.ts";

const DAY_MS = 86_400_000;

test("the first run reads all leads, oldest first, in parts; each lead is published once", async () => {
  const account = await openLeads();
  const record = await collect(account);
  const rows = await publishedRows(account);
  const living = livingIds(account);
  expect(rows.map(({ id }) => id).sort((a, b) => a - b)).toEqual(living);
  const parts = await partsOf(account);
  expect(record).toMatchObject({
    outcome: "published",
    rows: living.length,
    parts: parts.length,
    key: parts.at(-1),
    sweeps: ["back-fill"],
    complete: true,
    missedChanges: null,
    degraded: false,
    drift: { unknown: [], missing: [] },
    nulled: [],
    leftOut: [],
  });
  expect(parts.length).toBeGreaterThan(3);
  for (const key of parts) {
    expect(key).toMatch(
      /^snapshots\/leads\/enterprise=acme\/snapshot_date=2026-11-23\/leads-20261123T050000000Z-back-fill-\d{4}\.parquet$/,
    );
  }
  expect(await cursorOf(account)).toEqual({
    enterprise: "acme",
    watermark: "2026-11-23T05:00:00.000Z",
    complete_on: "2026-11-23",
    reread_on: "2026-11-23",
    sweep: null,
  });
});

test("a second run of the day ends as already-published without one request", async () => {
  const account = await openLeads();
  await collect(account);
  const { requests } = account.api.stats;
  account.now += 3_600_000;
  expect(await collect(account)).toMatchObject({ outcome: "already-published", parts: null, complete: true });
  expect(account.api.stats.requests).toBe(requests);
});

test("the day after brings what is new or changed, and reads a day more than that; every lead stands as the API shows it", async () => {
  const account = await openLeads();
  const first = await collect(account);
  account.now += DAY_MS;
  const second = await collect(account);
  expect(second).toMatchObject({ outcome: "published", sweeps: ["increment"], complete: true });
  expect(second.rows).toBeLessThan(first.rows ?? 0);
  const newest = await newestRows(account);
  expect([...newest.keys()].sort((a, b) => a - b)).toEqual(livingIds(account));
});
