import { expect, test } from "vitest";
import { periodOf, valuesOf } from "../../shared/reports/names.ts";

const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI"] as const;

test.each<[string, Parameters<typeof periodOf>[0], string, string, readonly string[]]>([
  [
    "Tuesday's day",
    { period: "day", days: [...WEEKDAYS] },
    "2026-11-24",
    "05:00",
    ["2026-11-23", "2026-11-23", "2026-11-23"],
  ],
  [
    "Monday tells of the weekend too",
    { period: "day", days: [...WEEKDAYS] },
    "2026-11-23",
    "05:00",
    ["2026-11-20", "2026-11-20", "2026-11-22"],
  ],
  [
    "in the evening a day is its own",
    { period: "day", days: [...WEEKDAYS] },
    "2026-11-24",
    "20:00",
    ["2026-11-23", "2026-11-24", "2026-11-24"],
  ],
  [
    "a week over a month's end",
    { period: "week", days: ["WED"] },
    "2026-03-04",
    "05:00",
    ["2026-02-25", "2026-02-25", "2026-03-03"],
  ],
  [
    "a week over the year's end",
    { period: "week", days: ["MON"] },
    "2027-01-04",
    "05:00",
    ["2026-12-28", "2026-12-28", "2027-01-03"],
  ],
  [
    "a month of 31 days",
    { period: "month", days: [...WEEKDAYS] },
    "2026-08-01",
    "05:00",
    ["2026-07-01", "2026-07-01", "2026-07-31"],
  ],
  [
    "February",
    { period: "month", days: [...WEEKDAYS] },
    "2028-03-01",
    "05:00",
    ["2028-02-01", "2028-02-01", "2028-02-29"],
  ],
  [
    "a month in the evening",
    { period: "month", days: [...WEEKDAYS] },
    "2026-08-01",
    "20:00",
    ["2026-07-01", "2026-07-02", "2026-08-01"],
  ],
  [
    "a month's report by hand in its midst",
    { period: "month", days: [...WEEKDAYS] },
    "2026-08-15",
    "05:00",
    ["2026-08-01", "2026-08-01", "2026-08-14"],
  ],
])("%s", (_, report, date, snapshotAt, expected) => {
  const { previousDate, firstDay, lastDay } = periodOf(report, date, { snapshotAt });
  expect([previousDate, firstDay, lastDay]).toEqual(expected);
});

test.each([
  ["2026-03-29", "06:00"],
  ["2026-10-25", "07:00"],
])("on %s, when the clocks change, the report is made at its own hour of the zone", (date, utc) => {
  const values = valuesOf({
    ...{
      enterprise: "acme",
      settings: { timeZone: "Europe/London" },
      report: { at: "07:00" },
      member: null,
      constants: {},
    },
    period: { date, previousDate: date, firstDay: date, lastDay: date },
  });
  expect([...values.values()]).toContain(`${date} ${utc}:00.000 UTC`);
});
