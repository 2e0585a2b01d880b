import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { renderText } from "../../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../../shared/digest/frame/subject.ts";
import type { DigestInput } from "../../../shared/digest/input/digest-input.ts";
import { type Day, daysBetween } from "../../../shared/platform/day.ts";
import { inputOf, pounds, snapshot } from "../rows.ts";
import { asOf, boardOf, idsOf, isWeekday, type Plan, tenOnWeekdays, worldOf } from "./world.ts";

// What a mail says must be so, by its own figures and by what has happened.

const textOf = (input: DigestInput): string => renderText(buildDigest(input));
const FIRST = "2026-10-01";
const MONDAY = "2026-11-23";
const weekly = (plans: readonly Plan[], more: Parameters<typeof worldOf>[1] = {}) =>
  worldOf(plans, {
    date: MONDAY,
    days: 43,
    settings: { period: "week", days: ["MON"] },
    over: { since: "2026-11-16" },
    ...more,
  });
const monthly = (plans: readonly Plan[]) =>
  worldOf(plans, { date: "2026-12-01", days: 66, settings: { period: "month" }, over: { since: "2026-11-01" } });
/** Short of a lot: it makes any mail one with something to act on. */
const BUSY: Plan = {
  row: { leads_required: 5_000 },
  shows: (day) => (day >= MONDAY ? { leads_required: 20_000 } : {}),
};

describe("revenue", () => {
  const earning = (perDay: number, rate: (day: Day) => bigint, of: Plan["row"] = {}): Plan => ({
    row: { leads_required: 400, currency_is_base: false, currency: "USD", ...of },
    shows: (day) => {
      const days = BigInt(daysBetween(FIRST, day) + 1);
      const amounts = { revenue: pounds(perDay) * days, payout: pounds(perDay * 0.6) * days };
      return {
        rate_to_base: rate(day),
        ...{ base_currency_revenue: amounts.revenue, base_currency_publisher_payout: amounts.payout },
      };
    },
  });
  const steady = earning(100, () => 10_000n, { currency: "GBP", currency_is_base: true });
  const moving = (on: Day) =>
    earning(1_000, (day) => (day < on ? 8_000n : 8_100n), { advertiser_id: 320, advertiser_name: "Globex" });

  test("of a week in which a rate moved is without that day alone, the same at the top as by advertiser, and the mail says so", () => {
    const text = textOf(weekly([steady, moving("2026-11-20")]));
    expect(text).toContain("Revenue £6,700,");
    expect(text).toContain("Northwind (319): 50 leads, ±0; revenue £700.");
    expect(text).toContain("Globex (320): 50 leads, ±0; revenue £6,000.");
    expect(text).toContain("Revenue is without 1 campaign on days on which a currency’s rate moved.");
  });

  test("of the day on which a rate moved is said to be without it, and of a day on which none did nothing is said", () => {
    expect(textOf(worldOf([steady, moving("2026-11-23")]))).toContain("Revenue is without 1 campaign on days");
    expect(textOf(worldOf([steady, moving("2026-11-20")]))).not.toContain("Revenue is without");
  });

  test("that is not known is said to be missing, where the leads are known", () => {
    const unknown: Plan = { ...steady, shows: () => ({ base_currency_revenue: null }) };
    expect(textOf(worldOf([steady, unknown]))).toContain("Revenue or payout of 1 campaign is not known.");
    // Of a campaign that is new no movement is known, of leads and money alike.
    const old = worldOf([steady]);
    const [newest, both] = [old.campaigns.newest, worldOf([steady, steady]).campaigns];
    if (newest === undefined) throw new Error("no snapshot");
    const withNew = inputOf(old.date, {
      campaigns: [
        ...old.campaigns.history.slice(0, -1).map(({ info, rows }) => snapshot(info.date, rows as never[])),
        snapshot(newest.info.date, both.newest?.rows ?? []),
      ],
    });
    expect(textOf(withNew)).not.toContain("is not known");
  });
});

describe("what is at stake", () => {
  const unpriced = { base_currency_payout_amount: null, payout_amount: null };
  const money = (paid: number) => (day: Day) => {
    const days = BigInt(daysBetween(FIRST, day) + 1);
    return { base_currency_revenue: pounds(100) * days, base_currency_publisher_payout: pounds(paid) * days };
  };

  test.each([105, 95, 60])(
    "of leads without a price is not hidden by money that is worth no card: £100 earned, £%i paid",
    (paid) => {
      const plan: Plan = {
        row: { ...unpriced },
        shows: (day) => ({ leads_required: day >= "2026-11-20" ? 2_000 : 500, ...money(paid)(day) }),
      };
      const board = boardOf(worldOf([plan]));
      expect([...board.act, ...board.open]).toMatchObject([{ stake: { of: "short", leads: 1_460, money: null } }]);
    },
  );

  test("is said to be of leads only where it is", () => {
    const loss: Plan = {
      row: { leads_required: 300 },
      shows: (day) => ({
        ...money(100)(day),
        ...(day >= MONDAY
          ? { base_currency_publisher_payout: money(100)(day).base_currency_publisher_payout + pounds(900) }
          : {}),
      }),
    };
    expect(textOf(worldOf([loss]))).toMatch(/£900 · lost/);
    expect(textOf(worldOf([loss]))).not.toContain("Leads short or stuck");
    expect(textOf(worldOf([BUSY]))).toContain("Leads short or stuck, at their price.");
  });
});

describe("an end that no mail has told yet", () => {
  const until = (end: Day, later: Day, from: Day, cap: number): Plan => ({
    row: { leads_required: cap },
    shows: (day) => ({ end_date: day < from ? end : later }),
  });

  test("is none once it is later, on a weekday or at a weekend", () => {
    const week = weekly([until("2026-11-18", "2026-12-31", "2026-11-20", 400)]);
    const monday = worldOf([until("2026-11-20", "2026-12-31", "2026-11-21", 500)], {
      date: MONDAY,
      over: { since: "2026-11-20" },
    });
    for (const world of [week, monday]) expect(boardOf(world).act).toEqual([]);
    expect(textOf(week)).toContain("End: Campaign 1 (1), Wed 18 Nov → 31 Dec.");
  });

  const late = (cap: number, on: Day): Plan => ({
    row: { leads_required: cap, end_date: "2026-11-18", name: "Late" },
    leads: (day) => (day > "2026-11-18" ? (day === on ? 60 : 0) : day < "2026-11-01" ? 0 : tenOnWeekdays(day)),
  });

  test("is told by what is missing now: leads of its last days count, and a cap that they fill is no card", () => {
    expect(boardOf(weekly([late(180, "2026-11-20")])).act).toEqual([]);
    const month = textOf(monthly([{}, late(200, "2026-11-25")]));
    expect(month).toContain("£500 · Late (2): 190 of 200 by 18 Nov, 10 short.");
    expect(month).toContain("£500 · 10 leads short [Ended]");
    expect(month).toContain("190 of 200 (95%) on its last day, Wed 18 Nov.");
  });

  test("of a campaign that was switched off long before is no news; of one that is closed on its last days it is", () => {
    const off = (from: Day): Plan => ({
      row: { end_date: "2026-11-23" },
      leads: (day) => (day < from ? tenOnWeekdays(day) : 0),
      shows: (day) => ({ status: day >= from ? "Inactive" : "Active" }),
    });
    const never: Plan = {
      row: { end_date: "2026-11-23", start_date: "2026-11-01", status: "Inactive" },
      leads: () => 0,
    };
    for (const plan of [off("2026-11-02"), never]) expect(boardOf(worldOf([plan])).act).toEqual([]);
    expect(textOf(monthly([{}, { ...off("2026-11-02"), row: { end_date: "2026-11-16" } }]))).not.toContain(
      "Ended short",
    );
    for (const from of ["2026-11-22", "2026-11-23", "2026-11-24"])
      expect(boardOf(worldOf([off(from)])).act).toMatchObject([{ causes: [{ kind: "ended-short" }] }]);
  });
});

test("a campaign that runs again is over as that: how it will end is not known yet", () => {
  const isPaused = (day: Day): boolean => day >= "2026-11-03" && day < "2026-11-18";
  const plan: Plan = {
    row: { leads_required: 800, name: "Resumed" },
    leads: (day) => (isPaused(day) ? 0 : tenOnWeekdays(day)),
    shows: (day) => (isPaused(day) ? { status: "Paused", pause_ts: Date.parse("2026-11-03T10:00:00Z") } : {}),
  };
  expect(textOf(worldOf([plan], { date: "2026-11-19" }))).toContain("Over: Resumed (1), resumed after");
});

describe("invalid leads", () => {
  const of = (name: string, publisher: number, leads: Plan["leads"], invalid: Plan["invalid"]): Plan => ({
    row: { leads_required: 1_500 },
    ...(leads === undefined ? {} : { leads }),
    ...(invalid === undefined ? {} : { invalid }),
    contract: () => ({ publisher_id: publisher, publisher_name: name }),
  });

  test("by one publisher are those of the days told of, and not of the day that its card is about", () => {
    const bad = of(
      "Star Publisher",
      5,
      (day) => (day === "2026-11-23" ? 4 : isWeekday(day) ? 40 : 0),
      (day) => (day === "2026-11-23" ? 0 : day === "2026-11-20" || day === "2026-11-19" ? 23 : isWeekday(day) ? 2 : 0),
    );
    const other = of(
      "Other",
      9,
      (day) => (isWeekday(day) ? 30 : 0),
      (day) => (isWeekday(day) ? 1 : 0),
    );
    const text = textOf(worldOf([bad, other]));
    expect(text).toContain("Star Publisher (5)");
    expect(text).toMatch(/Invalid: 1 of 34 \(3%, [^)]*points vs Mon 16 Nov\)/);
    const friday = textOf(asOf(worldOf([bad, other]), "2026-11-21"));
    expect(friday).toContain("Invalid: 24 of 70");
    expect(friday).toContain("23 of them by Star Publisher (5)");
  });

  test("are compared like for like", () => {
    const few = of(
      "A",
      5,
      (day) => (isWeekday(day) ? 40 : 0),
      (day) => (isWeekday(day) ? 2 : 0),
    );
    const many = of(
      "B",
      6,
      (day) => (isWeekday(day) ? 40 : 0),
      (day) => (isWeekday(day) ? 20 : 0),
    );
    const unknownThen: Plan = { ...many, shows: (day) => (day === "2026-11-16" ? { billable_leads: null } : {}) };
    expect(textOf(worldOf([few, unknownThen]))).toContain("Invalid: 22 of 80 (28%, 0.0 points vs Mon 16 Nov)");
  });
});

describe("a change", () => {
  test("is one on the week before only where that week was compared with", () => {
    const growing: Plan = {
      leads: (day) => (isWeekday(day) ? (day < "2026-11-09" ? 5 : 10) : 0),
      row: { leads_required: 600 },
    };
    expect(textOf(weekly([growing]))).toMatch(/^50 leads, ±0 on the week before$/m);
    const eightDays = weekly([growing], { missing: ["2026-11-16"] });
    expect(textOf(eightDays)).toMatch(/^50 leads, \+25 vs 1–8 Nov$/m);
    expect(subjectOf(buildDigest(eightDays))).toMatch(/: 50 leads; /);
  });

  test("of a part of a month's leads says of what part", () => {
    const unknown: Plan = {
      row: { leads_required: 3_000 },
      leads: (day) => (isWeekday(day) ? 90 : 0),
      shows: (day) => (day === "2026-10-31" || day === "2026-09-30" ? { billable_leads: null } : {}),
    };
    const growing: Plan = { leads: (day) => (isWeekday(day) ? (day >= "2026-11-01" ? 15 : 10) : 0) };
    expect(textOf(monthly([growing, unknown]))).toMatch(
      /^2,205 leads in November, \+5 a working day vs 1–31 Oct, of the 14% that can be compared$/m,
    );
    expect(textOf(monthly([growing]))).toMatch(/^315 leads in November, \+5 a working day on October$/m);
  });

  test("of an advertiser stands beside its leads only where the week before is there", () => {
    expect(textOf(weekly([{}]))).toContain("Northwind (319): 50 leads, ±0;");
    expect(textOf(weekly([{}], { missing: ["2026-11-09"] }))).toContain("Northwind (319): 50 leads; revenue");
  });

  test("history that is merely not read is not said to be missing", () => {
    const read = (days: number) => weekly([{}], { date: "2026-11-16", days, over: { since: "2026-11-09" } });
    expect(textOf(read(43))).not.toContain("no history");
    expect(textOf(read(20))).toContain("October: no history before 27 Oct.");
  });
});

describe("what changed", () => {
  const noted = (plan: Plan): string => textOf(worldOf([BUSY, plan])).split("For information")[1] ?? "";
  const from =
    <T>(now: T, before: T) =>
    (day: Day): T =>
      day >= MONDAY ? now : before;

  test("a campaign starts when it runs, not when its date has come", () => {
    const starting = (status: string): Plan => ({
      leads: () => 0,
      row: { start_date: "2026-11-24", status, name: "New one" },
    });
    expect(noted(starting("Active"))).toContain("Started: New one (2).");
    for (const status of ["Setup Required", "Paused"]) expect(noted(starting(status))).not.toContain("Started");
    const paused: Plan = { ...starting("Active"), shows: from({ status: "Paused" }, { status: "Active" }) };
    expect(noted(paused)).toContain("Paused: New one (2).");
  });

  test("nothing is told of what is not known: a status, a cap, a contract's cap", () => {
    const status: Plan = {
      row: { leads_required: 300, name: "N" },
      shows: from<Plan["row"]>({ status: null }, { status: "Paused" }) as NonNullable<Plan["shows"]>,
    };
    const cap: Plan = {
      row: { name: "N" },
      shows: from<Plan["row"]>({ leads_required: null }, { leads_required: 300 }) as NonNullable<Plan["shows"]>,
      contract: from<object>({ leads_required: null }, { leads_required: 100 }),
    };
    for (const plan of [status, cap]) expect(noted(plan)).not.toContain("N (2)");
  });

  test("a contract's cap is that of its bands, none where it is uncapped, and a number that stands for none is no cap", () => {
    const bands = (...caps: readonly number[]) => ({
      ...{ caps_on_bands: true, leads_required: null },
      bands: caps.map((leads) => ({ leads_required: leads })) as never,
    });
    const contract = (now: object, before: object): Plan => ({ row: { name: "C" }, contract: from(now, before) });
    expect(noted(contract({ uncapped: true, leads_required: 0 }, { leads_required: 100 }))).toContain(
      "100 → uncapped.",
    );
    expect(noted(contract({ uncapped: true, leads_required: 1 }, { uncapped: true, leads_required: 0 }))).not.toContain(
      "C (2)",
    );
    const renewed = contract(
      { ...bands(150, 150), id: 900, start_date: "2026-11-23" },
      { ...bands(100, 100), end_date: "2026-11-22" },
    );
    expect(noted(renewed)).toContain("Renewed: Star Publisher (5) on C (2), 200 → 300 leads, signed.");
  });
});

test("no lead is said to have come since a day on which one did", () => {
  const plan: Plan = {
    row: { leads_required: 900 },
    leads: (day) => (day < "2026-11-18" ? tenOnWeekdays(day) : 0),
    shows: (day) => (day >= "2026-11-10" ? { last_conversion: Date.parse("2026-11-10T12:00:00Z") } : {}),
  };
  const world = worldOf([plan]);
  expect(textOf(world)).toContain("No lead since Tue 17 Nov.");
  expect(idsOf([...boardOf(world).act, ...boardOf(world).open])).toEqual([1]);
});

test("a name that ends in a mark of its own gets no full stop in a subject", () => {
  const asking = worldOf([{ ...BUSY, row: { ...BUSY.row, name: "Is your data ready?" } }]);
  expect(subjectOf(buildDigest(asking))).toMatch(/: Is your data ready\? Mon 23 Nov/);
});
