import type { DatasetName } from "../catalog/datasets.ts";
import type { Day } from "../platform/day.ts";
import { isDay } from "../platform/day.ts";
import { endOfMonth, type Month, monthAfter, monthOf } from "../platform/month.ts";
import { snapshotKey, snapshotPrefix } from "./keys.ts";
import type { ObjectInfo, ObjectStore } from "./store.ts";

const HOUR_MS = 3_600_000;
/** A snapshot may be late by hours, and is never of a day before yesterday. */
const CLOSED_AFTER_MS = 48 * HOUR_MS;

/** After that a month without its object is overdue: by then sixteen runs could have made it. */
export const MONTH_GRACE_MS = 96 * HOUR_MS;

/** From when on (epoch ms) no run brings another snapshot of a day of the month, whatever the zone. */
export const closedAt = (month: Month): number => endOfMonth(month) + CLOSED_AFTER_MS;

/** The newest month that is closed by `now` (epoch ms), and was by `graceMs` before. */
export function newestClosedMonth(now: number, graceMs = 0): Month {
  const latest = now - graceMs;
  let month = monthOf(new Date(latest - 70 * 24 * HOUR_MS).toISOString());
  while (closedAt(monthAfter(month)) <= latest) month = monthAfter(month);
  return month;
}

/** The snapshot of one day, as the store lists it. */
export interface DayObject extends Pick<ObjectInfo, "key" | "etag" | "bytes"> {
  readonly date: Day;
}

/**
 * The snapshots of a month, oldest first. One request.
 * @throws StoreFailed
 */
export async function daysOfMonth(
  store: ObjectStore,
  dataset: DatasetName,
  { enterprise, month }: { readonly enterprise: string; readonly month: Month },
): Promise<readonly DayObject[]> {
  const prefix = `${snapshotPrefix(dataset, enterprise)}snapshot_date=${month}-`;
  const objects = await store.list(prefix);
  return objects.flatMap(({ key, etag, bytes }) => {
    const date = key.slice(prefix.length - month.length - 1, prefix.length + 2);
    return isDay(date) && key === snapshotKey(dataset, enterprise, date) ? [{ date, key, etag, bytes }] : [];
  });
}
