import { expect, test } from "vitest";
import { readInstant } from "../../../shared/catalog/values/instant.ts";

test.each([
  "2026-04-31",
  "2026-06-31",
  "2026-09-31",
  "2026-11-31",
  "2026-02-29",
  "2100-02-29",
  "2026-01-32",
  "2026-13-01",
  "2026-00-10",
  "2026-01-00",
])("%s is no day", (day) => {
  expect(readInstant(`${day}T12:00:00Z`)).toBeTypeOf("symbol");
});

test.each(["2026-04-30", "2026-05-31", "2026-12-31", "2024-02-29", "2000-02-29", "2400-02-29"])(
  "%s is a day",
  (day) => {
    expect(readInstant(`${day}T12:00:00Z`)).toBe(Date.parse(`${day}T12:00:00Z`));
  },
);

test.each([
  ["+18:00", -18 * 60],
  ["-18:59", 18 * 60 + 59],
  ["+0130", -90],
])("an offset of %s counts", (offset, minutes) => {
  expect(readInstant(`2026-11-24T00:00:00${offset}`)).toBe(Date.parse("2026-11-24T00:00:00Z") + minutes * 60_000);
});

test.each([
  " 2026-11-24T00:00:00Z",
  "x2026-11-24T00:00:00Z",
  "2026-11-24T00:00:00Z ",
  "2026-11-24T00:00:00+01:00x",
  "2026-11-24T00:00:00+19:00",
  "2026-11-24T00:00:00Z2026-11-24T00:00:00Z",
  "2026-11-24T00:00:00+01:00 or 2026-11-24T00:00:00Z",
  "2026-11-24T00:00:00Z-11:30",
])("%j is no instant", (text) => expect(readInstant(text)).toBeTypeOf("symbol"));

test("fractions are cut after the millisecond", () => {
  const from = Date.parse("2026-11-24T00:00:00Z");
  expect(["5", "05", "0059", "999999999"].map((digits) => readInstant(`2026-11-24T00:00:00.${digits}Z`))).toEqual(
    [500, 50, 5, 999].map((ms) => from + ms),
  );
});

test("a list that holds an instant is none", () => {
  expect(readInstant(["2026-11-24T00:00:00Z"])).toBeTypeOf("symbol");
});
