import * as z from "zod";
import { DATASETS, type DatasetName } from "../catalog/datasets.ts";
import type { Day } from "../platform/day.ts";
import { duplicates, fieldsOf, type Problem } from "./problem.ts";
import { sectionRules } from "./rules-sections.ts";
import type { Timing } from "./rules-snapshot.ts";
import { digestFields } from "./schema.ts";
import { skippedDay } from "./skipped-hour.ts";
import { isMailDay, latestOf, minuteOf, SNAPSHOT_MINUTES, snapshotSlots, timeOfMinute } from "./timetable.ts";

export interface DigestPlace {
  /** Path of the digest in the settings. */
  readonly path: string;
  /** Undefined when the enterprise's own times are wrong. */
  readonly timing: Timing | undefined;
  readonly from: Day | undefined;
  /** What is taken of the enterprise. Undefined when that is wrong. */
  readonly datasets: readonly DatasetName[] | undefined;
}

const { at, latest, period, days, audience, filter } = digestFields.shape;
const scheduleSchema = z.object({ at, latest, period, days });
const audienceSchema = z.object({ audience, filter });

/** Rules between the fields of one digest, and between it and the snapshots that it tells of. */
export function digestRules(digest: unknown, place: DigestPlace): readonly Problem[] {
  const fields = fieldsOf(digest);
  const filters = fieldsOf(fields.get("filter"));
  const { path } = place;
  return [
    ...["to", "days", "sections"].flatMap((name) => duplicates(fields.get(name), `${path}.${name}`)),
    ...[...filters].flatMap(([name, list]) => duplicates(list, `${path}.filter.${name}`)),
    ...scheduleRules(digest, place),
    ...audienceRules(digest, path),
    ...sectionRules(digest, path, place.datasets),
  ];
}

/** Of anything that is due by `at`, `latest`, `period` and `days`. */
export function scheduleRules(digest: unknown, { path, timing, from }: DigestPlace): readonly Problem[] {
  const { data: schedule } = scheduleSchema.safeParse(digest);
  if (schedule === undefined || timing === undefined) return [];
  const slots = snapshotSlots(timing).filter(({ dataset }) => DATASETS[dataset].awaited);
  const ready = Math.max(0, ...slots.map(({ minute }) => minute + SNAPSHOT_MINUTES));
  const problems: Problem[] = [];
  if (minuteOf(schedule.at) < ready) {
    const message = `must be ${timeOfMinute(ready)} or later: before, the last snapshot that it tells of may still run`;
    problems.push({ path: `${path}.at`, message });
  }
  const last = latestOf(schedule, timing);
  if (minuteOf(last) < minuteOf(schedule.at)) {
    problems.push({ path: `${path}.latest`, message: `must be ${schedule.at} or later, when the mail is due` });
  }
  const isDue = (day: Day) => isMailDay(schedule, day);
  const skipped = (time: string) =>
    from === undefined ? undefined : skippedDay(time, timing.timeZone, { from, isDue });
  const day = skipped(schedule.at);
  if (day !== undefined) {
    const message = `${schedule.at} does not exist in ${timing.timeZone} on ${day}: the mail would be left out`;
    problems.push({ path: `${path}.at`, message });
  }
  const lastDay = skipped(last);
  if (lastDay !== undefined) {
    const message = `${last}${schedule.latest === undefined ? ", which it is by itself," : ""} does not exist in ${timing.timeZone} on ${lastDay}: a mail that waits would be left out`;
    problems.push({ path: `${path}.latest`, message });
  }
  return problems;
}

/** A publisher sees its own contract rows and nothing else (docs/design.md, "Settings"). */
function audienceRules(digest: unknown, path: string): readonly Problem[] {
  const { data } = audienceSchema.safeParse(digest);
  if (data?.audience !== "publisher") return [];
  const problems: Problem[] = [];
  if (data.filter.publishers.length !== 1) {
    problems.push({ path: `${path}.filter.publishers`, message: "must name exactly one publisher for this audience" });
  }
  for (const name of ["accountManagers", "campaignManagers"] as const) {
    if (data.filter[name].length === 0) continue;
    const message = "must be left out for this audience: a publisher's mail knows nothing of who manages a campaign";
    problems.push({ path: `${path}.filter.${name}`, message });
  }
  return problems;
}
