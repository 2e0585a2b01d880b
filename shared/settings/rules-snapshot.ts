import * as z from "zod";
import { type Day, zoneSpelling } from "../platform/day.ts";
import type { Problem } from "./problem.ts";
import { type EnterpriseSettings, enterpriseSchema } from "./schema.ts";
import { skippedDay } from "./skipped-hour.ts";
import { minuteOf, snapshotSlots, timeOfMinute } from "./timetable.ts";

const DAY_MINUTES = 24 * 60;
const { timeZone, snapshotAt, datasets } = enterpriseSchema.shape;

/** The part of an enterprise's settings that says when its snapshots are taken. */
export const timingSchema = z.object({ timeZone, snapshotAt, datasets });
export type Timing = z.output<typeof timingSchema> & Pick<EnterpriseSettings, "minutesLater">;

/** Every run of a day, catch-ups included, lies on that day and at a time that its clocks show every day. */
export function snapshotRules(timing: Timing, path: string, from: Day | undefined): readonly Problem[] {
  const slots = snapshotSlots(timing);
  const minutes = slots.flatMap(({ minute, catchUpMinute }) => [minute, catchUpMinute]).sort((a, b) => a - b);
  const asked = minuteOf(timing.snapshotAt);
  const last = minutes.at(-1) ?? asked;
  if (last >= DAY_MINUTES) {
    const latest = timeOfMinute(DAY_MINUTES - 1 - (last - asked));
    return [{ path, message: `must be ${latest} at the latest, for the last catch-up belongs to the same day` }];
  }
  if (from === undefined) return [];
  for (const minute of minutes) {
    const at = timeOfMinute(minute);
    const day = skippedDay(at, timing.timeZone, { from, isDue: () => true });
    if (day === undefined) continue;
    const which = at === timing.snapshotAt ? at : `${at}, when one of its runs starts,`;
    return [{ path, message: `${which} does not exist in ${timing.timeZone} on ${day}: the run would be left out` }];
  }
  return [];
}

/** EventBridge compares zone names letter by letter, other programs do not. */
export function zoneRules(zone: unknown, path: string): readonly Problem[] {
  const { data } = timeZone.safeParse(zone);
  const spelled = data === undefined ? undefined : zoneSpelling(data);
  return spelled === undefined || spelled === data ? [] : [{ path, message: `must be spelled ${spelled}` }];
}
