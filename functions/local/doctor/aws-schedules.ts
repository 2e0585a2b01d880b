import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  paginateListSchedules,
  type SchedulerClient,
} from "@aws-sdk/client-scheduler";
import * as z from "zod";
import type { EnterpriseSettings } from "../../../shared/settings/schema.ts";
import { type Finding, fail, notApplicable, pass } from "./finding.ts";

export interface ScheduleCheck {
  readonly client: SchedulerClient;
  readonly group: string;
  readonly enterprise: string;
  readonly of: EnterpriseSettings;
}

/** Scheduler allows some hundreds a second; hundreds of enterprises have thousands. */
const AT_ONCE = 10;
const eventSchema = z.object({
  enterprise: z.string().optional(),
  dataset: z.string().optional(),
  digest: z.string().optional(),
});

/** Every schedule that the settings ask for, by the event that it sends: there, enabled, in the enterprise's zone. */
export async function schedulesCheck(check: ScheduleCheck): Promise<Finding> {
  const { enterprise, of } = check;
  const own = (await allSchedules(check)).filter((schedule) => eventOf(schedule).enterprise === enterprise);
  if (of.retired) {
    if (own.length === 0) return notApplicable("schedules", "the enterprise is retired");
    return fail("schedules", `${own.length} left of a retired enterprise`, "Deploy again");
  }
  const problems = [
    ...of.datasets.flatMap((dataset) => lacking(own, { dataset }, 2)),
    ...Object.keys(of.digests).flatMap((digest) => lacking(own, { digest }, 1)),
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

interface Wanted {
  readonly dataset?: string | undefined;
  readonly digest?: string | undefined;
}

const wordsOf = ({ dataset, digest }: Wanted): string =>
  digest === undefined ? `snapshot ${dataset}` : `digest ${digest}`;

function lacking(own: readonly GetScheduleCommandOutput[], wanted: Wanted, due: number): string[] {
  const found = own.filter((schedule) => wordsOf(eventOf(schedule)) === wordsOf(wanted));
  return found.length >= due ? [] : [`${wordsOf(wanted)} has ${found.length} of ${due}`];
}

function eventOf({ Target }: GetScheduleCommandOutput): z.output<typeof eventSchema> {
  try {
    return eventSchema.parse(JSON.parse(Target?.Input ?? ""));
  } catch {
    return {};
  }
}

async function allSchedules({ client, group }: ScheduleCheck): Promise<GetScheduleCommandOutput[]> {
  const names: string[] = [];
  for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName: group })) {
    names.push(...Schedules.flatMap(({ Name }) => Name ?? []));
  }
  const found: GetScheduleCommandOutput[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const batch = names.slice(at, at + AT_ONCE);
    found.push(
      ...(await Promise.all(batch.map((Name) => client.send(new GetScheduleCommand({ GroupName: group, Name }))))),
    );
  }
  return found;
}
