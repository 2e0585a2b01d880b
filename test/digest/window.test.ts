import { expect, test } from "vitest";
import { firstDayRead, previousMailDate } from "../../shared/digest/input/window.ts";

const weekdays = { period: "day", days: ["MON", "TUE", "WED", "THU", "FRI"] } as const;

test("Monday's mail of a weekday digest goes back to Friday's", () => {
  expect(previousMailDate({ ...weekdays, days: [...weekdays.days] }, "2026-11-23")).toBe("2026-11-20");
  expect(previousMailDate({ ...weekdays, days: [...weekdays.days] }, "2026-11-24")).toBe("2026-11-23");
});

test("a weekly mail goes back a week, to the first of its days", () => {
  expect(previousMailDate({ period: "week", days: ["MON", "TUE"] }, "2026-11-23")).toBe("2026-11-16");
});

test("a monthly mail goes back to the 1st of the month before, over a leap February too", () => {
  expect(previousMailDate({ period: "month", days: ["MON"] }, "2026-11-01")).toBe("2026-10-01");
  expect(previousMailDate({ period: "month", days: ["MON"] }, "2028-03-01")).toBe("2028-02-01");
});

test("a daily mail of one weekday covers its whole week", () => {
  expect(previousMailDate({ period: "day", days: ["WED"] }, "2026-11-25")).toBe("2026-11-18");
});

test("28 days of baseline and a week of rate are read before the window", () => {
  expect(firstDayRead("2026-11-20")).toBe("2026-10-16");
});
