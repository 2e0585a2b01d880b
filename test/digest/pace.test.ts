import fc from "fast-check";
import { expect, test } from "vitest";
import { type Flight, paceOf } from "../../shared/digest/model/pace.ts";
import { addDays } from "../../shared/platform/day.ts";
import { digestSettings } from "./rows.ts";

const { thresholds } = digestSettings();
const flight = (over: Partial<Flight> = {}): Flight => ({
  required: 300,
  uncapped: false,
  startDate: "2026-11-01",
  endDate: "2026-11-30",
  activityDate: "2026-11-20",
  capLeads: 150,
  rate: 9,
  weekdayRate: null,
  lost: 0,
  early: false,
  ...over,
});

test("pacing is computed in whole days by hand: 20 of 30 gone, 150 of 300 delivered, 9 a day", () => {
  expect(paceOf(flight(), thresholds)).toEqual({
    required: 300,
    capLeads: 150,
    endDate: "2026-11-30",
    daysTotal: 30,
    daysElapsed: 20,
    daysLeft: 10,
    expected: 200,
    index: 0.75,
    rate: 9,
    forecast: 240,
    weekdayForecast: null,
    needed: 15,
    reachedOn: null,
    status: "at-risk",
    share: 0.8,
  });
});

test("the bands are atRiskBelow 0.85, behindBelow 0.97 and aheadAbove 1.1, each bound belonging to the better side", () => {
  const status = (forecast: number) => paceOf(flight({ rate: (forecast * 300 - 150) / 10 }), thresholds)?.status;
  expect([0.8, 0.85, 0.96, 0.97, 1.1, 1.11].map(status)).toEqual([
    "at-risk",
    "behind",
    "behind",
    "on-pace",
    "on-pace",
    "ahead",
  ]);
});

test("what is early has a status of its own and no share, and a flight of one day a pace", () => {
  expect(paceOf(flight({ rate: null, early: true }), thresholds)).toMatchObject({ status: "early", share: null });
  const oneDay = flight({ startDate: "2026-11-20", endDate: "2026-11-20", rate: null });
  expect(paceOf(oneDay, thresholds)).toMatchObject({ daysTotal: 1, daysElapsed: 1, daysLeft: 0, share: 0.5 });
});

test("corrections take a forecast no lower than they have ever taken the counter, and never below nothing", () => {
  const forecast = (over: Partial<Flight>) => paceOf(flight({ rate: -5, ...over }), thresholds)?.forecast;
  expect([forecast({}), forecast({ lost: 30 }), forecast({ lost: 200 })]).toEqual([150, 120, 100]);
  expect(forecast({ capLeads: 20, lost: 90 })).toBe(0);
});

test("a cap is told a day for when it is reached at this rate before the end, and none once it is", () => {
  const reachedOn = (over: Partial<Flight>) => paceOf(flight(over), thresholds)?.reachedOn;
  expect(reachedOn({ rate: 15 })).toBe("2026-11-30");
  expect(reachedOn({ rate: 14.9 })).toBeNull();
  expect(reachedOn({ rate: 15, capLeads: 300 })).toBeNull();
});

test("without a rate the index judges", () => {
  expect(paceOf(flight({ rate: null, capLeads: 190 }), thresholds)).toMatchObject({
    status: "behind",
    share: 0.95,
    forecast: null,
  });
});

test("nothing uncapped, without a cap, of cap zero, without dates or with a turned flight has a pace", () => {
  const none = [
    { uncapped: true },
    { required: null },
    { required: 0 },
    { required: -5 },
    { startDate: null },
    { endDate: null },
    { endDate: "2026-10-01" },
    { capLeads: null },
  ];
  for (const over of none) expect(paceOf(flight(over), thresholds)).toBeNull();
});

test("days elapsed are clamped to the flight", () => {
  expect(paceOf(flight({ activityDate: "2026-10-20" }), thresholds)).toMatchObject({
    daysElapsed: 0,
    daysLeft: 30,
    index: null,
    status: "not-started",
  });
  expect(paceOf(flight({ activityDate: "2026-12-20" }), thresholds)).toMatchObject({
    daysElapsed: 30,
    daysLeft: 0,
    needed: null,
    forecast: 150,
    status: "at-risk",
  });
});

test("a reached cap needs nothing more, whatever the rate", () => {
  expect(paceOf(flight({ capLeads: 300, rate: -3 }), thresholds)).toMatchObject({ status: "reached", needed: null });
});

test("the day the cap is reached is told when it comes before the end", () => {
  // 150 missing at 20 a day: 8 days after the 20th.
  expect(paceOf(flight({ rate: 20 }), thresholds)?.reachedOn).toBe("2026-11-28");
  expect(paceOf(flight({ rate: 15 }), thresholds)?.reachedOn).toBe("2026-11-30");
  expect(paceOf(flight({ rate: 14 }), thresholds)?.reachedOn).toBeNull();
});

test("the change to winter time does not bend a share: 24 to 26 October are three whole days", () => {
  const dst = { startDate: "2026-10-24", endDate: "2026-10-26", activityDate: "2026-10-25" };
  expect(paceOf(flight(dst), thresholds)).toMatchObject({ daysTotal: 3, daysElapsed: 2, daysLeft: 1, expected: 200 });
});

test("no figure is ever NaN or infinite", () => {
  const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays("2026-01-01", days));
  const count = fc.option(fc.integer({ min: -10, max: 1_000_000 }));
  const flights = fc.record({
    required: count,
    uncapped: fc.option(fc.boolean()),
    startDate: fc.option(day),
    endDate: fc.option(day),
    activityDate: day,
    capLeads: count,
    rate: fc.option(fc.double({ min: -1e5, max: 1e5, noNaN: true })),
    weekdayRate: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
    lost: fc.integer({ min: 0, max: 1000 }),
    early: fc.boolean(),
  });
  fc.assert(
    fc.property(flights, (one) => {
      const pace = paceOf(one, thresholds);
      const numbers = Object.values(pace ?? {}).filter((value) => typeof value === "number");
      expect(numbers.every((value) => Number.isFinite(value))).toBe(true);
      if (pace !== null) expect(pace.daysElapsed + pace.daysLeft).toBe(pace.daysTotal);
    }),
  );
});
