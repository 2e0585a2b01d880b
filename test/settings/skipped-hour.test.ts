import { expect, test } from "vitest";
import { skippedDay } from "../../shared/settings/skipped-hour.ts";

const always = (from: string) => ({ from, isDue: () => true });

test.each([
  ["Europe/London", "00:59", undefined],
  ["Europe/London", "01:00", "2027-03-28"],
  ["Europe/London", "01:59", "2027-03-28"],
  ["Europe/London", "02:00", undefined],
  ["America/New_York", "02:30", "2027-03-14"],
  ["Africa/Cairo", "00:30", "2027-04-30"],
  ["Australia/Lord_Howe", "02:15", "2027-10-03"],
  ["Australia/Lord_Howe", "02:30", undefined],
  ["America/Santiago", "00:10", "2027-09-05"],
  ["Asia/Tokyo", "02:30", undefined],
  ["UTC", "02:30", undefined],
])("in %s the clocks show %s every day, or not on %s", (zone, time, day) => {
  expect(skippedDay(time, zone, always("2026-11-23"))).toBe(day);
});

test("a day on which nothing is due is passed over", () => {
  const due = { from: "2026-11-23", isDue: (day: string) => day !== "2027-03-28" };
  expect(skippedDay("01:30", "Europe/London", due)).toBe("2028-03-26");
});
