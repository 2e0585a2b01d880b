import type { GetScheduleCommandOutput, SchedulerClient } from "@aws-sdk/client-scheduler";
import { namesOf } from "../../../shared/settings/names.ts";
import type { DigestSettings, EnterpriseSettings, Settings } from "../../../shared/settings/schema.ts";
import { latestOf } from "../../../shared/settings/timetable.ts";
import { eventOf, schedulesOf } from "../aws/schedules.ts";
import { type CheckFinding, fail, notApplicable, pass } from "./finding.ts";

export interface ScheduleCheck {
  readonly client: SchedulerClient;
  readonly group: string;
  readonly settings: Settings;
  readonly enterprise: string;
  readonly of: EnterpriseSettings;
}

/**
 * Every schedule that the settings ask for, by the event that it sends: there, enabled, in the enterprise's zone; those of the watch and of
 * months; and none of an enterprise that they do not hold.
 */
export async function schedulesCheck({
  client,
  group,
  settings,
  enterprise,
  of,
}: ScheduleCheck): Promise<CheckFinding> {
  const all = await schedulesOf(client, group);
  const own = all.filter((schedule) => eventOf(schedule).enterprise === enterprise);
  const orphans = orphansIn(all, settings);
  if (orphans.length > 0) {
    const summary = `schedules of enterprises that the settings do not hold: ${orphans.join(", ")}`;
    return fail(
      "schedules",
      summary,
      "Deploy with these settings, which deletes them; or examine with the settings that were deployed",
    );
  }
  if (of.retired) {
    if (own.length === 0) return notApplicable("schedules", "the enterprise is retired");
    return fail("schedules", `${own.length} left of a retired enterprise`, "Deploy again");
  }
  const names = namesOf(settings.deployment);
  const problems = [
    ...standing(all, names.watchFunction, { words: "the hourly watch", due: 1 }),
    ...standing(all, names.monthsFunction, { words: "months", due: 2 }),
    ...of.datasets.flatMap((dataset) => lacking(own, { dataset }, 2)),
    ...Object.entries(of.digests).flatMap(([digest, due]) => lacking(own, { digest }, schedulesOfMail(due, of))),
    ...Object.entries(of.reports).flatMap(([report, due]) => lacking(own, { report }, schedulesOfMail(due, of))),
    ...own
      .filter(({ State }) => State !== "ENABLED")
      .map((schedule) => `${wordsOf(eventOf(schedule))} is ${schedule.State?.toLowerCase()}`),
    ...own
      .filter(({ ScheduleExpressionTimezone: zone }) => zone !== of.timeZone)
      .map((schedule) => `${wordsOf(eventOf(schedule))} runs by ${schedule.ScheduleExpressionTimezone}`),
  ];
  if (problems.length === 0) return pass("schedules", `all ${own.length} are enabled, in ${of.timeZone}`);
  return fail("schedules", problems.join("; "), "Enable them in EventBridge Scheduler, or deploy again");
}

/** One at its time, and one at the latest for which it waits, where that is later (docs/design.md, "The mail"). */
const schedulesOfMail = (mail: Pick<DigestSettings, "at" | "latest">, of: EnterpriseSettings): number =>
  latestOf(mail, of) === mail.at ? 1 : 2;

interface Wanted {
  readonly dataset?: string | undefined;
  readonly digest?: string | undefined;
  readonly report?: string | undefined;
}

function wordsOf({ dataset, digest, report }: Wanted): string {
  if (report !== undefined) return `report ${report}`;
  return digest === undefined ? `snapshot ${dataset}` : `digest ${digest}`;
}

function lacking(own: readonly GetScheduleCommandOutput[], wanted: Wanted, due: number): string[] {
  const found = own.filter((schedule) => wordsOf(eventOf(schedule)) === wordsOf(wanted));
  return found.length >= due ? [] : [`${wordsOf(wanted)} has ${found.length} of ${due}`];
}

/** Of what belongs to no enterprise, known by the function that it starts. */
function standing(
  all: readonly GetScheduleCommandOutput[],
  functionName: string,
  { words, due }: { readonly words: string; readonly due: number },
): readonly string[] {
  const found = all.filter(({ Target }) => Target?.Arn?.endsWith(`:${functionName}`) === true);
  const off = found.filter(({ State }) => State !== "ENABLED");
  if (found.length < due) return [`${words} has ${found.length} of ${due}`];
  return off.length === 0 ? [] : [`${words} is ${off[0]?.State?.toLowerCase()}`];
}

function orphansIn(all: readonly GetScheduleCommandOutput[], { enterprises }: Settings): readonly string[] {
  const named = all.flatMap((schedule) => eventOf(schedule).enterprise ?? []);
  return [...new Set(named)].filter((name) => !Object.hasOwn(enterprises, name)).sort();
}
