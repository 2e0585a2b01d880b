import * as z from "zod";
import { type Day, isDay } from "../platform/day.ts";
import { SHORTEST_ROTATED_DAYS } from "./password-age.ts";
import { duplicates, fieldsOf, type Problem } from "./problem.ts";
import { digestRules } from "./rules-digest.ts";
import { reportRules } from "./rules-reports.ts";
import { snapshotRules, timingSchema, zoneRules } from "./rules-snapshot.ts";
import { enterpriseSchema } from "./schema.ts";
import { minutesLater, spreadMinutes } from "./spread.ts";

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
  const { data: taken } = datasets.safeParse(enterprise.get("datasets"));
  return [
    ...zoneRules(enterprise.get("timeZone"), `${path}.timeZone`),
    ...duplicates(enterprise.get("datasets"), `${path}.datasets`),
    ...rotationRules(Object.fromEntries(enterprise), path),
    ...(timing === undefined ? [] : snapshotRules(timing, `${path}.snapshotAt`, from)),
    ...[...fieldsOf(enterprise.get("digests"))].flatMap(([name, digest]) =>
      digestRules(digest, { path: `${path}.digests.${name}`, timing, from, datasets: taken }),
    ),
    ...[...fieldsOf(enterprise.get("reports"))].flatMap(([name, report]) =>
      reportRules(report, { path: `${path}.reports.${name}`, timing, from, datasets: taken }),
    ),
  ];
}

/** A password that is to be rotated must live long enough for a failed rotation to be tried again. */
function rotationRules(enterprise: unknown, path: string): readonly Problem[] {
  const { data } = rotationSchema.safeParse(enterprise);
  if (data?.rotatePassword !== true || data.passwordMaxAgeDays >= SHORTEST_ROTATED_DAYS) return [];
  const message = `must be ${SHORTEST_ROTATED_DAYS} or more with rotatePassword: it is changed at half of its age`;
  return [{ path: `${path}.passwordMaxAgeDays`, message }];
}
