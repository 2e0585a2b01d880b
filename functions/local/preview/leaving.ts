import { addDays, type Day } from "../../../shared/platform/day.ts";
import type { DigestSettings, EnterpriseSettings } from "../../../shared/settings/schema.ts";
import { isMailDay, latestOf } from "../../../shared/settings/timetable.ts";

/** When a mail of a day would leave. */
export type Leaving =
  | { readonly kind: "retired" }
  /** In the enterprise's zone; `latest` is when it leaves although snapshots are missing. */
  | { readonly kind: "leaves"; readonly day: Day; readonly at: string; readonly latest: string; readonly zone: string }
  /** None is due on this day; the next one after it. */
  | { readonly kind: "none"; readonly day: Day; readonly next: Day; readonly at: string; readonly zone: string };

/** Longer than a month has days. */
const LOOK_AHEAD_DAYS = 32;

/** What of a digest or a report says when it leaves. */
type Timing = Pick<DigestSettings, "period" | "days" | "at"> & { readonly latest?: string | undefined };

export function leavingOf(digest: Timing, enterprise: EnterpriseSettings, day: Day): Leaving {
  if (enterprise.retired) return { kind: "retired" };
  const { timeZone: zone } = enterprise;
  const { at } = digest;
  if (isMailDay(digest, day)) return { kind: "leaves", day, at, latest: latestOf(digest, enterprise), zone };
  let next = addDays(day, 1);
  for (let ahead = 1; ahead < LOOK_AHEAD_DAYS && !isMailDay(digest, next); ahead += 1) next = addDays(next, 1);
  return { kind: "none", day, next, at, zone };
}
