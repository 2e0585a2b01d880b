import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { addDays, type Day } from "../../../shared/platform/day.ts";
import { inputOf, pounds, snapshot } from "../rows.ts";
import { asOf, boardOf, idsOf, isWeekday, type Plan, TODAY, tenOnWeekdays, worldOf } from "./world.ts";

const MONDAY: Day = "2026-11-23";

/** At risk from a day on: its cap is raised. */
const atRiskFrom = (day: Day, over: Plan = {}): Plan => ({
  ...over,
  shows: (one) => (one >= day ? { leads_required: 700 } : {}),
});
const severeFrom = (day: Day): Plan => ({ shows: (one) => (one >= day ? { leads_required: 900 } : {}) });
const well: Plan = {};

describe("what was told", () => {
  test("is not told as new again: a line with the day of its next card, then a reminder on that day", () => {
    const world = worldOf([severeFrom("2026-11-10")]);
    const told = ["2026-11-11", "2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17", "2026-11-24"].map((date) => {
      const { act, open } = boardOf(asOf(world, date));
      return [date, act[0]?.telling.why ?? open[0]?.next];
    });
    expect(told).toEqual([
      ["2026-11-11", "new"],
      ["2026-11-12", "2026-11-13"],
      ["2026-11-13", "reminder"],
      ["2026-11-16", "2026-11-17"],
      ["2026-11-17", "reminder"],
      ["2026-11-24", "reminder"],
    ]);
  });

  test("is told again when a cause has come to it, and when much more is at stake", () => {
    const growing: Plan = {
      shows: (day) => ({ leads_required: day < "2026-11-10" ? 500 : day < MONDAY ? 900 : 1_300 }),
    };
    expect(boardOf(worldOf([growing])).act[0]?.telling).toEqual({
      why: "changed",
      toldOn: "2026-11-17",
      told: { of: "short", leads: 360, money: pounds(18_000) },
      causes: [],
    });
    const silent: Plan = { ...severeFrom("2026-11-10"), leads: (day) => (day < "2026-11-20" ? tenOnWeekdays(day) : 0) };
    const { act } = boardOf(worldOf([silent]));
    expect(act[0]?.telling).toMatchObject({ why: "changed", causes: [{ kind: "silent" }] });
  });

  test("by a mail whose snapshots were missing or shrunk counts as told by none", () => {
    const world = worldOf([severeFrom("2026-11-20")], { date: "2026-11-24" });
    expect(boardOf(world).open).toHaveLength(1);
    const missing = worldOf([severeFrom("2026-11-19")], {
      missing: ["2026-11-20"],
      date: MONDAY,
      over: { since: "2026-11-20" },
    });
    expect(boardOf(missing).act[0]?.telling).toEqual({ why: "new" });
    const monday = asOf(world, MONDAY);
    const shrunk = {
      ...monday,
      jobs: {
        ...monday.jobs,
        history: monday.jobs.history.map((one) => ({
          ...one,
          info: { ...one.info, shrunk: one.info.date === "2026-11-20" },
        })),
      },
    };
    const told = boardOf({ ...shrunk, campaigns: worldOf([severeFrom("2026-11-19")]).campaigns, date: MONDAY }).mails;
    expect(told.find(({ date }) => date === "2026-11-20")?.toldNothing).toBe(true);
  });

  test("by a snapshot that came after the mail had left counts as told by none", () => {
    const world = worldOf([severeFrom("2026-11-19")], { date: MONDAY, over: { since: "2026-11-20" } });
    const late = {
      ...world,
      campaigns: {
        ...world.campaigns,
        history: world.campaigns.history.map((one) =>
          one.info.date === "2026-11-20"
            ? { ...one, info: { ...one.info, snapshotAt: one.info.snapshotAt + 12 * 3_600_000 } }
            : one,
        ),
      },
    };
    expect(boardOf(world).act).toHaveLength(1);
    expect(boardOf(world).act[0]?.telling.why).toBe("reminder");
    expect(boardOf(late).act[0]?.telling).toEqual({ why: "new" });
  });

  test("and refused by SES is seen by no replay: the reminder of day 3 catches it", () => {
    const world = worldOf([severeFrom("2026-11-18")]);
    expect(boardOf(asOf(world, "2026-11-19")).act[0]?.telling.why).toBe("new");
    expect(boardOf(asOf(world, "2026-11-20")).open).toHaveLength(1);
    expect(boardOf(asOf(world, MONDAY)).act[0]?.telling).toEqual({ why: "reminder", toldOn: "2026-11-19" });
  });

  test("is over with one line, with the days it took", () => {
    const mended: Plan = {
      shows: (day) => ({ leads_required: day >= "2026-11-10" && day < "2026-11-19" ? 900 : 500 }),
    };
    const world = worldOf([mended]);
    const overs = ["2026-11-20", "2026-11-23", "2026-11-24"].map((date) => boardOf(asOf(world, date)).over);
    expect(overs.map((over) => over.length)).toEqual([0, 1, 0]);
    expect(overs[1]).toMatchObject([{ end: "well", open: { since: "2026-11-11", days: 11, atLeast: false } }]);
  });
});

describe("the first mail there is", () => {
  test("tells what is open whole, calls nothing new, and is told by it", () => {
    const plans = [severeFrom("2026-01-01"), well];
    const first = boardOf(worldOf(plans, { days: 2 }));
    expect(first).toMatchObject({ first: true, state: "busy", counts: { fresh: 0 } });
    expect(first.act[0]).toMatchObject({ telling: { why: "first" }, open: { atLeast: true } });
    const second = boardOf(worldOf(plans, { date: "2026-11-25", days: 3 }));
    expect(second).toMatchObject({ first: false, act: [] });
    expect(idsOf(second.open)).toEqual(idsOf(first.act));
  });

  test("cannot tell while no weekday has been judged: an account that began at a weekend is not calm", () => {
    const board = boardOf(worldOf([well], { date: MONDAY, days: 2, over: { since: "2026-11-20" } }));
    expect(board.state).toBe("cannot-tell");
  });

  test("may be of a single snapshot", () => {
    expect(boardOf(worldOf([severeFrom("2026-01-01")], { days: 1 }))).toMatchObject({ first: true, information: [] });
  });
});

describe("the state of a board", () => {
  test("is calm when nothing is new, changed or due", () => {
    expect(boardOf(worldOf([well])).state).toBe("calm");
    expect(boardOf(worldOf([severeFrom("2026-11-19")], { date: "2026-11-24" }))).toMatchObject({
      state: "calm",
      act: [],
    });
    expect(boardOf(worldOf([severeFrom(MONDAY)])).state).toBe("busy");
  });

  test.each(["campaigns", "contracts", "jobs"] as const)(
    "cannot be told without the day's snapshot of %s",
    (dataset) => {
      const world = worldOf([well]);
      const { history } = world[dataset];
      const old = history.at(-2);
      const stale = { ...world, [dataset]: { ...world[dataset], history: history.slice(0, -1), newest: old } };
      expect(boardOf(stale as typeof world).state).toBe("cannot-tell");
    },
  );

  test("cannot be told by a snapshot that is far too small", () => {
    const world = worldOf([well]);
    const history = world.campaigns.history.map((one) => ({
      ...one,
      info: { ...one.info, shrunk: one.info.date === TODAY },
    }));
    expect(boardOf({ ...world, campaigns: { ...world.campaigns, history } }).state).toBe("cannot-tell");
  });

  test("is nothing when the filter matches nothing", () => {
    const settings = { filter: { campaigns: [99] } };
    expect(boardOf(worldOf([severeFrom(MONDAY)], { settings }))).toMatchObject({
      state: "nothing",
      act: [],
      watch: [],
    });
  });
});

test("a publisher's mail has no board", () => {
  const settings = { audience: "publisher", filter: { publishers: [5] } };
  expect(buildDigest(worldOf([severeFrom(MONDAY)], { settings }))).toMatchObject({ board: null, day: null });
});

test("the tiers come from all that the audience may see, whatever the sections show", () => {
  const plans = [severeFrom(MONDAY), { fails: (day: Day) => (day === MONDAY ? 8 : 0) }];
  const of = (settings: Record<string, unknown>) => boardOf(worldOf(plans, { settings }));
  expect(of({ sections: ["money"] })).toEqual(of({}));
  expect(idsOf(of({ sections: ["money"] }).act)).toEqual([1, 2]);
});

test("the filter holds: what it leaves out has no card", () => {
  const plans = [severeFrom(MONDAY), severeFrom(MONDAY)];
  expect(idsOf(boardOf(worldOf(plans, { settings: { filter: { campaigns: [2] } } })).act)).toEqual([2]);
});

test("two campaigns of one name are two cards", () => {
  const plan = { ...severeFrom(MONDAY), row: { name: "Twin" } };
  expect(idsOf(boardOf(worldOf([plan, plan])).act)).toEqual([1, 2]);
});

test("what has no price comes last, by its leads, and is counted beside the money", () => {
  const priced = severeFrom(MONDAY);
  const free: Plan = { ...priced, row: { base_currency_payout_amount: null } };
  const more: Plan = {
    shows: (day) => (day >= MONDAY ? { leads_required: 950, base_currency_payout_amount: null } : {}),
  };
  const board = boardOf(worldOf([free, more, priced]));
  expect(idsOf(board.act)).toEqual([3, 2, 1]);
  expect(board.sums.act).toEqual({ cards: 3, money: pounds(18_000), unpriced: { cards: 2, leads: 360 + 410 } });
});

describe("a threshold", () => {
  const plans: readonly Plan[] = [500, 560, 600, 650, 900].map((leads_required) => ({ row: { leads_required } }));

  test("that puts everything on top puts each campaign there once", () => {
    const thresholds = { atRiskBelow: 9, behindBelow: 9.5, aheadAbove: 10 };
    const board = boardOf(worldOf(plans, { days: 30, settings: { thresholds } }));
    expect([...idsOf(board.act), ...idsOf(board.open)].toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  test("that puts nothing on top leaves a calm board", () => {
    const board = boardOf(
      worldOf(plans, { settings: { thresholds: { atRiskBelow: 0, behindBelow: 0, aheadAbove: 1 } } }),
    );
    expect(board).toMatchObject({ state: "calm", act: [], open: [], watch: [] });
  });
});

test("a weekly mail tells what opened in its week, and what was over in it", () => {
  const settings = { period: "week", days: ["TUE"] };
  const plans = [atRiskFrom("2026-11-18"), severeFrom("2026-10-01"), well];
  const board = boardOf(worldOf(plans, { days: 43, settings, over: { since: "2026-11-17" } }));
  expect(
    board.act.map(({ subject, telling }) => [subject.kind === "campaign" && subject.campaign.id, telling.why]),
  ).toEqual([
    [2, "reminder"],
    [1, "new"],
  ]);
  expect(board.mails.map(({ date }) => date)).toEqual([
    "2026-10-20",
    "2026-10-27",
    "2026-11-03",
    "2026-11-10",
    "2026-11-17",
  ]);
});

test("what has changed and asks for nothing is told as information, in the order of the kinds", () => {
  const before = {
    ...well,
    shows: (day: Day) => (day < MONDAY ? { leads_required: 500 } : { leads_required: 520 }),
    contract: () => ({ leads_required: 500 }),
  };
  const late: Plan = { row: { start_date: MONDAY, leads_required: 100 }, leads: (day) => (day >= MONDAY ? 10 : 0) };
  const over: Plan = { row: { end_date: MONDAY, leads_required: 261 } };
  const board = boardOf(worldOf([before, late, over]));
  expect(board.information.map((note) => note.kind)).toEqual(["ended", "cap"]);
  const renewed: Plan = {
    contract: (day) =>
      day < MONDAY
        ? { id: 101 }
        : { id: 181, signed_ts: null, leads_required: 250, current_contract_status: "Unsigned" },
  };
  expect(boardOf(worldOf([renewed])).information).toMatchObject([
    { kind: "contract-renewed", contract: { id: 181 }, fromCap: 5_000, toCap: 250, signed: false },
  ]);
});

test("an empty account is calm", () => {
  const days = [addDays(TODAY, -1), TODAY];
  const none = days.map((day) => snapshot(day, []));
  const board = boardOf(inputOf(TODAY, { campaigns: none, contracts: none, jobs: none }));
  expect(board).toMatchObject({ state: "calm", act: [], open: [], watch: [], information: [] });
  expect(isWeekday(MONDAY)).toBe(true);
});
