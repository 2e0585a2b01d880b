import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  paginateListSchedules,
  type SchedulerClient,
} from "@aws-sdk/client-scheduler";
import * as z from "zod";
import { awsFailureOf } from "../../../shared/platform/aws-client.ts";

/** Scheduler allows some hundreds a second; hundreds of enterprises have thousands. */
const AT_ONCE = 10;
const eventSchema = z.object({
  enterprise: z.string().optional(),
  dataset: z.string().optional(),
  digest: z.string().optional(),
  report: z.string().optional(),
});

/** What a schedule sends; nothing when that is no event of this project. */
export function eventOf({ Target }: GetScheduleCommandOutput): z.output<typeof eventSchema> {
  try {
    return eventSchema.parse(JSON.parse(Target?.Input ?? ""));
  } catch {
    return {};
  }
}

/** Every schedule of a group; none when there is no such group. */
export async function schedulesOf(
  client: SchedulerClient,
  group: string,
): Promise<readonly GetScheduleCommandOutput[]> {
  const names = await namesIn(client, group);
  const found: GetScheduleCommandOutput[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const batch = names.slice(at, at + AT_ONCE);
    found.push(
      ...(await Promise.all(batch.map((Name) => client.send(new GetScheduleCommand({ GroupName: group, Name }))))),
    );
  }
  return found;
}

/** Enterprises that any schedule of a group sends an event of. */
export async function scheduledEnterprises(client: SchedulerClient, group: string): Promise<ReadonlySet<string>> {
  const schedules = await schedulesOf(client, group);
  return new Set(schedules.flatMap((schedule) => eventOf(schedule).enterprise ?? []));
}

async function namesIn(client: SchedulerClient, group: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName: group })) {
      names.push(...Schedules.flatMap(({ Name }) => Name ?? []));
    }
  } catch (error) {
    if (awsFailureOf(error).name !== "ResourceNotFoundException") throw error;
  }
  return names;
}
