import { describe, expect, test } from "vitest";
import type { Stake } from "../../../shared/digest/cards/card.ts";
import { causeVerdict, type Judgement, type Verdict } from "../../../shared/digest/cards/judge/verdict.ts";
import { advanced, isEasing, openCauses, type Track, UNTRACKED } from "../../../shared/digest/cards/replay/track.ts";
import { hasGrown, isOverFloor, rulesOf } from "../../../shared/digest/cards/rules.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { digestSettings, pounds } from "../rows.ts";

const RULES = rulesOf(digestSettings().thresholds);
const DEAR: Stake = { of: "short", leads: 40, money: pounds(2_000) };

/** What comes of a cause by the verdicts of days that follow one another; undefined: a day that cannot tell. */
function trackAfter(verdicts: readonly (Verdict | undefined)[], stake: Stake = DEAR, always = false): Track {
  return verdicts.reduce<Track>((track, verdict, at) => {
    const causes = verdict === undefined ? [] : [causeVerdict("pace", verdict, always)];
    const judgement: Judgement = { causes, stake, state: "running" };
    return advanced(track, judgement, { date: addDays("2026-11-02", at), first: false }, RULES);
  }, UNTRACKED);
}

const isOpen = (track: Track): boolean => track.open !== null;

describe("a cause", () => {
  test("that starts opens a card at once", () => {
    expect(trackAfter(["starts"]).open).toEqual({ since: "2026-11-02", atLeast: false });
  });

  test("that is on opens it when two days say so, a day between that cannot tell or not", () => {
    expect(isOpen(trackAfter(["on"]))).toBe(false);
    expect(trackAfter(["on", "on"]).open?.since).toBe("2026-11-03");
    expect(trackAfter(["on", undefined, "on"]).open?.since).toBe("2026-11-04");
    expect(isOpen(trackAfter(["on", "keeps", "on"]))).toBe(false);
    expect(isOpen(trackAfter(["on", "off", "on"]))).toBe(false);
  });

  test("that merely keeps opens nothing, and ends nothing", () => {
    expect(isOpen(trackAfter(["keeps", "keeps"]))).toBe(false);
    expect(isOpen(trackAfter(["starts", "keeps", "keeps"]))).toBe(true);
    expect(isOpen(trackAfter(["starts", "off", "keeps", "off", "keeps"]))).toBe(true);
  });

  test("that is off twice in a row is over, and eases before that", () => {
    expect(isEasing(trackAfter(["starts", "off"]))).toBe(true);
    const over = trackAfter(["starts", "off", undefined, "off"]);
    expect(over.open).toBeNull();
    expect(over.over).toEqual({ opened: { since: "2026-11-02", atLeast: false }, on: "2026-11-05", end: "well" });
  });

  test("that ends as a fact is over at once", () => {
    expect(trackAfter(["starts", "ends"]).over?.on).toBe("2026-11-03");
  });

  test("that nothing can tell of stays as it is for as long as it takes", () => {
    expect(trackAfter(["starts", ...Array.from({ length: 20 }, () => undefined)]).open?.since).toBe("2026-11-02");
    expect(isOpen(trackAfter(Array.from({ length: 20 }, () => undefined)))).toBe(false);
  });
});

test("on the first day that is judged once is enough, and how old it is stays open", () => {
  const judgement: Judgement = { causes: [causeVerdict("pace", "on")], stake: DEAR, state: "running" };
  const track = advanced(UNTRACKED, judgement, { date: "2026-11-02", first: true }, RULES);
  expect(track.open).toEqual({ since: "2026-11-02", atLeast: true });
});

test("an end closes everything, and a short one is told by itself", () => {
  const ended = advanced(trackAfter(["starts"]), { causes: [], stake: null, state: "ended" }, AT, RULES);
  expect([ended.open, ended.over?.end, ended.causes.size]).toEqual([null, "ended", 0]);
  const short = advanced(trackAfter(["starts"]), { causes: [], stake: DEAR, state: "short" }, AT, RULES);
  expect([short.open, short.over, short.short]).toEqual([null, null, { on: AT.date, stake: DEAR }]);
});

test("an end that no mail has told is told by what is missing now, and not at all once nothing is, or it is later", () => {
  const short = advanced(UNTRACKED, { causes: [], stake: DEAR, state: "short" }, AT, RULES);
  const after = (stake: Stake | null, state: Judgement["state"]) =>
    advanced(short, { causes: [], stake, state }, { ...AT, date: "2026-11-21" }, RULES).short;
  const less: Stake = { ...DEAR, leads: 20 };
  expect(after(less, "ended")).toEqual({ on: AT.date, stake: less });
  expect([after(null, "ended"), after(DEAR, "running"), after(null, "reached")]).toEqual([null, null, null]);
});

describe("a card of several causes", () => {
  /** Verdicts of a day by cause. */
  const days = (...of: readonly Readonly<Record<string, Verdict>>[]): Track =>
    of.reduce<Track>((track, verdicts, at) => {
      const causes = Object.entries(verdicts).map(([key, verdict]) => causeVerdict(key, verdict));
      const judgement: Judgement = { causes, stake: DEAR, state: "running" };
      return advanced(track, judgement, { date: addDays("2026-11-02", at), first: false }, RULES);
    }, UNTRACKED);

  test("is over when none holds, though another is on for the first time", () => {
    expect(days({ pace: "starts" }, { pace: "off" }, { pace: "off", margin: "on" }).over?.end).toBe("well");
  });

  test("eases only when all of them do, and what was never open does not", () => {
    expect(isEasing(days({ pace: "starts", silent: "starts" }, { pace: "off", silent: "keeps" }))).toBe(false);
    expect(isEasing(days({ pace: "starts", silent: "starts" }, { pace: "off", silent: "off" }))).toBe(true);
    expect(isEasing(UNTRACKED)).toBe(false);
  });

  test("has those as open that hold, be they in doubt, and no other", () => {
    expect(openCauses(days({ pace: "starts", silent: "starts", margin: "on" }, { pace: "off" }))).toEqual([
      "pace",
      "silent",
    ]);
  });

  test("that is over by a fact says by which: it runs again, or there is nothing to be short of", () => {
    expect(days({ paused: "starts" }, { paused: "ends" }).over?.end).toBe("resumed");
    expect(days({ "contract/1": "starts" }, { "contract/1": "ends" }).over?.end).toBe("settled");
    expect(days({ pace: "starts" }, { pace: "off", silent: "ends" }, { pace: "off", silent: "ends" }).over?.end).toBe(
      "well",
    );
  });
});

test("nothing opens by a cause in doubt, or while what is at stake is not known", () => {
  const cheap: Stake = { ...DEAR, money: 0n };
  const below = trackAfter(["starts", "off"], cheap);
  const dearer = advanced(below, { causes: [], stake: DEAR, state: "running" }, AT, RULES);
  expect(isOpen(dearer)).toBe(false);
  const starts: Judgement = { causes: [causeVerdict("pace", "starts")], stake: null, state: "running" };
  expect(isOpen(advanced(UNTRACKED, starts, AT, RULES))).toBe(false);
});

const AT = { date: "2026-11-20", first: false };

describe("the floor", () => {
  const worth = (money: bigint | null, leads: number): Stake => ({ of: "short", leads, money });

  test.each([
    [worth(pounds(500), 1), true],
    [worth(pounds(500) - 1n, 1_000), false],
    [worth(null, 20), true],
    [worth(null, 19), false],
    [worth(0n, 900), false],
  ])("is 500 in the base currency, or 20 leads without a price: %o is over it: %s", (stake, over) => {
    expect(isOverFloor(stake, RULES)).toBe(over);
    expect(isOpen(trackAfter(["starts"], stake))).toBe(over);
  });

  test("is none for what is a card whatever is at stake", () => {
    expect(isOpen(trackAfter(["starts"], worth(0n, 0), true))).toBe(true);
  });

  test("is for the entry alone: what is open stays when its stake sinks", () => {
    const open = trackAfter(["starts"]);
    const judgement: Judgement = { causes: [causeVerdict("pace", "keeps")], stake: worth(1n, 1), state: "running" };
    expect(isOpen(advanced(open, judgement, AT, RULES))).toBe(true);
  });
});

describe("a stake has grown", () => {
  const worth = (amount: number): Stake => ({ of: "short", leads: null, money: pounds(amount) });
  const leads = (number: number): Stake => ({ of: "short", leads: number, money: null });

  test.each([
    [worth(5_000), worth(4_000), true],
    [worth(4_999), worth(4_000), false],
    [worth(10_000), worth(8_001), false],
    [worth(10_001), worth(8_000), true],
    [worth(1_000), worth(0), true],
    [worth(999), worth(0), false],
    [leads(200), leads(160), true],
    [leads(199), leads(160), false],
    [worth(3_000), worth(4_000), false],
  ])("by a quarter and by twice the floor: %o since %o: %s", (now, told, grown) => {
    expect(hasGrown(now, told, RULES)).toBe(grown);
  });
});
