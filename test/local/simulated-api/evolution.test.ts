import { describe, expect, test } from "vitest";
import {
  type AnyRecord,
  byId,
  demoWorld,
  integrationJobsAt,
  latestContractsAt,
  morning,
  recordsAt,
} from "./demo-world.ts";

const world = demoWorld();
const days = Array.from({ length: 96 }, (_, index) => index - 35);
const campaigns = new Map(days.map((day) => [day, byId(recordsAt(world, "campaigns", morning(day)))]));
const on = (day: number): Map<number, AnyRecord> => campaigns.get(day) ?? new Map();
const statusesOf = (id: number): string[] => days.flatMap((day) => on(day).get(id)?.status ?? []);
const today = [...on(0).values()];
const contracts = latestContractsAt(world, morning(0));
const jobs = integrationJobsAt(world, morning(0));
const growth = (day: number, key: string): number =>
  [...on(day).values()].reduce(
    (sum, { id, statistics }) => sum + statistics[key] - (on(day - 1).get(id)?.statistics[key] ?? 0),
    0,
  );

describe("over the weeks", () => {
  test("between 20 and 42 capped campaigns run at any time, most of them on the demo's day near their pace", () => {
    const capped = days.map((day) => [...on(day).values()].filter(isCapped).length);
    expect(Math.min(...capped)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...capped)).toBeLessThanOrEqual(42);
    const bands = Map.groupBy(today.filter(isCapped), bandOf);
    expect(bands.get("on pace")?.length).toBeGreaterThanOrEqual(12);
    for (const band of ["at risk", "behind", "ahead"]) expect(bands.get(band)?.length, band).toBeGreaterThanOrEqual(2);
  });

  test("leads arrive on working days and dip at the weekend", () => {
    const totals = days
      .slice(1)
      .map((day) => ({ weekend: (day + 700) % 7 === 0 || (day + 700) % 7 === 6, leads: growth(day, "totalLeads") }));
    const mean = (weekend: boolean) => {
      const those = totals.filter((day) => day.weekend === weekend);
      return those.reduce((sum, { leads }) => sum + leads, 0) / those.length;
    };
    expect(mean(false)).toBeGreaterThan(150);
    expect(mean(true)).toBeLessThan(mean(false) / 3);
  });

  test("leads arrive within the day, and nothing in the night", () => {
    const totalAt = (time: string) =>
      recordsAt(world, "campaigns", morning(1, time)).reduce((sum, row) => sum + row.statistics.totalLeads, 0);
    const [night, dawn, noon, evening] = ["00:30", "06:00", "12:00", "20:00"].map(totalAt);
    expect(dawn).toBe(night);
    expect(noon).toBeGreaterThan(dawn ?? 0);
    expect(evening).toBeGreaterThan(noon ?? 0);
  });

  test("counters fall when leads are flagged anew, with the total untouched", () => {
    const falls = days.slice(1).flatMap((day) =>
      [...on(day).values()].filter(({ id, statistics }) => {
        const before = on(day - 1).get(id)?.statistics;
        return before !== undefined && statistics.billableLeads < before.billableLeads;
      }),
    );
    expect(falls.length).toBeGreaterThan(30);
    expect(
      days
        .slice(1)
        .every((day) =>
          [...on(day).values()].every(
            ({ id, statistics }) => statistics.totalLeads >= (on(day - 1).get(id)?.statistics.totalLeads ?? 0),
          ),
        ),
    ).toBe(true);
  });

  test("campaigns appear, start, pause, resume, lose their signature, end by date and by allocation; one vanishes", () => {
    const ids = [...new Set(days.flatMap((day) => [...on(day).keys()]))];
    const changes = new Set(
      ids.flatMap((id) =>
        statusesOf(id).flatMap((status, i, all) => (i > 0 && all[i - 1] !== status ? `${all[i - 1]} → ${status}` : [])),
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
    ])
      expect(changes, change).toContain(change);
    const ended = today.filter(({ status }) => status === "Ended");
    expect(
      ended.some(
        (row) =>
          row.leadsRequired > 0 &&
          row.statistics.billableLeads >= row.leadsRequired &&
          Date.parse(row.endTs) > morning(0),
      ),
    ).toBe(true);
    expect(ended.some((row) => row.statistics.billableLeads < row.leadsRequired)).toBe(true);
    expect(on(60).size).toBeGreaterThan(on(-35).size + 30);
    expect([...on(-3).keys()].filter((id) => !on(0).has(id))).toHaveLength(1);
  });

  test("updatedTs does not move with the statistics", () => {
    const moved = today.filter(
      ({ id, updatedTs, statistics }) =>
        on(-1).get(id)?.updatedTs === updatedTs && statistics.lastConversion > updatedTs,
    );
    expect(moved.length).toBeGreaterThan(20);
  });

  test("the dollar's rate moves once, base amounts with it, the campaign's own rate not", () => {
    const dollars = (day: number) => [...on(day).values()].filter(({ currency }) => currency.name === "USD");
    const rates = days.map((day) => new Set(dollars(day).map(({ currency }) => currency.rateToBase)));
    expect(rates.every(({ size }) => size === 1)).toBe(true);
    expect(new Set(rates.flatMap((rate) => [...rate])).size).toBe(2);
    const ended = dollars(0).find(({ status, statistics }) => status === "Ended" && statistics.billableLeads > 100);
    const before = on(-20).get(ended.id);
    expect(ended.statistics.campaignRevenue.revenue).toBe(before.statistics.campaignRevenue.revenue);
    expect(ended.statistics.campaignRevenue.baseCurrencyRevenue).not.toBe(
      before.statistics.campaignRevenue.baseCurrencyRevenue,
    );
    expect(ended.conversionRate).toBe(before.conversionRate);
  });
});

describe("on the demo's day there is every kind of", () => {
  test("campaign", () => {
    const active = today.filter(({ status }) => status === "Active");
    expect(active.some(({ uncapped }) => uncapped)).toBe(true);
    expect(active.some(({ endTs }) => endTs === null)).toBe(true);
    expect(active.some(({ uncapped, leadsRequired }) => !uncapped && leadsRequired === 0)).toBe(true);
    for (const flag of ["testMode", "internalOnly", "useScheduledDelivery", "holdPublisherOverDelivery"])
      expect(
        active.some((row) => row[flag]),
        flag,
      ).toBe(true);
    expect(today.some(({ isTemplate, status }) => isTemplate && status === "Inactive")).toBe(true);
    expect(active.some((row) => row.useScheduledDelivery && row.statistics.heldLeads > 0)).toBe(true);
    expect(new Set(active.map(({ currency }) => currency.name))).toEqual(new Set(["GBP", "USD", "EUR"]));
    expect(active.some((row) => Date.parse(row.statistics.lastConversion) < morning(-4))).toBe(true);
  });

  test("name that is hard to print", () => {
    const names = today.map(({ name }) => name as string).join("\n");
    for (const part of [/<b>/, /é/, /[\u4e00-\u9fff]/, /\p{Extended_Pictographic}/u, /"/, /^=/m, /&/, /’/])
      expect(names).toMatch(part);
    expect(contracts.some(({ campaign }) => on(0).get(campaign.id).name !== campaign.name)).toBe(true);
  });

  test("contract", () => {
    expect(new Set(contracts.map((row) => row.currentContractStatus))).toEqual(
      new Set(["Active", "Inactive", "Unsigned"]),
    );
    const live = contracts.filter(({ campaign }) => campaign.status === "Active");
    expect(live.some((row) => row.signedTs === null && row.current && Date.parse(row.createdTs) < morning(-5))).toBe(
      true,
    );
    expect(live.some((row) => row.signedTs === null && !row.current)).toBe(true);
    expect(
      live.some(
        (row) =>
          row.endTs !== null && Date.parse(row.endTs) < morning(7) && row.statistics.billableLeads < row.leadsRequired,
      ),
    ).toBe(true);
    expect(live.some((row) => row.leadsRequired > 0 && row.statistics.billableLeads === row.leadsRequired)).toBe(true);
    expect(
      live.some((row) => row.capsOnBands && row.leadsRequired === null && row.campaignPublisherBands.length === 3),
    ).toBe(true);
    expect(
      live
        .filter(({ contractType }) => contractType === "fixed")
        .map((row) => row.fixedAmountFulfilled)
        .toSorted(),
    ).toEqual(expect.arrayContaining([false, true]));
  });

  test("campaign counter beside its contracts': leads without a publisher, and above a publisher's cap", () => {
    const billable = (row: AnyRecord) =>
      contracts
        .filter(({ campaign }) => campaign.id === row.id)
        .reduce((sum, { statistics }) => sum + statistics.billableLeads, 0);
    expect(today.some((row) => row.statistics.billableLeads > billable(row) && billable(row) > 0)).toBe(true);
  });

  test("integration job: broken for days, new since Friday, resolved, switched off, with unmapped fields", () => {
    const at = (day: number) => byId(integrationJobsAt(world, morning(day)));
    const [before, friday] = [at(-7), at(-3)];
    const failedSince = (job: AnyRecord, old: Map<number, AnyRecord>) =>
      job.statistics.failed - (old.get(job.id)?.statistics.failed ?? 0);
    const broken = jobs.filter((job) => failedSince(job, friday) >= 3);
    expect(broken.length).toBeGreaterThanOrEqual(2);
    expect(broken.some((job) => friday.get(job.id).statistics.failed - before.get(job.id).statistics.failed >= 3)).toBe(
      true,
    );
    expect(jobs.some((job) => failedSince(job, before) >= 3 && !broken.includes(job))).toBe(true);
    expect(jobs.some((job) => !job.enabled && job.campaign.status === "Active")).toBe(true);
    expect(jobs.some((job) => job.unmappedFields.length === 2 && job.campaign.status === "Active")).toBe(true);
    for (const { statistics } of jobs) expect(statistics.total).toBe(statistics.passed + statistics.failed);
    expect(today.some((row) => row.statistics.heldLeads > 20 && !row.useScheduledDelivery)).toBe(true);
  });

  test("publisher whose invalid rate jumps at the end", () => {
    const sums = (day: number) => {
      const those = latestContractsAt(world, morning(day)).filter(
        ({ publisher }) => publisher.name === "WhitepaperHub",
      );
      const sum = (key: string) => those.reduce((total, { statistics }) => total + statistics[key], 0);
      return { total: sum("totalLeads"), invalid: sum("invalidLeads") };
    };
    const [month, friday, monday] = [sums(-31), sums(-3), sums(0)];
    expect(monday.total - friday.total).toBeGreaterThanOrEqual(20);
    const rate = (from: typeof month, to: typeof month) => (to.invalid - from.invalid) / (to.total - from.total);
    expect(rate(friday, monday)).toBeGreaterThan(rate(month, friday) + 0.1);
  });
});

function isCapped(row: AnyRecord): boolean {
  return row.status === "Active" && !row.uncapped && row.leadsRequired > 0 && !row.testMode && !row.internalOnly;
}

/** Forecast at the end by the last seven days, as the digest's bands have it. */
function bandOf(row: AnyRecord): string {
  const rate = (row.statistics.billableLeads - (on(-7).get(row.id)?.statistics.billableLeads ?? 0)) / 7;
  const left = (Date.parse(row.endTs) - morning(0)) / 86_400_000;
  const forecast = (row.statistics.billableLeads + rate * left) / row.leadsRequired;
  if (forecast < 0.85) return "at risk";
  if (forecast < 0.97) return "behind";
  return forecast > 1.1 ? "ahead" : "on pace";
}
