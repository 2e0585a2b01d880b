import { describe, expect, test } from "vitest";
import type { Board } from "../../../shared/digest/cards/board.ts";
import type { Card } from "../../../shared/digest/cards/card.ts";
import { addDays, type Day, weekdayOf } from "../../../shared/platform/day.ts";
import { pounds } from "../rows.ts";
import { boardOf, idsOf, isWeekday, type Plan, TODAY, tenOnWeekdays, type WorldOptions, worldOf } from "./world.ts";

/** The day that the newest snapshot tells of, a Monday. */
const MONDAY: Day = "2026-11-23";
const FRIDAY: Day = "2026-11-20";

const tierOf = (board: Board, id: number): string =>
  (["act", "open", "watch"] as const).find((tier) => idsOf(board[tier]).includes(id)) ?? "none";

function judged(plan: Plan, options?: WorldOptions): { tier: string; card: Card | undefined; board: Board } {
  const board = boardOf(worldOf([plan], options));
  const card = [...board.act, ...board.open, ...board.watch].find(({ subject }) => subject.kind === "campaign");
  return { tier: tierOf(board, 1), card, board };
}

const causes = (card: Card | undefined): readonly string[] =>
  (card?.causes ?? []).map(({ kind, calls }) => (calls ? `${kind}!` : kind));

/** Ten a weekday make 540 by the last day: 260 so far and 28 weekdays to come. */
const AT_THE_END = 540;
const withForecast = (share: number): Plan => ({ row: { leads_required: Math.round(AT_THE_END / share) } });

describe("pace", () => {
  test.each([
    [0.849, "act or open", ["pace!"]],
    [0.86, "watch", ["pace"]],
    [0.969, "watch", ["pace"]],
    [0.98, "none", []],
    [1.2, "none", []],
  ])("a forecast that has been at %d of the cap for weeks: %s", (share, tier, kinds) => {
    const found = judged(withForecast(share));
    expect(tier.split(" or ")).toContain(found.tier);
    expect(causes(found.card)).toEqual(kinds);
  });

  test("a campaign that falls below 85 % is a card on the second day, and one that falls below 70 % on the first", () => {
    // Raised caps: the forecast is the same and the share another one.
    const raised = (from: Day, share: number): Plan => ({
      row: { leads_required: 500 },
      shows: (day) => (day >= from ? { leads_required: Math.round(AT_THE_END / share) } : {}),
    });
    expect(judged(raised(MONDAY, 0.8)).tier).toBe("watch");
    expect(judged(raised(FRIDAY, 0.8)).board.act[0]?.telling).toEqual({ why: "new" });
    expect(judged(raised(MONDAY, 0.701)).tier).toBe("watch");
    expect(judged(raised(MONDAY, 0.699)).board.act[0]?.telling).toEqual({ why: "new" });
  });

  test("it leaves at 90 % on two days, and stays below that", () => {
    const lowered = (from: Day, share: number): Plan => ({
      row: { leads_required: 900 },
      shows: (day) => (day >= from ? { leads_required: Math.round(AT_THE_END / share) } : {}),
    });
    expect(judged(lowered(MONDAY, 0.95)).card).toMatchObject({ easing: true });
    const over = judged(lowered(FRIDAY, 0.905)).board;
    expect(over.over).toMatchObject([{ end: "well", subject: { campaign: { id: 1 } } }]);
    expect(tierOf(over, 1)).toBe("watch");
    expect(judged(lowered(FRIDAY, 0.895)).card).toMatchObject({ easing: false });
    expect(judged(lowered("2026-11-10", 0.895)).tier).toMatch(/act|open/);
  });

  test("nobody is asked again to mend what looks mended: a line in place of the reminder that is due", () => {
    // Open since the snapshot of Wednesday 18: day 7 is today.
    const raised = (until: Day): Plan => ({
      row: { leads_required: 500 },
      shows: (day) =>
        day >= "2026-11-17" && day < until ? { leads_required: Math.round(AT_THE_END / 0.6) } : { leads_required: 500 },
    });
    expect(judged(raised("2026-12-31")).board.act).toMatchObject([{ telling: { why: "reminder" } }]);
    const { act, open } = judged(raised(MONDAY)).board;
    expect(act).toEqual([]);
    expect(open).toMatchObject([{ easing: true, next: null }]);
  });

  test("the floor decides whether it is a card: 500 in the base currency, or 20 leads without a price", () => {
    // 100 leads short.
    const short = (price: bigint | null): Plan => ({
      row: { leads_required: 640, base_currency_payout_amount: price },
    });
    expect(judged(short(pounds(5))).tier).toMatch(/act|open/);
    expect(judged(short(pounds(4.99))).tier).toBe("watch");
    expect(judged(short(null)).tier).toMatch(/act|open/);
    expect(judged(short(null), { settings: { thresholds: { atRiskBelow: 0.9 } } }).card?.stake).toEqual({
      of: "short",
      leads: 100,
      money: null,
    });
  });

  test("a cap that is reached ends it at once", () => {
    const plan: Plan = { row: { leads_required: 900 }, shows: (day) => (day >= MONDAY ? { leads_required: 200 } : {}) };
    expect(judged(plan).board.over).toMatchObject([{ end: "reached" }]);
  });
});

describe("silence", () => {
  /** Behind, with no lead since a day. */
  const silentSince = (last: Day, share = 0.95): Plan => ({
    ...withForecast(share),
    leads: (day) => (day <= last ? tenOnWeekdays(day) : 0),
  });

  test("of two whole weekdays is a card, of one it is none", () => {
    expect(causes(judged(silentSince("2026-11-19")).card)).toContain("silent!");
    expect(causes(judged(silentSince(FRIDAY)).card)).not.toContain("silent!");
  });

  test("over a weekend counts no day of it", () => {
    const friday = worldOf([silentSince("2026-11-12")], { date: "2026-11-14" });
    const monday = worldOf([silentSince("2026-11-12")], { date: "2026-11-16" });
    for (const input of [friday, monday]) expect(causes(boardOf(input).act[0])).not.toContain("silent!");
    const tuesday = worldOf([silentSince("2026-11-12")], { date: "2026-11-17" });
    expect(causes(boardOf(tuesday).act[0])).toContain("silent!");
  });

  test("of a campaign that is well is none", () => {
    expect(judged({ ...silentSince("2026-11-19"), row: { leads_required: 270 } }).tier).toBe("none");
  });

  test("is a card whatever is at stake", () => {
    const plan = silentSince("2026-11-19", 0.9);
    const cheap = { ...plan, row: { ...plan.row, base_currency_payout_amount: pounds(0.01) } };
    expect(judged(cheap).tier).toBe("act");
  });
});

describe("a job", () => {
  const failing = (failed: number, of: number, price = 200): Plan => ({
    leads: (day) => (day === MONDAY ? of : tenOnWeekdays(day)),
    fails: (day) => (day === MONDAY ? failed : 0),
    row: { base_currency_payout_amount: pounds(price) },
  });

  test.each([
    [5, 40, "act"],
    [4, 40, "watch"],
    [3, 6, "act"],
    [3, 7, "watch"],
    [2, 4, "watch"],
    // By the settings' share of 10 % it is not failing.
    [5, 60, "none"],
  ])("that fails %d of %d leads of the day: %s", (failed, of, tier) => {
    expect(judged(failing(failed, of)).tier).toBe(tier);
  });

  test("below the floor is watched, unless half of its leads fail", () => {
    expect(judged(failing(5, 40, 10)).tier).toBe("watch");
    expect(judged(failing(5, 10, 10)).tier).toBe("act");
  });

  test("is judged by a day's traffic: without any it stays what it was, and a good day is its first step out", () => {
    const plan: Plan = {
      ...failing(8, 10),
      leads: (day) => (day <= "2026-11-18" ? tenOnWeekdays(day) : 0),
      fails: (day) => (day === "2026-11-18" ? 8 : 0),
      row: { leads_required: 270, base_currency_payout_amount: pounds(200) },
    };
    expect(causes(judged(plan).card)).toEqual(["job!"]);
    expect(judged({ ...plan, leads: tenOnWeekdays }).board.over).toMatchObject([]);
    expect(judged({ ...plan, leads: tenOnWeekdays }).tier).toBe("none");
  });

  test("that is switched off is no cause any more", () => {
    expect(judged({ ...failing(8, 10), job: { enabled: false } }).tier).toBe("none");
  });

  test("has at stake what the campaign has on hold, unless that is on purpose", () => {
    const held = (on: object): Plan => {
      const plan = failing(8, 10);
      return { ...plan, row: { ...plan.row, held_leads: 42, ...on } };
    };
    expect(judged(held({})).card?.stake).toEqual({ of: "stuck", leads: 42, money: pounds(8_400) });
    expect(judged(held({ use_scheduled_delivery: true })).card?.stake.leads).toBe(8);
  });

  test("on a short campaign brings what it holds back", () => {
    const plan: Plan = { ...failing(8, 10), row: { leads_required: 640, held_leads: 42 } };
    const { card } = judged(plan);
    expect(card?.causes.map(({ kind }) => kind).toSorted()).toEqual(["job", "pace"]);
    expect(card?.stake).toEqual({ of: "short", leads: 100, money: pounds(5_000) });
    expect(card?.advice).toMatchObject({ act: "repair", release: 42, brings: { short: 100, becomes: 58 } });
  });
});

describe("a contract that waits for its signature", () => {
  const waiting = (share: number, days: number): Plan => ({
    ...withForecast(share),
    contract: () => ({
      signed_ts: null,
      current_contract_status: "Unsigned",
      created_ts: Date.parse(`${addDays(TODAY, -days)}T09:00:00Z`),
    }),
  });

  test.each([
    [0.9, 7, true],
    [0.9, 6, false],
    [0.99, 30, false],
  ])("on a campaign with a forecast of %d for %d days calls: %s", (share, days, calls) => {
    expect(causes(judged(waiting(share, days)).card)).toContain(calls ? "contract-unsigned!" : "contract-unsigned");
  });

  test.each([
    [3, true],
    [2, false],
  ])("on a campaign at risk calls from day 3 on: day %d, %s", (days, calls) => {
    expect(causes(judged(waiting(0.8, days)).card)).toContain(calls ? "contract-unsigned!" : "contract-unsigned");
  });

  test("is what there is to do", () => {
    expect(judged(waiting(0.9, 7)).card?.advice).toMatchObject({ act: "sign", contract: { id: 101 } });
  });
});

describe("facts", () => {
  test("a campaign that should run and is not set up is a card at once, as a paused one is", () => {
    const waiting: Plan = {
      row: { leads_required: 500 },
      shows: (day) => (day >= MONDAY ? { status: "Setup Required" } : {}),
    };
    expect(judged(waiting).board.act[0]).toMatchObject({
      stake: { leads: 240 },
      causes: [{ kind: "paused", isSetUp: false }],
      advice: { act: "set-up" },
    });
  });

  test("a campaign paused while it is behind is a card at once, one that is ahead is none", () => {
    const paused = (required: number): Plan => ({
      row: { leads_required: required },
      shows: (day) => (day >= MONDAY ? { status: "Paused" } : {}),
    });
    expect(judged(paused(500)).board.act[0]).toMatchObject({
      stake: { leads: 240 },
      advice: { act: "resume", campaignId: 1 },
    });
    // Its time asks for 54 of 92 days.
    expect(judged(paused(400)).tier).toBe("none");
  });

  test("a campaign that starts without a signature is a card on the day it starts", () => {
    const starting = (start: Day, contract: object): Plan => ({
      row: { start_date: start },
      leads: () => 0,
      contract: () => contract,
    });
    expect(judged(starting(TODAY, { signed_ts: null })).board.act[0]).toMatchObject({
      stake: { of: "short", leads: 500 },
      telling: { why: "new" },
    });
    expect(judged(starting("2026-11-25", { signed_ts: null })).tier).toBe("watch");
    expect(causes(judged(starting(TODAY, {})).card)).toEqual([]);
  });

  test.each([
    // 260 of 273.68 are 95 %.
    [274, "act"],
    [273, "none"],
  ])("a campaign that ends with 260 of %d leads: %s", (required, tier) => {
    expect(judged({ row: { leads_required: required, end_date: MONDAY } }).tier).toBe(tier);
  });

  test("one that ended short is told once, whatever the day of the week", () => {
    const ended = (end: Day, date: Day): Board =>
      boardOf(worldOf([{ row: { leads_required: 500, end_date: end } }], { date, over: since(date) }));
    for (const end of ["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]) {
      const dates = ["2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25"];
      const told = dates.filter((date) => causes(ended(end, date).act[0]).includes("ended-short!"));
      expect([end, told]).toEqual([end, [end === "2026-11-19" ? "2026-11-20" : "2026-11-23"]]);
    }
  });

  test("a loss is a card when it is over the floor by itself", () => {
    const losing = (loss: number): Plan => ({
      shows: (day) => ({
        base_currency_revenue: pounds(100 * daysSince(day)),
        base_currency_publisher_payout: pounds(50 * daysSince(day) + (day === MONDAY ? 50 + loss : 0)),
      }),
    });
    expect(judged(losing(500)).card).toMatchObject({
      stake: { of: "lost", money: pounds(500) },
      causes: [{ calls: true }],
    });
    expect(judged(losing(499)).tier).toBe("watch");
    expect(judged(losing(-1)).tier).toBe("none");
  });
});

const daysSince = (day: Day): number => Math.round((Date.parse(day) - Date.parse("2026-10-01")) / 86_400_000);

/** The mail of a Monday tells of the weekend. */
const since = (date: Day): { readonly since: Day } => ({ since: addDays(date, weekdayOf(date) === 1 ? -3 : -1) });

describe("a publisher", () => {
  const judgedPublisher = (last: readonly (readonly [number, number])[], price = 100) => {
    const [before, now] = last.length === 2 ? last : [undefined, last[0]];
    const on = (day: Day): readonly [number, number] | undefined =>
      day === MONDAY ? now : day === FRIDAY ? before : undefined;
    const plan: Plan = {
      row: { leads_required: 100, uncapped: true, base_currency_payout_amount: pounds(price) },
      leads: (day) => on(day)?.[0] ?? (isWeekday(day) ? 40 : 0),
      invalid: (day) => on(day)?.[1] ?? (isWeekday(day) ? 2 : 0),
    };
    const board = boardOf(worldOf([plan]));
    return { tier: tierOf(board, 5), board };
  };

  test.each([
    [[[20, 10]], "act"],
    [[[19, 19]], "none"],
    [[[40, 19]], "watch"],
    [
      [
        [40, 15],
        [40, 15],
      ],
      "act",
    ],
    [
      [
        [40, 15],
        [19, 15],
      ],
      "watch",
    ],
    [[[40, 3]], "none"],
    // Ten points above the usual and yet it may be chance.
    [[[20, 3]], "watch"],
  ] as const)("whose last days had %o leads and invalid ones: %s", (last, tier) => {
    expect(judgedPublisher(last).tier).toBe(tier);
  });

  test("is asked, for the invalid leads above its usual ones at the average price", () => {
    const [card] = judgedPublisher([[20, 20]]).board.act;
    expect(card).toMatchObject({
      subject: { kind: "publisher", publisher: { id: 5 }, campaigns: 1 },
      stake: { of: "invalid", leads: 19, money: pounds(1_900) },
      advice: { act: "question-publisher" },
    });
    expect(card?.causes).toMatchObject([{ kind: "invalid", invalid: 20, total: 20, before: { date: FRIDAY } }]);
  });

  test("below the floor is watched", () => {
    expect(judgedPublisher([[20, 20]], 20).tier).toBe("watch");
  });
});

describe("contracts that end or are full", () => {
  const campaign: Plan = { row: { leads_required: 700 } };

  test("stand on the card of a campaign that is short", () => {
    const ending = judged({ ...campaign, contract: () => ({ end_date: "2026-11-28", leads_required: 400 }) });
    expect(causes(ending.card)).toEqual(["pace!", "contract-ending"]);
    expect(ending.card?.advice).toMatchObject({ act: "extend-contract", leads: 140 });
    const full = judged({ ...campaign, contract: () => ({ leads_required: 260 }) });
    expect(causes(full.card)).toEqual(["pace!", "contract-reached"]);
    expect(full.card?.advice).toMatchObject({ act: "raise-contract", cap: 260 });
  });

  test("are no card of their own", () => {
    expect(judged({ contract: () => ({ end_date: "2026-11-28", leads_required: 400 }) }).tier).toBe("none");
    expect(judged({ contract: () => ({ leads_required: 260 }) }).tier).toBe("none");
  });
});
