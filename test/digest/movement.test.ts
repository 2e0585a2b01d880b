import { expect, test } from "vitest";
import { movementOf, relatedMovements, windowMovement } from "../../shared/digest/model/movement.ts";
import { seriesOf } from "../../shared/digest/model/series.ts";
import { isResolved, streakOf } from "../../shared/digest/model/streak.ts";
import { instantAt } from "../../shared/platform/day.ts";
import { snapshot, ZONE } from "./rows.ts";

interface Point {
  readonly id: number;
  readonly leads: number | null;
}

/** Days of November with the leads of entity 1; undefined: no snapshot, "absent": a snapshot without it. */
function days(values: Readonly<Record<number, number | null | "absent">>, since: string) {
  const snapshots = Object.entries(values).map(([day, leads]) =>
    snapshot<Point>(`2026-11-${day.padStart(2, "0")}`, leads === "absent" ? [] : [{ id: 1, leads }]),
  );
  return seriesOf(snapshots, ({ id }) => id, { since, mailedAt: instantAt(since, "07:00", ZONE) });
}

const leads = (row: Point): number | null => row.leads;

test("a movement is the difference of two snapshots, with the falls within it told apart", () => {
  const series = days({ 20: 100, 21: 130, 22: 110, 23: 160 }, "2026-11-20");
  expect(windowMovement(series, leads, 1)).toEqual({
    now: 160,
    delta: 60,
    corrected: -20,
    first: false,
    since: "2026-11-20",
    until: null,
    days: 3,
    gap: false,
  });
});

test("a counter that is unknown for a day moves unknown then, and since it was last known afterwards", () => {
  const series = days({ 20: 100, 21: null, 22: 325, 23: null, 24: null }, "2026-11-20");
  const step = (to: number) => movementOf({ series, counter: leads, from: to - 1, to }, 1);
  expect(step(1)).toMatchObject({ now: null, delta: null, first: false });
  expect(step(2)).toMatchObject({ delta: 225, since: "2026-11-20", days: 2, gap: true });
  expect(step(3)).toMatchObject({ delta: null, first: false });
  // Over the whole stretch it is told as far as it is known, so that the next mail begins there.
  expect(windowMovement(series, leads, 1)).toMatchObject({ now: null, delta: 225, until: "2026-11-22", days: 2 });
});

test("what was last known more than 35 days ago is told as seen for the first time", () => {
  const at = (day: string) => snapshot<Point>(day, [{ id: 1, leads: day === "2026-11-23" ? 160 : 100 }]);
  const of = (day: string) =>
    windowMovement(
      seriesOf([at(day), at("2026-11-23")], ({ id }) => id, {
        since: "2026-11-22",
        mailedAt: Date.parse("2026-11-22"),
      }),
      leads,
      1,
    );
  expect(of("2026-10-19")).toMatchObject({ delta: 60, days: 35 });
  expect(of("2026-10-18")).toMatchObject({ delta: null, first: true });
});

test("a ratio takes only what all its counters know at both ends of the entity's own stretch", () => {
  interface Pair {
    readonly id: number;
    readonly total: number | null;
    readonly bad: number | null;
  }
  const rows = (total: number | null, bad: number | null): readonly Pair[] => [{ id: 1, total, bad }];
  const related = (...steps: readonly (readonly Pair[])[]) => {
    const snapshots = steps.map((one, index) => snapshot(`2026-11-2${index}`, one));
    const series = seriesOf(snapshots, ({ id }) => id, { since: "2026-11-29", mailedAt: Date.parse("2026-11-29") });
    const at = { key: 1, from: steps.length - 2, to: steps.length - 1 };
    return relatedMovements(series, [({ total }) => total, ({ bad }) => bad], at);
  };
  expect(related(rows(120, 12), rows(140, 14))).toEqual([20, 2]);
  expect(related(rows(130, 13), rows(null, 43))).toBeNull();
  // Its total has moved since two days ago, its invalid ones since yesterday.
  expect(related(rows(120, 12), rows(null, 14), rows(140, 16))).toBeNull();
  // A day without the entity at all is a longer stretch, for both.
  expect(related(rows(120, 12), [], rows(140, 16))).toEqual([20, 4]);
});

test("an entity in its first snapshot has no movement", () => {
  const series = days({ 22: "absent", 23: 45 }, "2026-11-22");
  expect(windowMovement(series, leads, 1)).toMatchObject({ now: 45, delta: null, first: true, since: null });
});

test("an entity that appeared within the window is counted from its first snapshot", () => {
  const series = days({ 20: "absent", 21: 10, 22: 14, 23: 20 }, "2026-11-20");
  expect(windowMovement(series, leads, 1)).toMatchObject({ delta: 10, first: false, since: "2026-11-21", days: 2 });
});

test("an entity missing at the base is compared with the snapshot before, labelled as a gap", () => {
  const series = days({ 19: 100, 22: "absent", 23: 130 }, "2026-11-22");
  expect(windowMovement(series, leads, 1)).toMatchObject({ delta: 30, since: "2026-11-19", days: 4, gap: true });
});

test("a null counter is stepped over, and an unknown newest value has no movement", () => {
  expect(windowMovement(days({ 21: 100, 22: null, 23: 130 }, "2026-11-22"), leads, 1)).toMatchObject({
    delta: 30,
    since: "2026-11-21",
    gap: true,
  });
  expect(windowMovement(days({ 22: 100, 23: null }, "2026-11-22"), leads, 1)).toMatchObject({
    now: null,
    delta: null,
    first: false,
  });
});

test("the base is the newest snapshot on or before the previous mail, or else the oldest there is", () => {
  expect(days({ 18: 1, 21: 1, 23: 1 }, "2026-11-20").base).toBe(0);
  expect(days({ 21: 1, 22: 1, 23: 1 }, "2026-11-20").base).toBe(0);
  expect(days({ 23: 1 }, "2026-11-20").base).toBe(-1);
});

test("when the day's own snapshot is missing, the base is the one before the newest", () => {
  const series = days({ 20: 1, 21: 2, 22: 5 }, "2026-11-22");
  expect(series.base).toBe(1);
});

test("the sum of daily movements is the whole movement, whatever the steps are", () => {
  const series = days({ 18: 5, 19: 9, 20: 4, 22: 30, 23: 31 }, "2026-11-18");
  const steps = [1, 2, 3, 4].map((to) => movementOf({ series, counter: leads, from: to - 1, to }, 1).delta ?? 0);
  expect(steps.reduce((sum, step) => sum + step)).toBe(windowMovement(series, leads, 1).delta);
});

test("a condition is new when it did not hold at the previous mail, and still with its days when it did", () => {
  const series = days({ 20: 0, 21: 1, 22: 1, 23: 1 }, "2026-11-22");
  const holds = (position: number) => series.row(position, 1)?.leads === 1;
  expect(streakOf(series, holds)).toEqual({ state: "still", since: "2026-11-21", days: 3, atLeast: false });
  const fresh = days({ 20: 1, 21: 1, 22: 0, 23: 1 }, "2026-11-22");
  expect(streakOf(fresh, (position) => fresh.row(position, 1)?.leads === 1)).toEqual({
    state: "new",
    since: "2026-11-23",
    days: 1,
    atLeast: false,
  });
});

test("a snapshot that cannot tell neither begins nor ends a run", () => {
  const series = days({ 20: 1, 21: null, 22: null, 23: null }, "2026-11-22");
  const holds = (position: number) => (series.row(position, 1)?.leads === 1 ? true : undefined);
  expect(streakOf(series, holds)).toEqual({ state: "still", since: "2026-11-20", days: 4, atLeast: true });
});

test("a condition is resolved only when it held at the previous mail and certainly does not now", () => {
  const at = (values: Parameters<typeof days>[0]) => {
    const series = days(values, "2026-11-22");
    const told = (position: number) => {
      const value = series.row(position, 1)?.leads;
      return value === null || value === undefined ? undefined : value === 1;
    };
    return isResolved(series, told);
  };
  expect(at({ 21: 1, 22: 1, 23: 0 })).toBe(true);
  expect(at({ 21: 1, 22: null, 23: 0 })).toBe(true);
  expect(at({ 21: 1, 22: 0, 23: 0 })).toBe(false);
  expect(at({ 22: 1, 23: null })).toBe(false);
  expect(at({ 23: 0 })).toBe(false);
});
