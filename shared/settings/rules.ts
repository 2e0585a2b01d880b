import * as z from "zod";
import { type Day, isDay } from "../platform/day.ts";
import { SHORTEST_ROTATED_DAYS } from "./password-age.ts";
import { duplicates, fieldsOf, type Problem } from "./problem.ts";
import { digestRules } from "./rules-digest.ts";
import { reportRules } from "./rules-reports.ts";
import { snapshotRules, type Timing, timingSchema, zoneRules } from "./rules-snapshot.ts";
import { enterpriseSchema } from "./schema.ts";
import { minutesLater, spreadMinutes } from "./spread.ts";
import { minuteOf, timeOfMinute } from "./timetable.ts";

const { passwordMaxAgeDays, rotatePassword, datasets } = enterpriseSchema.shape;
const rotationSchema = z.object({ passwordMaxAgeDays, rotatePassword });

/**
 * What no single field can tell: rules between the fields of settings that may still be wrong in other places.
 * Only what a rule needs is parsed, so that a mistake elsewhere hides no other.
 * @param from start of the ten years in which no run may fall into an hour that the clocks skip; undefined: that is not asked
 */
export function ruleProblems(input: unknown, from: Day | undefined): readonly Problem[] {
  const settings = fieldsOf(input);
  const { data: spread = 0 } = spreadMinutes.safeParse(settings.get("spreadMinutes"));
  return [
    ...["alertsTo", "noticesTo"].flatMap((list) => duplicates(settings.get(list), list)),
    ...[...fieldsOf(settings.get("enterprises"))].flatMap(([name, enterprise]) =>
      enterpriseRules(fieldsOf(enterprise), { name, from, spread }),
    ),
  ];
}

/** The settings' `historyFrom`, if it is a day. */
export function historyStart(input: unknown): Day | undefined {
  const historyFrom = fieldsOf(input).get("historyFrom");
  return typeof historyFrom === "string" && isDay(historyFrom) ? historyFrom : undefined;
}

function enterpriseRules(
  enterprise: ReadonlyMap<string, unknown>,
  { name, from, spread }: { readonly name: string; readonly from: Day | undefined; readonly spread: number },
): readonly Problem[] {
  const path = `enterprises.${name}`;
  const { data: times } = timingSchema.safeParse(Object.fromEntries(enterprise));
  const timing = times && { ...times, minutesLater: minutesLater(name, spread) };
  return [
    ...zoneRules(enterprise.get("timeZone"), `${path}.timeZone`),
    ...duplicates(enterprise.get("datasets"), `${path}.datasets`),
    ...rotationRules(Object.fromEntries(enterprise), path),
    ...namingSpread(timing, (of) => timedRules(enterprise, { path, timing: of, from })),
  ];
}

/** Rules in which the hours of the snapshots are reckoned in. */
function timedRules(
  enterprise: ReadonlyMap<string, unknown>,
  {
    path,
    timing,
    from,
  }: { readonly path: string; readonly timing: Timing | undefined; readonly from: Day | undefined },
): readonly Problem[] {
  const { data: taken } = datasets.safeParse(enterprise.get("datasets"));
  return [
    ...(timing === undefined ? [] : snapshotRules(timing, `${path}.snapshotAt`, from)),
    ...[...fieldsOf(enterprise.get("digests"))].flatMap(([name, digest]) =>
      digestRules(digest, { path: `${path}.digests.${name}`, timing, from, datasets: taken }),
    ),
    ...[...fieldsOf(enterprise.get("reports"))].flatMap(([name, report]) =>
      reportRules(report, { path: `${path}.reports.${name}`, timing, from, datasets: taken }),
    ),
  ];
}

/** A problem that is there, or is another, by `spreadMinutes` alone says so: the hours that are written down show nothing of it. */
function namingSpread(
  timing: Timing | undefined,
  rules: (timing: Timing | undefined) => readonly Problem[],
): readonly Problem[] {
  const problems = rules(timing);
  if (timing === undefined || timing.minutesLater === 0 || problems.length === 0) return problems;
  const unspread = rules({ ...timing, minutesLater: 0 });
  const isOfBoth = (one: Problem) => unspread.some(({ path, message }) => path === one.path && message === one.message);
  const begins = timeOfMinute(minuteOf(timing.snapshotAt) + timing.minutesLater);
  return problems.map((one) =>
    isOfBoth(one)
      ? one
      : { ...one, message: `${one.message} (spreadMinutes has the snapshots of this enterprise begin at ${begins})` },
  );
}

/** A password that is to be rotated must live long enough for a failed rotation to be tried again. */
function rotationRules(enterprise: unknown, path: string): readonly Problem[] {
  const { data } = rotationSchema.safeParse(enterprise);
  if (data?.rotatePassword !== true || data.passwordMaxAgeDays >= SHORTEST_ROTATED_DAYS) return [];
  const message = `must be ${SHORTEST_ROTATED_DAYS} or more with rotatePassword: it is changed at half of its age`;
  return [{ path: `${path}.passwordMaxAgeDays`, message }];
}
