import { expect, test } from "vitest";
import { kindOfType, readerOf } from "../../../shared/reports/athena/cells.ts";

test.each([
  ["timestamp(3) with time zone", "instant"],
  ["timestamp with time zone", "instant"],
  ["decimal(18,4)", "decimal"],
  ["varchar(12)", "text"],
  ["unknown", null],
  ["array(bigint)", undefined],
  ["row", undefined],
  ["map", undefined],
  ["interval day to second", undefined],
  ["constructor", undefined],
])("%s is %s", (type, kind) => {
  expect(kindOfType(type)).toBe(kind);
});

test.each([
  ["timestamp", "2026-11-24 05:00:03.123", "2026-11-24T05:00:03.123Z"],
  ["timestamp", "2026-11-24 05:00:03.123456789012", "2026-11-24T05:00:03.123Z"],
  ["timestamp", "2026-11-24 05:00", "2026-11-24T05:00:00.000Z"],
  ["timestamp with time zone", "2026-07-24 05:00:03.123 UTC", "2026-07-24T05:00:03.123Z"],
  ["timestamp with time zone", "2026-07-24 05:00:03.123 Europe/London", "2026-07-24T04:00:03.123Z"],
  ["timestamp with time zone", "2026-07-24 05:00:03.123 +05:30", "2026-07-23T23:30:03.123Z"],
])("%s of %s is %s", (Type, text, instant) => {
  expect(new Date(Number(readerOf({ Type })(text))).toISOString()).toBe(instant);
});

test.each([
  ["bigint", "-9223372036854775808", -9223372036854775808n],
  ["decimal", "12345678901234.5678", "12345678901234.5678"],
  ["double", "1.0E-4", 0.0001],
  ["double", "-Infinity", Number.NEGATIVE_INFINITY],
  ["double", "NaN", Number.NaN],
  ["float", "0.1", Math.fround(0.1)],
  ["varchar", "0001", "0001"],
  ["varchar", "", ""],
  ["boolean", "false", false],
  ["date", "2026-11-24", "2026-11-24"],
])("%s of %s is %s", (Type, text, cell) => {
  expect(readerOf({ Type })(text)).toBe(cell);
});

test.each([
  ["bigint", "1.5"],
  ["bigint", "canary"],
  ["decimal", "1e5"],
  ["double", ""],
  ["double", "canary"],
  ["boolean", "TRUE"],
  ["date", "24.11.2026"],
  ["timestamp", "2026-02-30 00:00:00"],
  ["timestamp with time zone", "2026-11-24 05:00:00 Nowhere/Land"],
  // The hour that Europe/London has twice, and the one that it has not.
  ["timestamp with time zone", "2026-10-25 01:30:00.000 Europe/London"],
  ["timestamp with time zone", "2026-03-29 01:30:00.000 Europe/London"],
])("%s does not take %j, and does not repeat it", (Type, text) => {
  expect(() => readerOf({ Type })(text)).toThrow(new RangeError(`no ${Type}`));
});
