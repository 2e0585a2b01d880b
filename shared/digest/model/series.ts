import { type Day, daysBetween } from "../../platform/day.ts";
import type { Snapshot, SnapshotInfo } from "../input/digest-input.ts";

/** The snapshots of one dataset, oldest first, with their rows found by key. Positions index `infos`. */
export interface Series<P> {
  readonly infos: readonly SnapshotInfo[];
  /** Position of the newest snapshot; -1 when there is none. */
  readonly last: number;
  /** Position the movement is counted from; -1 when `last` is the first snapshot. */
  readonly base: number;
  row(position: number, key: string): P | undefined;
  keys(position: number): Iterable<string>;
  /** Whole days between the snapshot_dates of two positions. */
  days(from: number, to: number): number;
}

/** A counter of a row, or null when the API did not tell it. */
export type Counter<P> = (row: P) => number | null;

/**
 * @param since snapshot_date of the previous mail: the base is the newest snapshot on or before it, or else the oldest there is
 */
export function seriesOf<P>(snapshots: readonly Snapshot<P>[], key: (row: P) => string, since: Day): Series<P> {
  const infos = snapshots.map(({ info }) => info);
  const numbers = infos.map(({ date }) => daysBetween("2000-01-01", date));
  const indexes: (Map<string, P> | undefined)[] = [];
  const index = (position: number): Map<string, P> => {
    let known = indexes[position];
    if (known === undefined) {
      known = new Map((snapshots[position]?.rows ?? []).map((row) => [key(row), row]));
      indexes[position] = known;
    }
    return known;
  };
  return {
    infos,
    last: infos.length - 1,
    base: basePosition(infos, since),
    row: (position, of) => index(position).get(of),
    keys: (position) => index(position).keys(),
    days: (from, to) => (numbers[to] ?? 0) - (numbers[from] ?? 0),
  };
}

/** Position in `infos` that the movement since `since` is counted from. */
export function basePosition(infos: readonly Pick<SnapshotInfo, "date">[], since: Day): number {
  const last = infos.length - 1;
  if (last < 1) return -1;
  const newest = infos.findLastIndex(({ date }) => date <= since);
  if (newest === last) return last - 1;
  return Math.max(newest, 0);
}
