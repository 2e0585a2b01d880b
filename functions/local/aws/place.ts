import { GetScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { awsReason } from "./deployment.ts";
import { AWS_TIMEOUTS } from "./timeouts.ts";

export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * The account and region that the shell's credentials act in, by the ARN of the schedule group that every account has.
 * @throws InvalidSettings when there are no credentials, no region or no answer
 */
export async function currentPlace(): Promise<Place> {
  const client = new SchedulerClient({ maxAttempts: 3, requestHandler: requestHandlerOf(AWS_TIMEOUTS) });
  try {
    const { Arn = "" } = await client.send(new GetScheduleGroupCommand({ Name: "default" }));
    const [, , , region = "", account = ""] = Arn.split(":");
    return { account, region };
  } catch (error) {
    throw new ReportsError("InvalidSettings", {
      what: `AWS does not say which account and region this is (${awsReason(error)})`,
      where: "credentials and region of the shell",
      remedy: "Log in to the account, and set AWS_REGION or a profile with a region",
    });
  } finally {
    client.destroy();
  }
}

/**
 * That the credentials are of the account and region which the settings fix, before anything is changed there.
 * @throws InvalidSettings
 */
export async function checkPlace({ aws }: Pick<Settings, "aws">): Promise<Place> {
  const place = await currentPlace();
  if (aws === undefined || (aws.account === place.account && aws.region === place.region)) return place;
  throw new ReportsError("InvalidSettings", {
    what: `the settings are for account ${aws.account} in ${aws.region}, the credentials for ${place.account} in ${place.region}`,
    where: "aws in the settings",
    remedy: "Take the other credentials or region, or the other settings",
  });
}
