import type { Day } from "../../platform/day.ts";
import type { Counter, Key, Series } from "./series.ts";

/** How a lifetime counter moved between two snapshots of one entity. */
export interface Movement {
  /** Value in the newer snapshot; null while it is unknown. */
  readonly now: number | null;
  /** Net change since the counter was last known; null when it is not known again since, or never was. */
  readonly delta: number | null;
  /** Sum of the falls within, at most 0: they are part of `delta`. */
  readonly corrected: number;
  /** No snapshot before holds the entity's counter. */
  readonly first: boolean;
  /** snapshot_date compared with; null without a `delta`. */
  readonly since: Day | null;
  /** snapshot_date up to which `delta` is told, where the counter is unknown after it; null where it is known to the end. */
  readonly until: Day | null;
  /** Days between the two snapshot_dates. */
  readonly days: number;
  /** Compared with an older snapshot than the base, since the entity or its counter is unknown there. */
  readonly gap: boolean;
}

/** Positions of two snapshots: the one compared with, and the newer one. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Range<P> extends Stretch {
  readonly series: Series<P>;
  readonly counter: Counter<P>;
}

/** How far back what was last known still counts, in days: what is older is told as seen for the first time. */
export const LOOK_BACK_DAYS = 35;

/**
 * The net movement of one entity's counter from `from` to `to`: from what was last known at `from` to what is last known at `to`, so
 * that over any stretches that follow one another the movements add up, whatever was unknown in between. An entity that appeared
 * within is counted from its first snapshot (docs/design.md, "Movement").
 */
export function movementOf<P>(range: Range<P>, key: Key): Movement {
  const { series, from, to } = range;
  const now = valueAt(range, to, key);
  const ends = endsOf({ ...range, known: (row) => range.counter(row) !== null }, key);
  const none = { now, delta: null, corrected: 0, since: null, until: null, days: 0, gap: false };
  if (ends === null) return { ...none, first: now !== null || !wasKnown(range, key) };
  const { start, end } = ends;
  return {
    now,
    delta: (valueAt(range, end, key) ?? 0) - (valueAt(range, start, key) ?? 0),
    corrected: fallsWithin({ ...range, from: start, to: end }, key),
    first: false,
    since: series.infos[start]?.date ?? null,
    until: end < to ? (series.infos[end]?.date ?? null) : null,
    days: series.days(start, end),
    gap: start < from,
  };
}

function valueAt<P>(range: Range<P>, position: number, key: Key): number | null {
  const row = range.series.row(position, key);
  return row === undefined ? null : range.counter(row);
}

function wasKnown<P>(range: Range<P>, key: Key): boolean {
  const { series, to } = range;
  for (let position = to - 1; position >= 0 && series.days(position, to) <= LOOK_BACK_DAYS; position -= 1) {
    if (valueAt(range, position, key) !== null) return true;
  }
  return false;
}

/** What a movement may start from and end at: positions, and whether a row holds the values. */
interface Known<P> extends Stretch {
  readonly series: Series<P>;
  readonly known: (row: P) => boolean;
}

/**
 * Positions that an entity's movement from `from` to `to` is counted between: last known at `from`, and last known at `to`.
 * @returns null when it is not known since `from`, or was never known before that
 */
export function endsOf<P>(
  { series, from, to, known }: Known<P>,
  key: Key,
): { readonly start: number; readonly end: number } | null {
  const holds = (position: number): boolean => {
    const row = series.row(position, key);
    return row !== undefined && known(row);
  };
  let end = to;
  while (end > from && !holds(end)) end -= 1;
  if (end <= from) return null;
  let next = Math.max(from + 1, 0);
  while (next < end && !holds(next)) next += 1;
  for (let start = from; start >= 0 && series.days(start, next) <= LOOK_BACK_DAYS; start -= 1) {
    if (holds(start)) return { start, end };
  }
  return next < end ? { start: next, end } : null;
}

function fallsWithin<P>(range: Range<P>, key: Key): number {
  let falls = 0;
  let before = valueAt(range, range.from, key);
  for (let position = range.from + 1; position <= range.to; position += 1) {
    const value = valueAt(range, position, key);
    if (value === null) continue;
    if (before !== null && value < before) falls += value - before;
    before = value;
  }
  return falls;
}

/** The movement since the previous mail. */
export function windowMovement<P>(series: Series<P>, counter: Counter<P>, key: Key): Movement {
  return movementOf({ series, counter, from: series.base, to: series.last }, key);
}

/**
 * Movements of several counters that may be set in relation: each of them known on both ends of one stretch, which is the entity's
 * own previous snapshot to the newest. A counter whose movement began earlier, or is unknown, leaves the entity out of the ratio.
 * @returns null when any of them does
 */
export function relatedMovements<P>(
  series: Series<P>,
  counters: readonly Counter<P>[],
  { key, from, to }: Stretch & { readonly key: Key },
): readonly number[] | null {
  const ends = endsOf({ series, from, to, known: () => true }, key);
  if (ends === null || ends.end !== to) return null;
  const [before, now] = [series.row(ends.start, key), series.row(ends.end, key)];
  if (before === undefined || now === undefined) return null;
  const deltas = counters.map((counter) => {
    const [then, value] = [counter(before), counter(now)];
    return then === null || value === null ? null : value - then;
  });
  return deltas.every((delta) => delta !== null) ? deltas : null;
}
