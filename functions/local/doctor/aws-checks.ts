import { GlueClient } from "@aws-sdk/client-glue";
import type { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { createSecretsManagerClient } from "../../../shared/convertr/login/secrets-manager.ts";
import { requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { namesOf } from "../../../shared/settings/names.ts";
import type { EnterpriseSettings, Settings } from "../../../shared/settings/schema.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { awsReason, type Deployment } from "../aws/deployment.ts";
import { AWS_TIMEOUTS } from "../aws/timeouts.ts";
import { bucketCheck } from "./aws-bucket.ts";
import { catalogCheck } from "./aws-catalog.ts";
import { accountCheck, identityCheck, subscriptionsCheck } from "./aws-mail.ts";
import { monthsCheck } from "./aws-months.ts";
import { schedulesCheck } from "./aws-schedules.ts";
import { passwordAgeCheck, rotationCheck } from "./aws-secret.ts";
import { type CheckFinding, fail } from "./finding.ts";

export interface AwsCheck {
  readonly deployment: Deployment;
  readonly s3: S3Client;
  readonly store: ObjectStore;
  readonly settings: Settings;
  readonly enterprise: string;
  readonly of: EnterpriseSettings;
  /** Epoch ms. */
  readonly now: number;
}

/** What only a deployment has, each asked of the service itself. One that cannot be asked does not stop the others. */
export async function* awsChecks(check: AwsCheck): AsyncGenerator<CheckFinding> {
  const { deployment, s3, settings, enterprise, of, now } = check;
  const config = { maxAttempts: 3, requestHandler: requestHandlerOf(AWS_TIMEOUTS) } as const;
  const secrets = createSecretsManagerClient();
  const ses = new SESv2Client(config);
  const glue = new GlueClient(config);
  const scheduler = new SchedulerClient(config);
  const sns = new SNSClient(config);
  const secretId = namesOf(settings.deployment).secretPrefix + enterprise;
  const { alertsTo, noticesTo = alertsTo } = settings;
  const asked: readonly (readonly [name: string, ask: () => Promise<CheckFinding>])[] = [
    ["password age", () => passwordAgeCheck(secrets, { secretId, of, now })],
    ["password rotation", () => rotationCheck(secrets, { secretId, of, now })],
    ["bucket", () => bucketCheck(s3, deployment.Bucket, settings)],
    ["Glue catalog", () => catalogCheck({ client: glue, database: deployment.GlueDatabase, enterprise, settings })],
    ["months", () => monthsCheck(check)],
    ["SES identity", () => identityCheck(ses, settings)],
    ["SES account", () => accountCheck(ses, settings)],
    [
      "schedules",
      () => schedulesCheck({ client: scheduler, group: deployment.ScheduleGroup, settings, enterprise, of }),
    ],
    [
      "alarm subscriptions",
      () =>
        subscriptionsCheck(sns, [
          { words: "pages", topicArn: deployment.AlertTopic, recipients: alertsTo },
          { words: "notices", topicArn: deployment.NoticeTopic, recipients: noticesTo },
        ]),
    ],
  ];
  for (const [name, ask] of asked) {
    yield await ask().catch((error: unknown) =>
      fail(
        name,
        `AWS gave no good answer (${awsReason(error)})`,
        "Check region and rights: the output OperatorPolicy has them",
      ),
    );
  }
  for (const client of [secrets, ses, glue, scheduler, sns]) client.destroy();
}
