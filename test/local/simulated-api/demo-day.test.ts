import { describe, expect, test } from "vitest";
import { bandOf, historyOf, isCapped } from "./account-history.ts";
import { type AnyRecord, byId, integrationJobsAt, latestContractsAt } from "./demo-world.ts";

/** The mail of a Monday tells of three days, that of a Tuesday of one: `eve` is the first of them. */
const ANCHORS = [
  { anchor: "2026-11-23", eve: -3 },
  { anchor: "2026-11-24", eve: -1 },
] as const;

describe.each(ANCHORS)("the mail of $anchor finds every kind of", ({ anchor, eve }) => {
  const { world, at, on } = historyOf(anchor);
  const today = [...on(0).values()];
  const active = today.filter(({ status }) => status === "Active");
  const contracts = latestContractsAt(world, at(0));
  const jobs = integrationJobsAt(world, at(0));

  test("pace, most of them on it", () => {
    const bands = Map.groupBy(today.filter(isCapped), (row) => bandOf(row, on(-7).get(row.id), at(0)));
    expect(today.filter(isCapped).length).toBeGreaterThanOrEqual(25);
    expect(bands.get("on pace")?.length).toBeGreaterThanOrEqual(12);
    for (const band of ["at risk", "behind", "ahead"]) expect(bands.get(band)?.length, band).toBeGreaterThanOrEqual(2);
  });

  test("campaign", () => {
    expect(active.some(({ uncapped }) => uncapped)).toBe(true);
    expect(active.some(({ endTs }) => endTs === null)).toBe(true);
    expect(active.some(({ uncapped, leadsRequired }) => !uncapped && leadsRequired === 0)).toBe(true);
    for (const flag of ["testMode", "internalOnly", "useScheduledDelivery", "holdPublisherOverDelivery"]) {
      expect(
        active.some((row) => row[flag]),
        flag,
      ).toBe(true);
    }
    expect(today.some(({ isTemplate, status }) => isTemplate && status === "Inactive")).toBe(true);
    expect(active.some((row) => row.useScheduledDelivery && row.statistics.heldLeads > 0)).toBe(true);
    expect(new Set(active.map(({ currency }) => currency.name))).toEqual(new Set(["GBP", "USD", "EUR"]));
    expect(active.some((row) => Date.parse(row.statistics.lastConversion) < at(-4))).toBe(true);
  });

  test("change since the mail before", () => {
    const changed = (from: string, to: string) =>
      today.some(({ id, status }) => status === to && on(eve).get(id)?.status === from);
    expect(changed("Inactive", "Active")).toBe(true);
    expect(changed("Active", "Paused")).toBe(true);
    expect(changed("Active", "Ended")).toBe(true);
    expect([...on(eve).keys()].filter((id) => !on(0).has(id))).toHaveLength(1);
    const corrected = today.filter(({ id, statistics }) => {
      const { totalLeads, validLeads } = on(eve).get(id)?.statistics ?? { totalLeads: 0, validLeads: 0 };
      const arrivedInvalid = statistics.totalLeads - totalLeads - (statistics.validLeads - validLeads);
      return arrivedInvalid > 20;
    });
    expect(corrected.length).toBeGreaterThanOrEqual(1);
  });

  test("name that is hard to print", () => {
    const names = today.map(({ name }) => name as string).join("\n");
    const hard = [/<b>/, /é/, /[\u4e00-\u9fff]/, /\p{Extended_Pictographic}/u, /"/, /^=/m, /&/, /’/];
    for (const part of hard) expect(names).toMatch(part);
    expect(contracts.some(({ campaign }) => on(0).get(campaign.id).name !== campaign.name)).toBe(true);
  });

  test("contract", () => {
    const live = contracts.filter(({ campaign }) => campaign.status === "Active");
    expect(new Set(live.map((row) => row.currentContractStatus))).toEqual(new Set(["Active", "Inactive", "Unsigned"]));
    const unsigned = live.filter(({ signedTs }) => signedTs === null);
    expect(unsigned.some((row) => row.current && Date.parse(row.createdTs) < at(-5))).toBe(true);
    expect(unsigned.some((row) => !row.current)).toBe(true);
    const ending = live.filter((row) => row.endTs !== null && Date.parse(row.endTs) < at(7));
    expect(ending.some((row) => row.statistics.billableLeads < row.leadsRequired)).toBe(true);
    expect(live.some((row) => row.leadsRequired > 0 && row.statistics.billableLeads === row.leadsRequired)).toBe(true);
    const banded = live.filter(({ campaignPublisherBands }) => campaignPublisherBands.length === 3);
    expect(banded.some((row) => row.capsOnBands && row.leadsRequired === null)).toBe(true);
    const fixed = live.filter(({ contractType }) => contractType === "fixed");
    expect(new Set(fixed.map((row) => row.fixedAmountFulfilled))).toEqual(new Set([true, false]));
  });

  test("campaign whose counter is not its contracts' sum: leads without a publisher, or above a publisher's cap", () => {
    const billable = (row: AnyRecord) =>
      contracts
        .filter(({ campaign }) => campaign.id === row.id)
        .reduce((sum, { statistics }) => sum + statistics.billableLeads, 0);
    expect(today.some((row) => row.statistics.billableLeads > billable(row) && billable(row) > 0)).toBe(true);
  });

  test("integration job: broken for days, newly broken, well again, switched off, with unmapped fields", () => {
    const failed = (day: number, time: string) => byId(integrationJobsAt(world, at(day, time)));
    const grew = (job: AnyRecord, from: Map<number, AnyRecord>, to: Map<number, AnyRecord>) =>
      to.get(job.id).statistics.failed - (from.get(job.id)?.statistics.failed ?? 0) >= 3;
    const [week, lately, eveNoon, now] = [failed(-7, "05:00"), failed(eve, "09:00"), failed(eve, "12:00"), byId(jobs)];
    expect(jobs.some((job) => grew(job, week, lately) && grew(job, eveNoon, now))).toBe(true);
    expect(jobs.some((job) => !grew(job, week, lately) && grew(job, lately, now))).toBe(true);
    expect(jobs.some((job) => grew(job, week, eveNoon) && !grew(job, eveNoon, now))).toBe(true);
    expect(jobs.some((job) => !job.enabled && job.campaign.status === "Active")).toBe(true);
    expect(jobs.some((job) => job.unmappedFields.length === 2 && job.campaign.status === "Active")).toBe(true);
    for (const { statistics } of jobs) expect(statistics.total).toBe(statistics.passed + statistics.failed);
    expect(active.some((row) => row.statistics.heldLeads > 20 && !row.useScheduledDelivery)).toBe(true);
  });

  test("publisher, one with an invalid rate that jumps", () => {
    const sums = (day: number) => {
      const those = latestContractsAt(world, at(day)).filter(({ publisher }) => publisher.name === "WhitepaperHub");
      const sum = (key: string) => those.reduce((total, { statistics }) => total + statistics[key], 0);
      return { total: sum("totalLeads"), invalid: sum("invalidLeads") };
    };
    const [month, before, now] = [sums(-31), sums(eve), sums(0)];
    expect(now.total - before.total).toBeGreaterThanOrEqual(20);
    const rate = (from: typeof month, to: typeof month) => (to.invalid - from.invalid) / (to.total - from.total);
    expect(rate(before, now)).toBeGreaterThan(rate(month, before) + 0.1);
  });
});
