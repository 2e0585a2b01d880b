import { expect, test } from "vitest";
import { dayOf, timeOf } from "../../shared/platform/day.ts";

test.each([
  ["Europe/London", "2026-03-29"],
  ["Europe/London", "2026-10-25"],
  ["America/St_Johns", "2006-10-29"],
  ["Africa/Casablanca", "2026-02-15"],
  ["Australia/Lord_Howe", "2026-10-03"],
  ["Pacific/Apia", "2011-12-30"],
])("in %s every quarter hour of the days about %s agrees with Intl", (timeZone, day) => {
  const intl = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const quarter = 15 * 60_000;
  const first = Date.parse(day) - 96 * quarter;
  for (let at = first; at < first + 3 * 96 * quarter; at += quarter) {
    expect(`${dayOf(at, timeZone)} ${timeOf(at, timeZone)}`).toBe(intl.format(at));
  }
});
