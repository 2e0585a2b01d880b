import { expect, test } from "vitest";
import { dayOf, isDay, isTimeZone, timeOf } from "../../shared/platform/day.ts";

test.each(["20261123", "2026-11-23T00:00", "+002026-11-23", " 2026-11-23", "2026-11-23 ", "2026-W48-1", "2026-11-31"])(
  "%j is no day",
  (text) => expect(isDay(text)).toBe(false),
);

test.each(["2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"])("%s is a day", (text) =>
  expect(isDay(text)).toBe(true),
);

test("a zone may have a sign in its name, and is none when it is an offset", () => {
  expect(["Etc/GMT+5", "Europe/London", "UTC"].map(isTimeZone)).toEqual([true, true, true]);
  expect(["+01:00", "-05:00", "Mars/Olympus"].map(isTimeZone)).toEqual([false, false, false]);
});

test("days and times of zones whose offset is no whole hour, on both sides of a change", () => {
  const zone = "Australia/Lord_Howe";
  // Clocks go forward by half an hour at 02:00 on 4 October 2026.
  const change = Date.UTC(2026, 9, 3, 15, 30);
  expect([timeOf(change - 60_000, zone), timeOf(change, zone)]).toEqual(["01:59", "02:30"]);
  expect(dayOf(Date.UTC(2026, 9, 3, 13, 29), zone)).toBe("2026-10-03");
  expect(dayOf(Date.UTC(2026, 9, 3, 13, 30), zone)).toBe("2026-10-04");
  expect(timeOf(Date.UTC(2026, 10, 23, 0, 0), "Asia/Kathmandu")).toBe("05:45");
});
