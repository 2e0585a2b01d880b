import { type Day, isDay } from "../platform/day.ts";
import { duplicates, fieldsOf, type Problem } from "./problem.ts";
import { digestRules } from "./rules-digest.ts";
import { rotationRules } from "./rules-rotation.ts";
import { snapshotRules, timingSchema, zoneRules } from "./rules-snapshot.ts";

/**
 * What no single field can tell: rules between the fields of settings that may still be wrong in other places.
 * Only what a rule needs is parsed, so that a mistake elsewhere hides no other.
 */
export function ruleProblems(input: unknown): readonly Problem[] {
  const settings = fieldsOf(input);
  const historyFrom = settings.get("historyFrom");
  const from = typeof historyFrom === "string" && isDay(historyFrom) ? historyFrom : undefined;
  return [
    ...duplicates(settings.get("alertsTo"), "alertsTo"),
    ...[...fieldsOf(settings.get("enterprises"))].flatMap(([name, enterprise]) =>
      enterpriseRules(fieldsOf(enterprise), `enterprises.${name}`, from),
    ),
  ];
}

function enterpriseRules(
  enterprise: ReadonlyMap<string, unknown>,
  path: string,
  from: Day | undefined,
): readonly Problem[] {
  const { data: timing } = timingSchema.safeParse(Object.fromEntries(enterprise));
  return [
    ...zoneRules(enterprise.get("timeZone"), `${path}.timeZone`),
    ...duplicates(enterprise.get("datasets"), `${path}.datasets`),
    ...rotationRules(Object.fromEntries(enterprise), path),
    ...(timing === undefined ? [] : snapshotRules(timing, `${path}.snapshotAt`, from)),
    ...[...fieldsOf(enterprise.get("digests"))].flatMap(([name, digest]) =>
      digestRules(digest, { path: `${path}.digests.${name}`, timing, from }),
    ),
  ];
}
