import { DATASETS, DAY_ORDER, type DatasetName } from "../catalog/datasets.ts";
import { addDays, type Day, weekdayOf } from "../platform/day.ts";
import type { DigestSettings, EnterpriseSettings } from "./schema.ts";
import { WEEKDAYS } from "./week.ts";

/** The API's limit of requests is the account's, so an enterprise's datasets start apart (docs/design.md, "Growing"). */
export const DATASET_APART_MINUTES = 20;
/** What failed is tried once more; what is published already ends before any login. */
export const CATCH_UP_AFTER_MINUTES = 60;
/** How long a snapshot may take: the function's timeout. */
export const SNAPSHOT_MINUTES = 15;

export interface SnapshotSlot {
  readonly dataset: DatasetName;
  /** Minutes after midnight of the enterprise's zone. Above 1439 it would be the next day: the settings refuse that. */
  readonly minute: number;
  readonly catchUpMinute: number;
}

/** What of an enterprise's settings says when its snapshots are taken. */
export type SnapshotTiming = Pick<EnterpriseSettings, "snapshotAt" | "datasets" | "minutesLater">;

/** When each dataset of an enterprise is taken, in order. */
export function snapshotSlots(enterprise: SnapshotTiming): readonly SnapshotSlot[] {
  const first = minuteOf(enterprise.snapshotAt) + enterprise.minutesLater;
  return DAY_ORDER.filter((name) => enterprise.datasets.includes(name)).map((dataset, index) => {
    const minute = first + index * DATASET_APART_MINUTES;
    return { dataset, minute, catchUpMinute: minute + CATCH_UP_AFTER_MINUTES };
  });
}

/** Whether a digest is due on a day: daily on its `days`, weekly on the first of them, monthly on the 1st. */
export function isMailDay(digest: Pick<DigestSettings, "period" | "days">, day: Day): boolean {
  if (digest.period === "month") return day.endsWith("-01");
  const weekday = WEEKDAYS[weekdayOf(day) - 1];
  const days: readonly string[] = digest.period === "week" ? digest.days.slice(0, 1) : digest.days;
  return weekday !== undefined && days.includes(weekday);
}

/** Whether no mail of the digest is due on an earlier day of the week, which begins on Monday. */
export function isFirstMailOfWeek(digest: Pick<DigestSettings, "period" | "days">, day: Day): boolean {
  const daysBefore = Array.from({ length: weekdayOf(day) - 1 }, (_, back) => addDays(day, -1 - back));
  return !daysBefore.some((earlier) => isMailDay(digest, earlier));
}

/** How long a mail waits at least for what is missing at its time. */
const WAIT_AT_LEAST_MINUTES = 30;
/** A catch-up that has something to do is over by then, but for the largest accounts. */
const AFTER_CATCH_UP_MINUTES = 20;
const LAST_MINUTE_OF_DAY = 24 * 60 - 1;

/**
 * Until when (`HH:mm`, on the digest's own day) a digest waits for its snapshots: what the settings say, or half an hour, longer where the
 * last catch-up of what a mail tells of is later.
 */
export function latestOf(digest: Pick<DigestSettings, "at" | "latest">, enterprise: SnapshotTiming): string {
  if (digest.latest !== undefined) return digest.latest;
  const awaited = snapshotSlots(enterprise).filter(({ dataset }) => DATASETS[dataset].awaited);
  const catchUps = awaited.map(({ catchUpMinute }) => catchUpMinute + AFTER_CATCH_UP_MINUTES);
  const latest = Math.max(minuteOf(digest.at) + WAIT_AT_LEAST_MINUTES, ...catchUps);
  return timeOfMinute(Math.min(latest, LAST_MINUTE_OF_DAY));
}

/** `05:20` → 320. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** 320 → `05:20`; goes round at midnight. */
export function timeOfMinute(minute: number): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(minute / 60) % 24)}:${pad(minute % 60)}`;
}
