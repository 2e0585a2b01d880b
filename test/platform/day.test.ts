import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activityDateOf,
  addDays,
  dayOf,
  daysBetween,
  instantAt,
  isDay,
  isTimeZone,
  timeOf,
  weekdayOf,
} from "../../shared/platform/day.ts";

const ZONES = ["UTC", "Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kathmandu", "America/St_Johns"];

describe("days of a time zone", () => {
  test("the seed campaign's start is the first of September in London and the last of August in UTC", () => {
    const start = Date.parse("2021-08-31T23:00:00+00:00");
    expect([dayOf(start, "Europe/London"), dayOf(start, "UTC")]).toEqual(["2021-09-01", "2021-08-31"]);
  });

  test("day and time agree with Intl in every zone, whatever the instant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), fc.constantFrom(...ZONES), (epochMs, timeZone) => {
        const parts = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
        expect(`${dayOf(epochMs, timeZone)} ${timeOf(epochMs, timeZone)}`).toBe(parts.format(epochMs));
      }),
    );
  });

  test("a local time goes to its instant and back, except in the hour that is skipped", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...ZONES), (days, zone) => {
        const day = addDays("1990-01-01", days);
        expect([dayOf(instantAt(day, "05:00", zone), zone), timeOf(instantAt(day, "05:00", zone), zone)]).toEqual([
          day,
          "05:00",
        ]);
      }),
    );
  });

  test("adding and counting days are each other's inverse, leap days and clock changes included", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 5_000 }), (days) => {
        expect(daysBetween("2024-02-29", addDays("2024-02-29", days))).toBe(days);
      }),
    );
  });

  test.each([
    ["00:00", "2026-11-22"],
    ["05:00", "2026-11-22"],
    ["11:59", "2026-11-22"],
    ["12:00", "2026-11-23"],
    ["22:15", "2026-11-23"],
  ])("a snapshot of the 23rd where they are due at %s tells of %s", (snapshotAt, activityDate) => {
    expect(activityDateOf("2026-11-23", snapshotAt)).toBe(activityDate);
  });

  test("activity dates follow one another like snapshot dates, over months, leap days and changes of the clocks", () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays("1990-01-01", days));
    const time = fc
      .integer({ min: 0, max: 1_439 })
      .map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
    const oneDayLater = (date: string, at: string) =>
      daysBetween(activityDateOf(date, at), activityDateOf(addDays(date, 1), at)) === 1;
    fc.assert(fc.property(day, time, oneDayLater), { seed: 15 });
  });

  test("weekdays are ISO's: Monday is 1", () => {
    expect([weekdayOf("2026-11-23"), weekdayOf("2026-11-29")]).toEqual([1, 7]);
  });

  test.each(["2026-02-30", "2026-13-01", "2026-1-1", "x", "", "2026-11-23T00:00:00Z", "0000-00-00"])(
    "%j is no day",
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  test.each([
    ["Europe/London", true],
    ["UTC", true],
    ["Mars/Olympus", false],
    ["+01:00", false],
    ["", false],
  ])("%j as a time zone: %s", (zone, known) => {
    expect(isTimeZone(zone)).toBe(known);
  });
});
