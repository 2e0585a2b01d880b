import { namesOf } from "../../../shared/settings/names.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { type CheckFinding, fail, notApplicable, pass } from "../doctor/finding.ts";

export interface DeployedCheck {
  readonly settings: Settings;
  /** Outputs of the stack that has this deployment's name; undefined when there is none. */
  readonly deployed: Readonly<Record<string, string>> | undefined;
  /** Enterprises that have schedules there. */
  readonly scheduled: ReadonlySet<string>;
}

/**
 * Whether what is deployed under this name is the same deployment. Another's would be taken over: its first day is another, or it has other
 * enterprises altogether.
 */
export function deploymentCheck({ settings, deployed, scheduled }: DeployedCheck): CheckFinding {
  const name = "deployment";
  const { stack } = namesOf(settings.deployment);
  if (deployed === undefined) return pass(name, `${stack} is not there yet: this is its first deployment`);
  const first = deployed["HistoryFrom"];
  if (first !== undefined && first !== settings.historyFrom) {
    return fail(
      name,
      `the history of ${stack} begins on ${first}, that of the settings on ${settings.historyFrom}`,
      "If it is another deployment give this one a name of its own (deployment in the settings); if it is this one, historyFrom never changes",
    );
  }
  const own = Object.keys(settings.enterprises);
  if (own.length > 0 && scheduled.size > 0 && own.every((enterprise) => !scheduled.has(enterprise))) {
    return fail(
      name,
      `${stack} has schedules of ${list([...scheduled])}, and the settings hold none of them`,
      "If it is another deployment give this one a name of its own (deployment in the settings); if it is this one, add the new enterprises first and remove the old ones by the next deployment",
    );
  }
  return pass(name, `${stack} is there and has the same first day`);
}

/** Who loses schedules by this deployment, which is what removing and retiring is for; a slip shows here. */
export function leavingCheck(settings: Settings, scheduled: ReadonlySet<string>): CheckFinding {
  const name = "enterprises that leave";
  const leaving = [...scheduled].filter((enterprise) => settings.enterprises[enterprise]?.retired !== false);
  if (scheduled.size === 0) return notApplicable(name, "nothing is scheduled yet");
  if (leaving.length === 0) return pass(name, `none of the ${scheduled.size} that are scheduled`);
  return pass(name, `this deployment deletes the schedules of ${list(leaving)}`);
}

const LISTED = 10;
/** In the order of names; of many the first ones. */
function list(enterprises: readonly string[]): string {
  const sorted = [...enterprises].sort();
  const more = sorted.length > LISTED ? ` and ${sorted.length - LISTED} more` : "";
  return `${sorted.slice(0, LISTED).join(", ")}${more}`;
}
