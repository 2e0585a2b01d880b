import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { addDays, weekdayOf } from "../../shared/platform/day.ts";
import { campaign, inputOf, snapshot } from "./rows.ts";

/** Snapshots up to Monday 23 November, each day's leads by `ofDay` (the activity day). */
function history(days: number, ofDay: (day: string) => number, over: { required?: number; end?: string } = {}) {
  let leads = 0;
  return Array.from({ length: days + 1 }, (_, index) => {
    const date = addDays("2026-11-23", index - days);
    if (index > 0) leads += ofDay(addDays(date, -1));
    return snapshot(date, [
      campaign({
        billable_leads: leads,
        start_date: "2026-09-01",
        end_date: over.end ?? "2026-11-29",
        leads_required: over.required ?? 10_000,
      }),
    ]);
  });
}

const rowOf = (campaigns: ReturnType<typeof history>) =>
  buildDigest(inputOf("2026-11-23", { campaigns })).sections.pacing?.rows[0];

test("with 28 days the rest of the flight is weighed weekday by weekday, from the slowest to the fastest week", () => {
  // Weekdays 10, weekends 0, the week before last half of it. Left: Monday 23rd to Friday 27th, a whole working week.
  const slow = (day: string) => day >= "2026-11-09" && day <= "2026-11-15";
  const row = rowOf(history(28, (day) => (weekdayOf(day) > 5 ? 0 : slow(day) ? 5 : 10), { end: "2026-11-27" }));
  expect(row?.pace.capLeads).toBe(175);
  // The plain rate, 50 / 7 over 5 days, is the forecast; the range knows that the weekend is over.
  expect(row?.pace.forecast).toBeCloseTo(175 + (50 / 7) * 5);
  // The slow week brings 25, the others 50; the forecast lies between.
  expect(row?.range?.low).toBeCloseTo(200);
  expect(row?.range?.high).toBeCloseTo(225);
});

test("the range always holds the forecast", () => {
  const row = rowOf(history(28, (day) => (weekdayOf(day) > 5 ? 0 : 10), { end: "2026-11-29" }));
  expect(row?.range?.low).toBeLessThanOrEqual(row?.pace.forecast ?? Number.NaN);
  expect(row?.range?.high).toBeGreaterThanOrEqual(row?.pace.forecast ?? Number.NaN);
});

test("two or three weeks give an even range, and less gives none", () => {
  const even = rowOf(history(14, (day) => (day < "2026-11-16" ? 7 : 14), { end: "2026-11-29" }));
  expect(even?.range).toEqual({ low: 147 + 49, high: 147 + 98 });
  expect(rowOf(history(13, () => 7))?.range).toBeNull();
});

test("a missing snapshot spreads its movement evenly over the days of the gap", () => {
  const whole = history(28, (day) => (weekdayOf(day) > 5 ? 0 : 10));
  const gap = whole.filter(({ info }) => info.date !== "2026-11-11");
  expect(rowOf(gap)?.range?.high).toBeCloseTo(rowOf(whole)?.range?.high ?? Number.NaN, 6);
});
