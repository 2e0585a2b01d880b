import type { Day } from "../../platform/day.ts";
import type { Counter, Key, Series } from "./series.ts";

/** How a lifetime counter moved between two snapshots of one entity. */
export interface Movement {
  /** Value in the newer snapshot. */
  readonly now: number | null;
  /** Net change; null when there is nothing to compare with or a value is unknown. */
  readonly delta: number | null;
  /** Sum of the falls within, at most 0: they are part of `delta`. */
  readonly corrected: number;
  /** No snapshot before holds the entity's counter. */
  readonly first: boolean;
  /** snapshot_date compared with; null when `first`. */
  readonly since: Day | null;
  /** Days between the two snapshot_dates. */
  readonly days: number;
  /** Compared with an older snapshot than the base, since the entity is missing there. */
  readonly gap: boolean;
}

interface Range<P> {
  readonly series: Series<P>;
  readonly counter: Counter<P>;
  /** Position compared with, and the newer one. */
  readonly from: number;
  readonly to: number;
}

/**
 * The net movement of one entity's counter from `from` to `to`. Where `from` does not hold the entity, the newest snapshot
 * before it does; an entity that appeared in between is counted from its first snapshot (docs/design.md, "Movement").
 */
export function movementOf<P>(range: Range<P>, key: Key): Movement {
  const { series, to } = range;
  const now = valueAt(range, to, key);
  const known = (row: P): boolean => range.counter(row) !== null;
  const start = startPosition({ series, from: range.from, to, known }, key);
  if (start === -1 || now === null) {
    return { now, delta: null, corrected: 0, first: start === -1, since: null, days: 0, gap: false };
  }
  const before = valueAt(range, start, key) ?? 0;
  return {
    now,
    delta: now - before,
    corrected: fallsWithin(range, start, key),
    first: false,
    since: series.infos[start]?.date ?? null,
    days: series.days(start, to),
    gap: start < range.from,
  };
}

function valueAt<P>(range: Range<P>, position: number, key: Key): number | null {
  const row = range.series.row(position, key);
  return row === undefined ? null : range.counter(row);
}

/** What a movement may start from: positions, and whether a row holds a value there. */
export interface Start<P> {
  readonly series: Series<P>;
  readonly from: number;
  readonly to: number;
  readonly known: (row: P) => boolean;
}

/** Position that an entity's movement from `from` to `to` is counted from; -1 when none before `to` holds it. */
export function startPosition<P>({ series, from, to, known }: Start<P>, key: Key): number {
  const holds = (position: number): boolean => {
    const row = series.row(position, key);
    return row !== undefined && known(row);
  };
  for (let position = from; position >= 0; position -= 1) if (holds(position)) return position;
  for (let position = Math.max(from + 1, 0); position < to; position += 1) if (holds(position)) return position;
  return -1;
}

function fallsWithin<P>(range: Range<P>, start: number, key: Key): number {
  let falls = 0;
  let before = valueAt(range, start, key);
  for (let position = start + 1; position <= range.to; position += 1) {
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

/** Average daily change of a counter over the last week's snapshots of `position`; null when fewer than three days are spanned. */
export function rateAt<P>(series: Series<P>, counter: Counter<P>, at: { position: number; key: Key }): number | null {
  const row = series.row(at.position, at.key);
  const now = row === undefined ? null : counter(row);
  if (now === null) return null;
  let oldest: { value: number; days: number } | null = null;
  for (let position = at.position - 1; position >= 0; position -= 1) {
    const days = series.days(position, at.position);
    if (days > 7) break;
    const earlier = series.row(position, at.key);
    const value = earlier === undefined ? null : counter(earlier);
    if (value !== null) oldest = { value, days };
  }
  return oldest === null || oldest.days < 3 ? null : (now - oldest.value) / oldest.days;
}
