import { addDays, type Day, daysBetween } from "../../platform/day.ts";
import { LOOK_BACK_DAYS } from "./movement.ts";
import type { Series } from "./series.ts";

/** How long a condition has held: found again from the snapshots themselves, never stored. */
export interface Streak {
  /** `new`: it did not hold when the previous mail was written. */
  readonly state: "new" | "still";
  /** First snapshot_date of the unbroken run of snapshots in which it holds. */
  readonly since: Day;
  /** 1 on the first day. */
  readonly days: number;
  /** It may have begun before the days that are looked at. */
  readonly atLeast: boolean;
}

/** Whether the condition holds at a position; undefined: that snapshot cannot tell, and the run goes on over it. */
export type Condition = (position: number) => boolean | undefined;

/**
 * The streak of a condition at the newest snapshot; null when it does not hold there, or no snapshot of the last 35 days says so. It is
 * told with 36 days at most, so that it never falls while older snapshots are forgotten.
 * @param mayHaveHeld whether the oldest snapshot leaves it open that the condition held: then a run that nothing has ended since is
 * counted from there
 */
export function streakOf<P>(
  series: Series<P>,
  holds: Condition,
  mayHaveHeld: (position: number) => boolean = () => false,
): Streak | null {
  const { infos, last } = series;
  let [since, known] = [-1, false];
  let position = last;
  for (; position >= 0; position -= 1) {
    const held = holds(position);
    if (held === false) break;
    if (held !== true) continue;
    since = position;
    known ||= series.days(position, last) <= LOOK_BACK_DAYS;
  }
  const newest = infos[last]?.date;
  if (since < 0 || !known || newest === undefined) return null;
  const begin = infos[position < 0 && mayHaveHeld(0) ? 0 : since]?.date ?? newest;
  const oldest = addDays(newest, -LOOK_BACK_DAYS);
  const from = begin < oldest ? oldest : begin;
  return {
    state: series.base >= 0 && since <= series.base ? "still" : "new",
    since: from,
    days: daysBetween(from, newest) + 1,
    atLeast: last > 0 && (begin <= oldest || begin === infos[0]?.date),
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
