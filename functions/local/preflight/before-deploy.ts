import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { createSecretsManagerClient } from "../../../shared/convertr/login/secrets-manager.ts";
import { requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { namesOf } from "../../../shared/settings/names.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { createS3Client } from "../../../shared/snapshot/s3-store.ts";
import { awsReason } from "../aws/deployment.ts";
import { checkPlace } from "../aws/place.ts";
import { scheduledEnterprises } from "../aws/schedules.ts";
import { stackOutputs } from "../aws/stack-outputs.ts";
import { AWS_TIMEOUTS } from "../aws/timeouts.ts";
import { type CheckFinding, fail, failedBy, notApplicable, pass } from "../doctor/finding.ts";
import { readDeployedSettings } from "../settings.ts";
import { bucketCheck, identityCheck, monthsCheck, rotatedSecretsCheck } from "./asked-for.ts";
import { deploymentCheck, leavingCheck } from "./deployed.ts";
import { placeholders } from "./placeholders.ts";

export interface BeforeDeployOptions {
  readonly settings?: string;
}

/** What would make a deployment fail half-way, or act on what is another's, one finding after the other. Nothing is changed. */
export async function* beforeDeploy(options: BeforeDeployOptions): AsyncGenerator<CheckFinding> {
  let settings: Settings;
  try {
    settings = await readDeployedSettings(options.settings);
    const { stack } = namesOf(settings.deployment);
    const count = Object.keys(settings.enterprises).length;
    yield pass("settings", `${count} ${count === 1 ? "enterprise" : "enterprises"}, for the stack ${stack}`);
    yield placeholdersCheck(settings);
    const { account, region } = await checkPlace(settings);
    yield pass(
      "account and region",
      `${account}, ${region}${settings.aws === undefined ? "; the settings fix none" : ""}`,
    );
  } catch (error) {
    yield failedBy("account, region and settings", error);
    yield notApplicable("everything else", "it would be asked of the wrong place");
    return;
  }
  yield* inPlaceChecks(settings);
}

function placeholdersCheck(settings: Settings): CheckFinding {
  const found = placeholders(settings);
  if (found.length === 0) return pass("placeholders", "no address or account is an example's");
  return fail("placeholders", `still as in an example: ${found.join(", ")}`, "Put your own into the settings");
}

async function* inPlaceChecks(settings: Settings): AsyncGenerator<CheckFinding> {
  const config = { maxAttempts: 3, requestHandler: requestHandlerOf(AWS_TIMEOUTS) } as const;
  const ses = new SESv2Client(config);
  const scheduler = new SchedulerClient(config);
  const secrets = createSecretsManagerClient();
  const s3 = createS3Client();
  const names = namesOf(settings.deployment);
  const deployed = once(() => stackOutputs(names.stack));
  const scheduled = once(() => scheduledEnterprises(scheduler, names.scheduleGroup));
  const asked: readonly (readonly [name: string, ask: () => Promise<CheckFinding>])[] = [
    ["deployment", async () => deploymentCheck({ settings, deployed: await deployed(), scheduled: await scheduled() })],
    ["SES identity", async () => identityCheck(ses, { settings, deployed: await deployed() })],
    ["existing bucket", () => bucketCheck(s3, settings)],
    ["months", async () => monthsCheck(s3, { settings, deployed: await deployed() })],
    ["secrets to rotate", () => rotatedSecretsCheck(secrets, settings)],
    ["enterprises that leave", async () => leavingCheck(settings, await scheduled())],
  ];
  for (const [name, ask] of asked) {
    yield await ask().catch((error: unknown) =>
      fail(name, `AWS gave no good answer (${awsReason(error)})`, "Check the rights of the credentials that deploy"),
    );
  }
  for (const client of [ses, scheduler, secrets, s3]) client.destroy();
}

/** Asks the first time, and hands the same answer out after that. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
