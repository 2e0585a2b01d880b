import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { addDays, type Day } from "../../../shared/platform/day.ts";
import {
  createFakeCloudFormation,
  createFakeGlue,
  createFakeMailAccount,
  createFakeScheduler,
  createFakeSns,
  type FakeBucketSettings,
  type FakeMailAccount,
  type FakeSchedule,
  type FakeSubscription,
  type FakeTable,
  withBucketSettings,
} from "../../fakes/aws/control-plane.ts";
import { createFakeS3 } from "../../fakes/aws/s3.ts";
import { createFakeSecretsManager, FAKE_SCOPE } from "../../fakes/aws/secrets-manager.ts";
import type { AwsService } from "../../fakes/aws/server.ts";
import { resourcesOf, type Synthesised, synthesise, textOf } from "../../infra/synthesised.ts";
import { SETTINGS } from "./healthy-folder.ts";

export const BUCKET = "reports-bucket";

/** A deployment as the services tell of it: tables, schedules and outputs are the synthesised template's. */
export interface DeployedWorld {
  readonly services: readonly AwsService[];
  readonly outputs: Map<string, string>;
  readonly tables: Map<string, FakeTable>;
  readonly schedules: FakeSchedule[];
  readonly subscriptions: FakeSubscription[];
  readonly mail: FakeMailAccount;
  readonly bucket: FakeBucketSettings;
  readonly secrets: ReturnType<typeof createFakeSecretsManager>["secrets"];
  readonly objects: ReturnType<typeof createFakeS3>["objects"];
}

let made: Synthesised | undefined;

/**
 * @param data the bucket's objects, as a data folder
 * @param changed when the password was put into the secret, by a rotation
 */
export async function deployedWorld(data: string, changed: Day): Promise<DeployedWorld> {
  made ??= synthesise(SETTINGS);
  const s3 = createFakeS3(BUCKET);
  await fill(s3.objects, data);
  const secrets = createFakeSecretsManager();
  secrets.secrets.set("convertr-reports/acme", {
    SecretString: JSON.stringify(DEFAULT_CREDENTIALS),
    CreatedDate: `${changed}T08:00:00Z`,
    RotationEnabled: true,
    LastRotatedDate: `${changed}T08:00:00Z`,
    NextRotationDate: `${addDays(changed, 45)}T03:59:59Z`,
  });
  const outputs = outputsOf(made);
  const tables = new Map<string, FakeTable>(
    resourcesOf(made, "AWS::Glue::Table").map(({ Properties }) => [Properties.TableInput.Name, Properties.TableInput]),
  );
  const schedules = schedulesOf(made);
  const subscriptions = ["AlertTopic", "NoticeTopic"].map((topic) => ({
    topicArn: outputs.get(topic) ?? "",
    endpoint: "ops@acme.example",
    arn: "arn:aws:sns:eu-west-1:123456789012:t:1",
  }));
  const mail: FakeMailAccount = {
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 12 },
    identities: new Map([["acme.example", { VerifiedForSendingStatus: true, DkimAttributes: { Status: "SUCCESS" } }]]),
  };
  const bucket: FakeBucketSettings = { versioning: "Enabled", blocked: true };
  const account = {
    signingName: "ses",
    callsOf: (request) => createFakeMailAccount(mail).callsOf(request),
    answer: (request) => createFakeMailAccount(mail).answer(request),
  } satisfies AwsService;
  const services = [
    ...[withBucketSettings(s3, bucket), secrets, account, createFakeGlue(tables), createFakeScheduler(schedules)],
    ...[createFakeSns(subscriptions), createFakeCloudFormation(outputs)],
  ];
  const { objects } = s3;
  return { services, outputs, tables, schedules, subscriptions, mail, bucket, secrets: secrets.secrets, objects };
}

function outputsOf({ templates }: Synthesised): Map<string, string> {
  const outputs = Object.entries(templates.get("ConvertrReports")?.Outputs ?? {});
  const records = { DkimRecord1: "abc._domainkey.acme.example CNAME abc.dkim.amazonses.com" };
  return new Map([
    ...outputs.map(([key, { Value }]) => [key, key === "Bucket" ? BUCKET : textOf(Value)] as const),
    ...Object.entries(records),
  ]);
}

const schedulesOf = (made: Synthesised): FakeSchedule[] =>
  resourcesOf(made, "AWS::Scheduler::Schedule").map(({ Properties }, index) => ({
    Name: `schedule-${index}`,
    State: Properties.State ?? "ENABLED",
    ScheduleExpressionTimezone: Properties.ScheduleExpressionTimezone,
    Target: { Input: Properties.Target.Input, Arn: textOf(Properties.Target.Arn) },
  }));

async function fill(objects: DeployedWorld["objects"], data: string): Promise<void> {
  const entries = await readdir(data, { withFileTypes: true, recursive: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const key = path
      .slice(data.length + 1)
      .split(sep)
      .join("/");
    if (key.startsWith(".") || key.startsWith("outbox/")) continue;
    const body = await readFile(path);
    objects.set(key, { body, etag: `"${key}"`, contentType: "", checksums: {}, lastModified: new Date() });
  }
}

/** What a shell with credentials for the account has set. */
export const awsEnvironment = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_REGION: FAKE_SCOPE.region,
  AWS_ACCESS_KEY_ID: "AKID",
  AWS_SECRET_ACCESS_KEY: "canary-signing-key",
  AWS_ENDPOINT_URL: endpoint,
});
