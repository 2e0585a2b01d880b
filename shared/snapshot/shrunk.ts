import type { DatasetName } from "../catalog/datasets.ts";
import type { Day } from "../platform/day.ts";
import { findSnapshot, type SnapshotLabel, snapshotDays } from "./published.ts";
import type { ObjectStore } from "./store.ts";

/** Fewer rows than these come and go in a small account. */
const FEWEST_GONE = 20;

/** Under half the rows and at least 20 fewer, or none where there were some: a demoted service user looks like this. */
export function isShrunk(rows: number, referenceRows: number): boolean {
  if (rows === 0) return referenceRows > 0;
  return rows < referenceRows / 2 && referenceRows - rows >= FEWEST_GONE;
}

/** How many rows the newest snapshot had that is not itself shrunk, by the label of the one before. */
export const referenceRowsOf = (label: SnapshotLabel): number =>
  label.shrunk ? (label.referenceRows ?? label.rows) : label.rows;

/**
 * What a snapshot of the day is compared with. The newest before it that can be read says it, even when it is itself shrunk.
 * @returns rows; null when there is none before
 * @throws StoreFailed
 */
export async function referenceRowsBefore(
  store: ObjectStore,
  dataset: DatasetName,
  at: { readonly enterprise: string; readonly date: Day },
): Promise<number | null> {
  const days = await snapshotDays(store, dataset, at.enterprise);
  for (const date of days.filter((day) => day < at.date).toReversed()) {
    const before = await findSnapshot(store, dataset, { enterprise: at.enterprise, date });
    if (before !== undefined) return referenceRowsOf(before.label);
  }
  return null;
}
