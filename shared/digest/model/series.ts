import { daysBetween } from "../../platform/day.ts";
import type { PreviousMail, Snapshot, SnapshotInfo } from "../input/digest-input.ts";
import { basePosition } from "../input/window.ts";

/** What an entity is found by in every snapshot. */
export type Key = string | number;

/** The snapshots of one dataset, oldest first, with their rows found by key. Positions index `infos`. */
export interface Series<P> {
  readonly infos: readonly SnapshotInfo[];
  /** Position of the newest snapshot; -1 when there is none. */
  readonly last: number;
  /** Position the movement is counted from; -1 when `last` is the first snapshot. */
  readonly base: number;
  row(position: number, key: Key): P | undefined;
  /** Whole days between the snapshot_dates of two positions. */
  days(from: number, to: number): number;
}

/** A counter of a row, or null when the API did not tell it. */
export type Counter<P> = (row: P) => number | null;

/**
 * One index serves all snapshots: an entity has the same place in each of them, so that a month of a large account fits in memory.
 * @param previous the previous mail: the base is the snapshot that it ended with, or else the oldest there is
 */
export function seriesOf<P>(
  snapshots: readonly Snapshot<P>[],
  key: (row: P) => Key,
  previous: PreviousMail,
): Series<P> {
  const infos = snapshots.map(({ info }) => info);
  const numbers = infos.map(({ date }) => daysBetween("2000-01-01", date));
  const places = new Map<Key, number>();
  const tables = snapshots.map(({ rows }) => {
    const table: (P | undefined)[] = [];
    for (const row of rows) {
      const of = key(row);
      const place = places.get(of) ?? places.size;
      if (place === places.size) places.set(of, place);
      while (table.length < place) table.push(undefined);
      table[place] = row;
    }
    return table;
  });
  return {
    infos,
    last: infos.length - 1,
    base: basePosition(infos, previous),
    row: (position, of) => {
      const place = places.get(of);
      return place === undefined ? undefined : tables[position]?.[place];
    },
    days: (from, to) => (numbers[to] ?? 0) - (numbers[from] ?? 0),
  };
}
