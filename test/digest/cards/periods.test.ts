import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import type { DigestModel } from "../../../shared/digest/digest-model.ts";
import type { DigestInput } from "../../../shared/digest/input/digest-input.ts";
import { addDays, type Day, weekdayOf } from "../../../shared/platform/day.ts";
import { pounds } from "../rows.ts";
import { isWeekday, type Plan, tenOnWeekdays, worldOf } from "./world.ts";

const WEEK = { period: "week", days: ["MON"] };
const MONTH = { period: "month" };

const weekly = (plans: readonly Plan[], missing: readonly Day[] = []): DigestModel =>
  buildDigest(worldOf(plans, { date: "2026-11-23", days: 43, settings: WEEK, over: { since: "2026-11-16" }, missing }));

function monthly(plans: readonly Plan[], over: Partial<DigestInput> = {}): DigestModel {
  const input = worldOf(plans, {
    date: "2026-12-01",
    days: 66,
    settings: MONTH,
    over: { since: "2026-11-01", ...over },
  });
  return buildDigest(input);
}

describe("the figures of a day", () => {
  const daily = (missing: readonly Day[]) => buildDigest(worldOf([{}], { missing })).day;

  test("stand beside the same weekday a week before", () => {
    expect(daily([])).toMatchObject({
      compared: { firstDay: "2026-11-16", lastDay: "2026-11-16", back: 1 },
      leads: 10,
      leadsBeside: { now: 10, before: 10, share: 1 },
    });
  });

  test("stand beside the last like day where its snapshots are missing, and say how far back that is", () => {
    expect(daily(["2026-11-17"])?.compared).toMatchObject({ firstDay: "2026-11-09", back: 2 });
    expect(daily(["2026-11-17", "2026-11-09"])?.compared).toMatchObject({ firstDay: "2026-11-02", back: 3 });
    expect(daily(["2026-11-16", "2026-11-10", "2026-11-03", "2026-10-26"])?.compared).toBeNull();
  });

  test("compare revenue like for like, and say of what share of it that is", () => {
    const earning = (rate: (day: Day) => bigint): Plan => ({
      shows: (day) => ({
        rate_to_base: rate(day),
        base_currency_revenue: pounds(100) * BigInt(daysSince(day)),
        base_currency_publisher_payout: pounds(60) * BigInt(daysSince(day)),
      }),
    });
    const moved = earning((day) => (day < "2026-11-18" ? 10_000n : 11_000n));
    const { day } = buildDigest(worldOf([earning(() => 10_000n), moved]));
    expect(day).toMatchObject({
      revenue: pounds(200),
      revenueBeside: { now: pounds(100), before: pounds(100), share: 0.5 },
      margin: 0.4,
      marginBeside: { now: 0.4, before: 0.4 },
    });
  });

  test("have no change on the first day", () => {
    const { day } = buildDigest(worldOf([{}], { days: 1 }));
    expect(day).toMatchObject({ compared: null, leads: null, leadsBeside: null, revenue: null, invalid: null });
  });

  test("name the publisher whose leads are not accepted", () => {
    const plan: Plan = {
      leads: (day) => (isWeekday(day) ? 40 : 0),
      invalid: (day) => (day === "2026-11-23" ? 30 : isWeekday(day) ? 2 : 0),
    };
    const { day } = buildDigest(worldOf([plan]));
    expect(day?.invalid).toEqual({
      invalid: 30,
      total: 40,
      worst: { publisher: { id: 5, name: "Star Publisher" }, invalid: 30 },
    });
    expect(day?.invalidBeside?.before).toEqual({ invalid: 2, total: 40 });
  });
});

const daysSince = (day: Day): number => Math.round((Date.parse(day) - Date.parse("2026-10-01")) / 86_400_000);

describe("the month so far", () => {
  test("loses of a currency whose rate moves that one day's revenue and no other, and says so", () => {
    const earning = (rate: (day: Day) => bigint): Plan => ({
      shows: (day) => ({ rate_to_base: rate(day), base_currency_revenue: pounds(100) * BigInt(daysSince(day)) }),
    });
    const steady = earning(() => 10_000n);
    expect(weekly([steady, steady]).week?.month).toMatchObject({ revenue: pounds(22 * 200), revalued: false });
    const moved = earning((day) => (day < "2026-11-12" ? 10_000n : 11_000n));
    expect(weekly([steady, moved]).week?.month).toMatchObject({
      revenue: pounds(22 * 100 + 21 * 100),
      revalued: true,
      projected: { revenue: pounds(30 * 200 - 100) },
    });
  });
});

describe("a week", () => {
  test("is told day by day beside the week before", () => {
    const days = weekly([{ leads: (day) => (day >= "2026-11-16" ? tenOnWeekdays(day) : 4) }]).week?.days ?? [];
    expect(days.map(({ date }) => date)).toEqual(
      [..."6789"].map((one) => `2026-11-1${one}`).concat(["2026-11-20", "2026-11-21", "2026-11-22"]),
    );
    expect(days.map(({ leads, before }) => [leads, before])).toEqual([...Array(5).fill([10, 4]), [0, 4], [0, 4]]);
  });

  test("has no figure of the days beside a missing snapshot", () => {
    const days = weekly([{}], ["2026-11-19"]).week?.days ?? [];
    expect(days.map(({ leads }) => leads)).toEqual([10, 10, null, null, 10, 0, 0]);
  });

  test("lists advertisers by the money at stake on their cards, then by leads", () => {
    const { week, board } = weekly([
      { row: { advertiser_id: 1, advertiser_name: "Calm" } },
      { row: { advertiser_id: 2, advertiser_name: "Short", leads_required: 900 } },
      { row: { advertiser_id: 3, advertiser_name: "Busy" }, leads: (day) => 2 * tenOnWeekdays(day) },
      { row: { advertiser_id: 4, advertiser_name: "Still" }, leads: () => 0, shows: () => ({ uncapped: true }) },
    ]);
    expect(week?.advertisers.map(({ name, leads, leadsBefore }) => [name, leads, leadsBefore])).toEqual([
      ["Short", 50, 50],
      ["Busy", 100, 100],
      ["Calm", 50, 50],
    ]);
    expect(week?.advertisers[0]?.stake).toBe(board?.sums.atStake.money);
  });
});

describe("the month to date", () => {
  test("is projected by the mean of each weekday of four weeks, from the worst of them to the best", () => {
    // Mondays of 8, 10, 12 and 14; other weekdays 10; weekends 1.
    const mondays = ["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"];
    const leads = (day: Day): number =>
      mondays.includes(day) ? 8 + 2 * mondays.indexOf(day) : weekdayOf(day) > 5 ? 1 : 10;
    const month = weekly([{ leads }]).week?.month;
    // 1 to 22 November: three Mondays of 36, 12 other weekdays, 7 days of weekends.
    expect(month).toMatchObject({ firstDay: "2026-11-01", lastDay: "2026-11-30", toDay: "2026-11-22", leads: 163 });
    // 23 to 30 November: two Mondays, four other weekdays, two days of a weekend.
    expect(month?.projected).toMatchObject({ leads: 163 + 22 + 42, low: 163 + 16 + 42, high: 163 + 28 + 42 });
  });

  test("has no projection while a weekday is known on too few of its days", () => {
    const missing = Array.from({ length: 12 }, (_, at) => addDays("2026-10-28", -at));
    const few = worldOf([{}], { date: "2026-11-23", days: 24, settings: WEEK, over: { since: "2026-11-16" } });
    expect(buildDigest(few).week?.month).toMatchObject({ leads: 150, leadsBefore: null, historyFrom: "2026-10-30" });
    expect(weekly([{}], missing.slice(0, 1)).week?.month?.projected?.leads).toBeGreaterThan(150);
    const fewer = worldOf([{}], { date: "2026-11-16", days: 16, settings: WEEK, over: { since: "2026-11-09" } });
    expect(buildDigest(fewer).week?.month).toMatchObject({ leads: 100, projected: null });
  });

  test("is none where the snapshot before the month is missing", () => {
    expect(weekly([{}], ["2026-11-01"]).week?.month).toBeNull();
  });
});

describe("a month", () => {
  test("is compared with the month before per working day", () => {
    const { month, week } = monthly([{}]);
    expect(week).toBeNull();
    expect(month?.compared).toMatchObject({
      firstDay: "2026-10-01",
      lastDay: "2026-10-31",
      workingDays: { now: 21, before: 22 },
    });
    expect(month?.leads).toMatchObject({ now: 210, before: 220 });
  });

  test("tells how the forecasts of its first day came out, and who ended short", () => {
    const row = { end_date: "2026-11-20", leads_required: 450 };
    const slowed: Plan = { row, leads: (day) => (day < "2026-11-01" ? tenOnWeekdays(day) : 0) };
    const kept: Plan = { row, leads: (day) => (day <= row.end_date ? tenOnWeekdays(day) : 0) };
    const { month } = monthly([kept, slowed, {}]);
    expect(month?.forecasts).toMatchObject({ made: "2026-10-31", close: 1 });
    const rows = month?.forecasts?.rows ?? [];
    expect(rows.map(({ campaign, delivered }) => [campaign.id, delivered])).toEqual([
      [2, 250],
      [1, 400],
    ]);
    expect(Math.abs((rows[1]?.forecast ?? 0) - 400)).toBeLessThanOrEqual(10);
    expect(month?.endedShort.map(({ campaign, missing, money }) => [campaign.id, missing, money])).toEqual([
      [2, 200, pounds(10_000)],
      [1, 50, pounds(2_500)],
    ]);
  });

  test("lists the publishers, and what is over-contracted", () => {
    const { month } = monthly([{ row: { leads_required: 2_000 } }]);
    expect(month?.publishers).toMatchObject([{ publisher: { id: 5 }, leads: 210, invalid: 0 }]);
    expect(month?.overcommitted).toMatchObject([{ campaign: { id: 1 }, contracts: 1 }]);
  });
});
