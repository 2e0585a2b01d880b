import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Board } from "../../../shared/digest/cards/board.ts";
import type { Card, Stake } from "../../../shared/digest/cards/card.ts";
import { byStake, inOrder } from "../../../shared/digest/cards/order.ts";
import type { DigestInput } from "../../../shared/digest/input/digest-input.ts";
import { addDays, type Day, dayNumber, weekdayOf } from "../../../shared/platform/day.ts";
import { pounds } from "../rows.ts";
import { asOf, boardOf, idsOf, isWeekday, type Plan, TODAY, worldOf } from "./world.ts";

/** A number from 0 to 999 that hangs on a seed and a day alone. */
const drawn = (seed: number, day: Day): number => ((dayNumber(day) * 7_919 + seed * 104_729) >>> 0) % 1_000;

/** A campaign that goes well, badly, in bursts, fails, is paused, waits for a signature, or ends. */
const planOf = (seed: number): Plan => {
  const kind = seed % 9;
  const pace = 4 + (seed % 7) * 2;
  return {
    row: {
      leads_required: 300 + (seed % 5) * 120,
      end_date: kind === 6 ? addDays(TODAY, -1 - (seed % 20)) : "2026-12-31",
      base_currency_payout_amount: seed % 11 === 3 ? null : pounds(5 + (seed % 60)),
      advertiser_id: seed % 4,
    },
    leads: (day) => (!isWeekday(day) || (kind === 1 && drawn(seed, day) < 600) ? 0 : pace + (drawn(seed, day) % 7)),
    fails: (day) => (kind === 2 && isWeekday(day) && drawn(seed + 1, day) < 300 ? drawn(seed, day) % 5 : 0),
    invalid: (day) => (isWeekday(day) && drawn(seed + 2, day) < 100 + kind * 30 ? 3 : 0),
    shows: (day) => (kind === 4 && day > addDays(TODAY, -(seed % 25)) ? { status: "Paused" } : {}),
    contract: () =>
      kind === 5
        ? { signed_ts: null, created_ts: Date.parse("2026-11-10T09:00:00Z") }
        : { publisher_id: 5 + (seed % 3) },
  };
};

const plans = fc.array(fc.nat(10_000).map(planOf), { minLength: 1, maxLength: 12 });
const RUNS = { numRuns: 20, seed: 16 };
/** Of forty accounts, for all laws of one board. */
let boards: readonly Board[];
beforeAll(() => {
  boards = fc.sample(plans, { numRuns: 40, seed: 16 }).map((some) => boardOf(worldOf(some)));
});

const cardsOf = ({ act, open, watch }: Board): readonly Card[] => [...act, ...open, ...watch];
const nameOf = ({ subject }: Pick<Card, "subject">): string =>
  subject.kind === "campaign" ? `campaign ${subject.campaign.id}` : `publisher ${subject.publisher.id}`;

test("each campaign and each publisher is in one tier at most", () => {
  for (const board of boards) {
    const names = cardsOf(board).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  }
});

test("the sums are those of the cards: what is to act on and what is still open is all that is at stake", () => {
  for (const { act, open, sums } of boards) {
    const money = (cards: readonly Card[]): bigint => cards.reduce((sum, { stake }) => sum + (stake.money ?? 0n), 0n);
    expect([sums.act.money, sums.open.money]).toEqual([money(act), money(open)]);
    expect(sums.atStake.money).toBe(money([...act, ...open]));
    expect(sums.atStake.cards).toBe(act.length + open.length);
    const unpriced = [...act, ...open].filter(({ stake }) => stake.money === null);
    expect(sums.atStake.unpriced.cards).toBe(unpriced.length);
  }
});

test("a card's stake is the largest of its causes', never their sum", () => {
  for (const { causes, stake } of boards.flatMap(cardsOf)) {
    const costs = causes.filter(({ leads, money }) => leads !== null || money !== null);
    const most = costs.map(({ leads, money }): Stake => ({ of: stake.of, leads, money })).toSorted(byStake)[0];
    if (most !== undefined) expect([stake.leads, stake.money]).toEqual([most.leads, most.money]);
  }
});

test("every list of cards is in one order, and that order is total", () => {
  const card = fc
    .tuple(fc.option(fc.bigInt(0n, 5n)), fc.option(fc.nat(4)), fc.nat(3), fc.boolean())
    .map(([money, leads, id, isCampaign]) => ({
      stake: { of: "short" as const, money, leads },
      subject: isCampaign
        ? { kind: "campaign" as const, campaign: { id, name: "", advertiser: "", advertiserId: null } }
        : { kind: "publisher" as const, publisher: { id, name: "" }, campaigns: 1 },
    }));
  fc.assert(
    fc.property(fc.uniqueArray(card, { maxLength: 9, selector: nameOf }), (some) => {
      const sorted = some.toSorted(inOrder);
      expect(some.toReversed().toSorted(inOrder)).toEqual(sorted);
      for (const [at, one] of sorted.entries())
        for (const later of sorted.slice(at)) expect(inOrder(one, later)).toBeLessThanOrEqual(0);
    }),
  );
  for (const { act, open, watch } of boards) {
    for (const cards of [act, open, watch]) expect(cards).toEqual([...cards].toSorted(inOrder));
  }
});

/** The mails of a history, each made of what there was by its day. */
function dayByDay(world: DigestInput): ReadonlyMap<Day, Board> {
  const dates = world.campaigns.history.map(({ info }) => info.date).filter(isWeekday);
  return new Map(dates.map((date) => [date, boardOf(asOf(world, date))]));
}

test("the replay of a mail knows of each mail before what that mail itself said", () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 2, max: 25 }), (some, days) => {
      const world = worldOf(some, { days });
      const mails = dayByDay(world);
      for (const replay of mails.values()) {
        for (const { date, fresh, changed, reminders, open } of replay.mails) {
          const said = mails.get(date);
          if (said === undefined) continue;
          expect({ date, fresh, changed, reminders }).toEqual({ date, ...said.counts });
          expect(open).toBe(said.open.length + said.act.length);
        }
      }
    }),
    { numRuns: 8, seed: 16 },
  );
});

/** An ended campaign is told once, and is not open. */
const isOpenAfter = (card: Card): boolean => !card.causes.some(({ kind }) => kind === "ended-short");

test("a card comes again on the day its line promised, unless it changed, looked better, was over or ended before", () => {
  fc.assert(
    fc.property(plans, (some) => {
      const mails = [...dayByDay(worldOf(some, { days: 30 }))];
      for (const [at, [, board]] of mails.entries()) {
        for (const line of board.open) {
          const isLineOf = (one: Card): boolean => nameOf(one) === nameOf(line);
          const next = mails.slice(at + 1).find(([, later]) => !later.open.some(isLineOf));
          if (next === undefined) continue;
          const lines = mails.slice(at, mails.indexOf(next)).map(([, { open }]) => open.find(isLineOf));
          if (lines.some((one) => one?.easing)) continue;
          const card = next[1].act.find((one) => nameOf(one) === nameOf(line));
          if (card?.telling.why === "reminder") expect(next[0]).toBe(line.next);
        }
      }
    }),
    { numRuns: 8, seed: 16 },
  );
});

test("a quiet weekend adds no new and no changed card, ends none and counts none", () => {
  fc.assert(
    fc.property(plans, (some) => {
      // Ends and pauses are facts of their day: none falls on this weekend.
      const quiet = some.map((plan) => ({ ...plan, row: { ...plan.row, end_date: "2026-12-31" }, shows: () => ({}) }));
      const saturday = boardOf(worldOf(quiet, { date: "2026-11-21", days: 33, over: { since: "2026-11-20" } }));
      const monday = boardOf(worldOf(quiet, { date: "2026-11-23", days: 35, over: { since: "2026-11-20" } }));
      const told = (board: Board) => [board.counts.fresh, board.counts.changed, board.over.length];
      expect(told(monday)).toEqual(told(saturday));
      expect(idsOf(monday.act.filter(({ telling }) => telling.why !== "reminder"))).toEqual(
        idsOf(saturday.act.filter(({ telling }) => telling.why !== "reminder")),
      );
    }),
    RUNS,
  );
});

test("days without snapshots start and end nothing", () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 4 }), (some, gap) => {
      const date = addDays("2026-11-18", gap);
      if (weekdayOf(date) > 5) return;
      const missing = Array.from({ length: gap }, (_, at) => addDays("2026-11-19", at));
      // Both begin with the same day, which no window cuts off.
      const before = boardOf(worldOf(some, { date: "2026-11-18", days: 30 }));
      const world = worldOf(some, { date, missing, days: 30 + gap, over: { since: addDays(date, -1) } });
      const blind = boardOf(world);
      expect(blind.state).toBe("cannot-tell");
      const open = (board: Board) => [...idsOf(board.act.filter(isOpenAfter)), ...idsOf(board.open)].toSorted();
      expect(open(blind)).toEqual(open(before));
    }),
    RUNS,
  );
});

test("the same input gives the same board, and is left as it was", () => {
  fc.assert(
    fc.property(plans, (some) => {
      const world = worldOf(some);
      const copy = structuredClone({ campaigns: world.campaigns, contracts: world.contracts, jobs: world.jobs });
      expect(boardOf(world)).toEqual(boardOf(world));
      expect({ campaigns: world.campaigns, contracts: world.contracts, jobs: world.jobs }).toEqual(copy);
    }),
    { numRuns: 6, seed: 16 },
  );
});
