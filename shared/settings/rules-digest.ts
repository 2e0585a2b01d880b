import * as z from "zod";
import { AUDIENCES, type MemberAudience } from "../catalog/audiences.ts";
import { DATASETS, type DatasetName } from "../catalog/datasets.ts";
import type { Day } from "../platform/day.ts";
import { MEMBER_FILTER } from "./one-digest.ts";
import { duplicates, fieldsOf, type Problem } from "./problem.ts";
import { duplicateRecipients } from "./recipients.ts";
import { sectionRules } from "./rules-sections.ts";
import type { Timing } from "./rules-snapshot.ts";
import { type DigestSettings, digestFields } from "./schema.ts";
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
const MANAGERS = { accountManagers: "who manages a campaign", campaignManagers: "who manages a campaign" };
/** What a mail to an audience knows nothing of, so that no filter may go by it. */
const UNKNOWN_TO: Readonly<Record<MemberAudience, Partial<Record<keyof DigestSettings["filter"], string>>>> = {
  publisher: MANAGERS,
  advertiser: { publishers: "publishers", ...MANAGERS },
};
/** Names that the ledger has for others: what follows them there would be read as theirs. */
const TAKEN = ["owner", "report"];

/** Rules between the fields of one digest, and between it and the snapshots that it tells of. */
export function digestRules(digest: unknown, place: DigestPlace): readonly Problem[] {
  const fields = fieldsOf(digest);
  const filters = fieldsOf(fields.get("filter"));
  const { path } = place;
  return [
    ...["days", "sections"].flatMap((name) => duplicates(fields.get(name), `${path}.${name}`)),
    ...duplicateRecipients(fields.get("to"), `${path}.to`),
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

/** One of many sees its own rows and nothing else: either `to` names each by its id, or the filter names the one. */
function audienceRules(digest: unknown, path: string): readonly Problem[] {
  const { data } = audienceSchema.safeParse(digest);
  if (data === undefined) return [];
  const to = fieldsOf(digest).get("to");
  const isById = typeof to === "object" && to !== null && !Array.isArray(to);
  const { audience: of } = data;
  if (of === "internal") {
    const others = AUDIENCES.filter((name) => name !== "internal").join(" or ");
    return isById ? [{ path: `${path}.to`, message: `must be a list of addresses, or the audience ${others}` }] : [];
  }
  const problems: Problem[] = [];
  const list = MEMBER_FILTER[of];
  const named = data.filter[list].length;
  if (isById && fieldsOf(to).size === 0) {
    problems.push({ path: `${path}.to`, message: `must name at least one ${of} by id` });
  }
  if (isById && named > 0) {
    problems.push({ path: `${path}.filter.${list}`, message: "must be left out: to names each by its id" });
  }
  if (!isById && named !== 1) {
    const message = `must name exactly one ${of} for this audience, or to must name each by its id, such as {"12": ["lead@partner.example"]}`;
    problems.push({ path: `${path}.filter.${list}`, message });
  }
  if (isById && TAKEN.some((name) => path.endsWith(`.${name}`))) {
    problems.push({
      path,
      message: `must have another name to be sent by id: the ledger keeps ${TAKEN.join(" and ")}`,
    });
  }
  const whose = of === "publisher" ? "a publisher's" : "an advertiser's";
  for (const [name, what] of Object.entries(UNKNOWN_TO[of])) {
    if (data.filter[name as keyof typeof data.filter].length === 0) continue;
    const message = `must be left out for this audience: ${whose} mail knows nothing of ${what}`;
    problems.push({ path: `${path}.filter.${name}`, message });
  }
  return problems;
}
