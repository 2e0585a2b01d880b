import { type Day, daysBetween } from "../../platform/day.ts";
import type { Series } from "./series.ts";

/** How long a condition has held: found again from the snapshots themselves, never stored. */
export interface Streak {
  /** `new`: it did not hold when the previous mail was written. */
  readonly state: "new" | "still";
  /** First snapshot_date of the unbroken run of snapshots in which it holds. */
  readonly since: Day;
  /** 1 on the first day. */
  readonly days: number;
  /** It held already in the oldest snapshot read, so it may have begun before. */
  readonly atLeast: boolean;
}

/** Whether the condition holds at a position; undefined: that snapshot cannot tell, and the run goes on over it. */
export type Condition = (position: number) => boolean | undefined;

/** The streak of a condition at the newest snapshot; null when it does not hold there. */
export function streakOf<P>(series: Series<P>, holds: Condition): Streak | null {
  let since = -1;
  for (let position = series.last; position >= 0; position -= 1) {
    const held = holds(position);
    if (held === false) break;
    if (held === true) since = position;
  }
  const info = series.infos[since];
  const newest = series.infos[series.last];
  if (info === undefined || newest === undefined) return null;
  return {
    state: series.base >= 0 && since <= series.base ? "still" : "new",
    since: info.date,
    days: daysBetween(info.date, newest.date) + 1,
    atLeast: since === 0 && series.last > 0,
  };
}

/** True when the condition held at the previous mail and does not hold at the newest snapshot. */
export function isResolved<P>(series: Series<P>, holds: Condition): boolean {
  if (series.base < 0 || holds(series.last) !== false) return false;
  for (let position = series.base; position >= 0; position -= 1) {
    const held = holds(position);
    if (held !== undefined) return held;
  }
  return false;
}
