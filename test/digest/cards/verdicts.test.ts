import { describe, expect, test } from "vitest";
import { paceVerdict, pausedVerdict, silentVerdict } from "../../../shared/digest/cards/judge/pace-verdicts.ts";
import { campaignStake, failedLeads, stuckLeads } from "../../../shared/digest/cards/judge/stake.ts";
import { benchOf } from "../../../shared/digest/cards/judge/subjects.ts";
import { timelineOf } from "../../../shared/digest/cards/replay/timeline.ts";
import { rulesOf } from "../../../shared/digest/cards/rules.ts";
import { accountOf } from "../../../shared/digest/model/account.ts";
import { moneyFrom } from "../../../shared/digest/model/money-movement.ts";
import type { Pace } from "../../../shared/digest/model/pace.ts";
import { campaign, digestSettings, pounds } from "../rows.ts";
import { type Plan, tenOnWeekdays, worldOf } from "./world.ts";

const RULES = rulesOf(digestSettings().thresholds);
const pace = (share: number | null, over: Partial<Pace> = {}): Pace => ({
  ...{
    required: 300,
    capLeads: 150,
    endDate: "2026-11-30",
    daysTotal: 30,
    daysElapsed: 20,
    daysLeft: 10,
    expected: 200,
  },
  ...{
    index: 0.75,
    rate: 9,
    forecast: 240,
    weekdayForecast: null,
    needed: 15,
    reachedOn: null,
    status: "at-risk",
    share,
  },
  ...over,
});
const paused = { status: "Paused" };
const ends = (key: string) => ({ key, verdict: "ends", always: false });

describe("the pace of a campaign", () => {
  const verdict = (share: number | null) => paceVerdict(campaign(), pace(share), RULES)?.verdict ?? null;

  test("holds at once below 70 % of its cap, on two days below 85 %, and is well from 90 % on: each bound belongs to the better side", () => {
    expect([0.6999, 0.7, 0.8499, 0.85, 0.8999, 0.9].map(verdict)).toEqual([
      "starts",
      "on",
      "on",
      "keeps",
      "keeps",
      "off",
    ]);
    expect(verdict(null)).toBeNull();
    expect(paceVerdict(campaign(), null, RULES)).toBeNull();
  });

  test("is no matter of what stands still, or has no cap", () => {
    for (const row of [paused, { uncapped: true }, { leads_required: 0 }])
      expect(paceVerdict(campaign(row), pace(0.1), RULES)).toEqual(ends("pace"));
    expect(paceVerdict(campaign({ leads_required: null }), null, RULES)).toBeNull();
  });
});

describe("silence", () => {
  const judged = (plan: Plan, share: number | null, row = {}) => {
    const account = accountOf(worldOf([plan]));
    const { last } = account.campaignSeries;
    const of = { row: campaign(row), pace: share === null ? null : pace(share), position: last };
    return silentVerdict(benchOf(account, RULES), of);
  };
  const quiet: Plan = { leads: (day) => (day < "2026-11-19" ? tenOnWeekdays(day) : 0) };

  test("is a card whatever is at stake, once nothing came for two weekdays and it is behind", () => {
    expect(judged(quiet, 0.96)).toEqual({ key: "silent", verdict: "starts", always: true });
    expect(judged({}, 0.96)).toEqual({ key: "silent", verdict: "off", always: true });
    expect(judged(quiet, 0.97)).toEqual({ key: "silent", verdict: "off", always: false });
  });

  test("cannot be told without a pace, or where leads are not known", () => {
    expect(judged(quiet, null)).toBeNull();
    expect(judged({ ...quiet, shows: () => ({ total_leads: null }) }, 0.5)).toBeNull();
  });

  test("is no matter of what stands still, or has no cap", () => {
    for (const row of [paused, { uncapped: true }]) expect(judged(quiet, 0.5, row)).toEqual(ends("silent"));
  });
});

describe("a pause", () => {
  const judged = (index: number | null, row = {}, today = "2026-11-20") =>
    pausedVerdict(campaign({ ...paused, ...row }), index === null ? null : pace(0.5, { index }), {
      today,
      rules: RULES,
    });

  test("is a card whatever is at stake where less is delivered than its time asks for", () => {
    expect(judged(0.9699)).toEqual({ key: "paused", verdict: "starts", always: true });
    expect(judged(0.97)).toEqual({ key: "paused", verdict: "off", always: true });
  });

  test("says nothing before three weekdays, without a pace, or without a start", () => {
    // A Monday: its third weekday is the Wednesday.
    expect(judged(0.1, { start_date: "2026-11-16" }, "2026-11-17")).toBeNull();
    expect(judged(0.1, { start_date: "2026-11-16" }, "2026-11-18")?.verdict).toBe("starts");
    expect(judged(null)).toBeNull();
    expect(judged(0.1, { start_date: null })).toBeNull();
    const unknown = pausedVerdict(campaign(paused), pace(0.5, { index: null }), { today: "2026-11-20", rules: RULES });
    expect(unknown).toBeNull();
  });

  test("is over where it runs, or has no cap", () => {
    expect(judged(0.1, { status: "Active" })).toEqual(ends("paused"));
    expect(judged(0.1, { uncapped: true })).toEqual(ends("paused"));
  });
});

describe("what is at stake of a campaign", () => {
  const account = accountOf(worldOf([{}]));
  const bench = benchOf(account, RULES);
  const row = campaign({ billable_leads: 150, base_currency_payout_amount: pounds(50) });
  const none = { row, pace: null, stopped: false, failed: [], money: null };
  const stake = (of: Partial<Parameters<typeof campaignStake>[1]>) => campaignStake(bench, { ...none, ...of });
  const nothing = { of: "short", leads: 0, money: 0n };

  test("are the leads that it will lack, from just behind on", () => {
    expect(stake({ pace: pace(0.9) })).toEqual({ of: "short", leads: 30, money: pounds(1_500) });
    expect(stake({ pace: pace(0.97) })).toEqual(nothing);
    expect(stake({ row: { ...row, ...paused }, pace: pace(0.9) })).toEqual(nothing);
    expect(stake({ stopped: true, pace: pace(0.9) })).toEqual({ of: "short", leads: 150, money: pounds(7_500) });
  });

  test("are the leads of the job that failed most, or what is on hold, unless that is on purpose", () => {
    expect(stake({ failed: [3, 9, 4] })).toEqual({ of: "stuck", leads: 9, money: pounds(450) });
    expect(stuckLeads({ ...row, held_leads: 40 }, 9)).toBe(40);
    for (const purpose of [{ use_scheduled_delivery: true }, { hold_publisher_over_delivery: true }])
      expect(stuckLeads({ ...row, held_leads: 40, ...purpose }, 9)).toBe(9);
  });

  test("is what was paid beyond what was earned, and nothing where a margin is merely low", () => {
    const money = (earned: number, paid: number) => moneyFrom(pounds(earned), pounds(paid));
    expect(stake({ pace: pace(1), money: money(100, 900) })).toEqual({ of: "lost", leads: null, money: pounds(800) });
    expect(stake({ pace: pace(1), money: money(100, 100) })).toEqual(nothing);
  });

  test("is nothing where all is well, and unknown where what is short is", () => {
    expect(stake({ pace: pace(1) })).toEqual(nothing);
    for (const over of [{ uncapped: true }, { leads_required: 0 }, { billable_leads: 300 }])
      expect(stake({ row: { ...row, ...over } })).toEqual(nothing);
    for (const over of [{}, { billable_leads: null }, { leads_required: null }])
      expect(stake({ row: { ...row, ...over } })).toBeNull();
    expect(stake({ pace: pace(null) })).toBeNull();
  });

  test("is not made of a job that is switched off since", () => {
    const failing = (job: Plan["job"]): readonly number[] => {
      const world = worldOf([{ fails: (day) => (day >= "2026-11-19" ? tenOnWeekdays(day) : 0), ...(job && { job }) }]);
      const of = accountOf(world);
      const moment = timelineOf(of).moments.at(-1);
      if (moment === undefined) throw new Error("no moment");
      const parts = { campaign: campaign(), contracts: [], jobs: of.jobs, everyContract: [] };
      return failedLeads(benchOf(of, RULES), parts, moment);
    };
    expect(failing({})).toEqual([10]);
    expect(failing({ enabled: false })).toEqual([]);
  });
});
