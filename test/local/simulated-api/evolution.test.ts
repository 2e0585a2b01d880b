import { expect, test } from "vitest";
import { HISTORY_DAYS, historyOf, isCapped } from "./account-history.ts";
import { type AnyRecord, DEMO_DAY, recordsAt } from "./demo-world.ts";

const { world, at, on } = historyOf(DEMO_DAY);
const later = HISTORY_DAYS.slice(1);
const rowsOn = (day: number): AnyRecord[] => [...on(day).values()];
const today = rowsOn(0);
const before = (row: AnyRecord, day: number): AnyRecord | undefined => on(day - 1).get(row.id)?.statistics;

test("between 20 and 42 capped campaigns run at any time", () => {
  const capped = HISTORY_DAYS.map((day) => rowsOn(day).filter(isCapped).length);
  expect(Math.min(...capped)).toBeGreaterThanOrEqual(20);
  expect(Math.max(...capped)).toBeLessThanOrEqual(42);
});

test("leads arrive on working days and dip at the weekend", () => {
  // Day 0 is a Monday, and its 05:00 closes Sunday's leads.
  const isWeekend = (day: number) => [6, 0].includes((day + 700) % 7);
  const mean = (wanted: boolean) => {
    const those = later.filter((day) => isWeekend(day) === wanted);
    const leads = those.flatMap((day) =>
      rowsOn(day).map((row) => row.statistics.totalLeads - (before(row, day)?.totalLeads ?? 0)),
    );
    return leads.reduce((sum, count) => sum + count, 0) / those.length;
  };
  expect(mean(false)).toBeGreaterThan(250);
  expect(mean(true)).toBeGreaterThan(0);
  expect(mean(true)).toBeLessThan(mean(false) / 3);
});

test("leads arrive within the day, and none in the night", () => {
  const totalAt = (time: string) =>
    recordsAt(world, "campaigns", at(1, time)).reduce((sum, row) => sum + row.statistics.totalLeads, 0);
  const [night = 0, dawn = 0, noon = 0, evening = 0] = ["00:30", "06:00", "12:00", "20:00"].map(totalAt);
  expect(dawn).toBe(night);
  expect(noon).toBeGreaterThan(dawn);
  expect(evening).toBeGreaterThan(noon);
});

test("billable leads fall when leads are flagged anew; the total never does", () => {
  const falls = (key: string) =>
    later.flatMap((day) => rowsOn(day).filter((row) => row.statistics[key] < (before(row, day)?.[key] ?? 0)));
  expect(falls("billableLeads").length).toBeGreaterThan(30);
  expect(falls("validLeads").length).toBeGreaterThan(30);
  expect(falls("cautionLeads").length).toBeGreaterThan(5);
  expect(falls("totalLeads")).toEqual([]);
});

test("campaigns are signed, start, pause, resume, lose their signature and end", () => {
  const changes = new Set(
    later.flatMap((day) =>
      rowsOn(day).flatMap(({ id, status }) => {
        const was = on(day - 1).get(id)?.status;
        return was === undefined || was === status ? [] : `${was} → ${status}`;
      }),
    ),
  );
  for (const change of [
    "Setup Required → Inactive",
    "Inactive → Active",
    "Active → Paused",
    "Paused → Active",
    "Active → Setup Required",
    "Setup Required → Active",
    "Active → Ended",
  ]) {
    expect(changes, change).toContain(change);
  }
});

test("campaigns end by their allocation before their date, or by their date below it", () => {
  const ended = later.flatMap((day) =>
    rowsOn(day).filter(({ id, status }) => status === "Ended" && on(day - 1).get(id)?.status === "Active"),
  );
  const early = ended.filter(({ endTs }) => Date.parse(endTs) > at(60));
  const met = ended.filter((row) => row.statistics.validLeads >= row.leadsRequired && row.leadsRequired > 0);
  expect(met.length).toBeGreaterThan(5);
  expect(ended.length - met.length).toBeGreaterThan(5);
  for (const row of early) expect(met).toContain(row);
});

test("new campaigns appear all the time; one, made by mistake, vanishes", () => {
  const ids = HISTORY_DAYS.map((day) => new Set(on(day).keys()));
  const gone = later.flatMap((day) => [...on(day - 1).keys()].filter((id) => !on(day).has(id)));
  expect(gone).toHaveLength(1);
  expect(ids.at(-1)?.size).toBeGreaterThan((ids[0]?.size ?? 0) + 35);
});

test("updatedTs does not move with the statistics", () => {
  const moved = later.flatMap((day) =>
    rowsOn(day).filter(
      (row) =>
        row.statistics.totalLeads > (before(row, day)?.totalLeads ?? 0) &&
        on(day - 1).get(row.id)?.updatedTs === row.updatedTs,
    ),
  );
  expect(moved.length).toBeGreaterThan(1_000);
});

test("the dollar's rate moves once, base amounts with it, the campaign's own rate not", () => {
  const dollars = (day: number) => rowsOn(day).filter(({ currency }) => currency.name === "USD");
  const rates = HISTORY_DAYS.map((day) => [...new Set(dollars(day).map(({ currency }) => currency.rateToBase))]);
  expect(rates.every((sameDay) => sameDay.length === 1)).toBe(true);
  expect(new Set(rates.flat()).size).toBe(2);
  const settled = today.find(
    ({ id, currency, status, statistics }) =>
      currency.name === "USD" &&
      status === "Ended" &&
      statistics.billableLeads > 100 &&
      on(-30).get(id)?.status === "Ended",
  );
  const { conversionRate, statistics } = on(-13).get(settled.id);
  expect(settled.statistics.campaignRevenue.revenue).toBe(statistics.campaignRevenue.revenue);
  expect(settled.statistics.campaignRevenue.baseCurrencyRevenue).not.toBe(
    statistics.campaignRevenue.baseCurrencyRevenue,
  );
  expect(settled.conversionRate).toBe(conversionRate);
});
