import { rm } from "node:fs/promises";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Row } from "../../shared/catalog/column.ts";
import { addDays, daysBetween } from "../../shared/platform/day.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { type JsonRow, queryAt } from "./query.ts";

// Snapshots are taken in the morning, so that the one of a day tells of the day before.

let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

interface Told {
  readonly from: string;
  readonly to: string;
  readonly rows: (activityDate: string) => readonly Row[];
}

async function publish({ from, to, rows }: Told): Promise<void> {
  for (let day = from; day <= to; day = addDays(day, 1)) {
    await folder.publish({ dataset: "campaigns", date: addDays(day, 1), rows: rows(day) });
  }
}

const paces = (to: string): Promise<readonly JsonRow[]> =>
  queryAt(
    folder.path,
    addDays(to, 1),
    `SELECT CAST(activity_date AS varchar) AS day, running, early, days_in_flight, rate_per_day, forecast, forecast_share, on_schedule_index, leads_short
     FROM campaign_pacing_daily WHERE enterprise = 'acme' ORDER BY id, activity_date`,
  );

const even = { id: 1, status: "Active", uncapped: false, leads_required: 300 };

test("exactly ten a day of 300 in 30 days, set up ten days ahead: on pace on every day from the first", async () => {
  const start = "2026-11-02";
  const flight = { start_date: start, end_date: addDays(start, 29) };
  const rows = (day: string) => [
    { ...even, ...flight, billable_leads: Math.min(Math.max(daysBetween(start, day) + 1, 0), 30) * 10 },
  ];
  const last = addDays(start, 29);
  await publish({ from: addDays(start, -10), to: last, rows });
  const told = await paces(last);
  expect(told.slice(9, 14)).toMatchObject([
    { day: "2026-11-01", running: false, early: false, rate_per_day: null },
    { day: "2026-11-02", running: true, early: true, days_in_flight: 1, rate_per_day: null, on_schedule_index: 1 },
    { day: "2026-11-03", early: true, days_in_flight: 2, rate_per_day: null, on_schedule_index: 1 },
    { day: "2026-11-04", early: false, days_in_flight: 3, rate_per_day: 10, forecast: 300, leads_short: 0 },
    { day: "2026-11-05", early: false, days_in_flight: 4, rate_per_day: 10, forecast: 300 },
  ]);
  for (const { forecast_share: share, on_schedule_index: index } of told.slice(10)) expect(share ?? index).toBe(1);
});

test("three days that are no three weekdays are early: a flight that starts on a Saturday has no rate on Monday", async () => {
  const start = "2026-11-07";
  const flight = { start_date: start, end_date: addDays(start, 29) };
  await publish({ from: start, to: addDays(start, 4), rows: () => [{ ...even, ...flight, billable_leads: 0 }] });
  const told = await paces(addDays(start, 4));
  expect(told.map(({ day, early, rate_per_day: rate }) => [day, early, rate])).toEqual([
    ["2026-11-07", true, null],
    ["2026-11-08", true, null],
    ["2026-11-09", true, null],
    ["2026-11-10", true, null],
    // Only the first snapshot's own day is not counted, since nothing was known before it.
    ["2026-11-11", false, 0],
  ]);
});

test("a campaign that resumes after a pause is judged by the days since", async () => {
  const flight = { start_date: "2026-10-26", end_date: "2026-11-24" };
  const paused = (day: string) => day >= "2026-11-04" && day <= "2026-11-10";
  const delivered = (day: string) => {
    const days = daysBetween("2026-10-26", day) + 1;
    return (day < "2026-11-04" ? days : day <= "2026-11-10" ? 9 : days - 7) * 10;
  };
  const rows = (day: string) => [
    { ...even, ...flight, status: paused(day) ? "Paused" : "Active", billable_leads: delivered(day) },
  ];
  await publish({ from: "2026-10-26", to: "2026-11-14", rows });
  const told = (await paces("2026-11-14")).slice(-6);
  expect(
    told.map((row) => [row["day"], row["running"], row["early"], row["days_in_flight"], row["rate_per_day"]]),
  ).toEqual([
    ["2026-11-09", false, false, null, null],
    ["2026-11-10", false, false, null, null],
    ["2026-11-11", true, true, 1, null],
    ["2026-11-12", true, true, 2, null],
    ["2026-11-13", true, false, 3, 10],
    ["2026-11-14", true, false, 4, 10],
  ]);
});

test("the forecast is never below what corrections leave at worst, nor negative, and short of no more than is missing", async () => {
  const flight = { start_date: "2026-11-02", end_date: "2026-12-01" };
  const leads = [40, 50, 60, 70, 50];
  const rows = (day: string) => [
    { ...even, ...flight, billable_leads: leads[daysBetween("2026-11-09", day)] ?? null },
    { ...even, ...flight, id: 2, billable_leads: daysBetween(day, "2026-11-13") * 100 },
  ];
  await publish({ from: "2026-11-09", to: "2026-11-13", rows });
  const told = await paces("2026-11-13");
  // 40 to 50 in four days; 20 were taken back from the 70 there were.
  expect(told[4]).toMatchObject({ rate_per_day: 2.5, forecast: 50 + 2.5 * 18 });
  expect(told[9]).toMatchObject({ rate_per_day: -100, forecast: 0, leads_short: 300 });
});

test("campaigns exactly on schedule are never at risk, of any length, start and time since they were set up", {
  timeout: 120_000,
}, async () => {
  const [first, last] = ["2026-11-02", "2026-12-01"];
  const sampled = fc.sample(
    fc.record({
      days: fc.integer({ min: 8, max: 200 }),
      offset: fc.integer({ min: 0, max: 13 }),
      ahead: fc.integer({ min: 0, max: 9 }),
    }),
    { seed: 15, numRuns: 120 },
  );
  const flights = sampled.map(({ days, offset, ahead }, at) => {
    const start_date = addDays(first, offset);
    const terms = { ...even, id: at + 1, start_date, end_date: addDays(start_date, days - 1) };
    return { terms: { ...terms, leads_required: days * 10 }, days, from: addDays(start_date, -ahead) };
  });
  const flown = (start: string, day: string, days: number) => Math.min(Math.max(daysBetween(start, day) + 1, 0), days);
  const rows = (day: string) =>
    flights
      .filter(({ from }) => from <= day)
      .map(({ terms, days }) => ({ ...terms, billable_leads: flown(terms.start_date, day, days) * 10 }));
  await publish({ from: addDays(first, -9), to: last, rows });
  const [told = {}] = await queryAt(
    folder.path,
    addDays(last, 1),
    "SELECT count(forecast_share) AS judged, min(forecast_share) AS least, max(forecast_share) AS most FROM campaign_pacing_daily WHERE enterprise = 'acme' AND running",
  );
  expect(Number(told["judged"])).toBeGreaterThan(1_000);
  expect(told["least"]).toBeCloseTo(1, 9);
  expect(told["most"]).toBeCloseTo(1, 9);
});
