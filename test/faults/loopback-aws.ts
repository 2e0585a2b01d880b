import type { S3Client } from "@aws-sdk/client-s3";
import { onTestFinished } from "vitest";
import type { CredentialsProvider } from "../../shared/convertr/login/credentials.ts";
import {
  createSecretsManagerClient,
  createSecretsManagerCredentials,
} from "../../shared/convertr/login/secrets-manager.ts";
import type { Mailer } from "../../shared/digest/delivery/mailer.ts";
import { createSesClient, createSesMailer } from "../../shared/digest/delivery/ses-mailer.ts";
import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createFakeS3, type FakeS3 } from "../fakes/aws/s3.ts";
import { createFakeSecretsManager, type FakeSecretsManager } from "../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../fakes/aws/server.ts";
import { createFakeSes, type FakeSes } from "../fakes/aws/ses.ts";

export const BUCKET = "reports-bucket";
export const SIGNING_KEY = "canary-signing-key";
/** Long enough for a busy machine, short enough to wait for in a test, in milliseconds. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_000 };

export interface LoopbackAws {
  readonly aws: FakeAws;
  readonly s3: FakeS3;
  readonly ses: FakeSes;
  readonly secrets: FakeSecretsManager;
  readonly s3Client: S3Client;
  /** The adapters of this project on the real SDK. */
  readonly store: ObjectStore;
  readonly credentials: CredentialsProvider;
  readonly mailer: Mailer;
}

export interface LoopbackOptions {
  /** @default the system's */
  readonly clock?: Clock;
  /** Of the mailer, epoch ms. @default never */
  readonly deadline?: number;
  /** Puts something between the SDK and S3: given S3's address, it answers its own. */
  readonly before?: (endpoint: string) => Promise<string>;
}

/** S3, SES and Secrets Manager on loopback, spoken to by the real SDK; gone with the test. */
export async function openAws(options: LoopbackOptions = {}): Promise<LoopbackAws> {
  const { clock = systemClock, deadline = Number.POSITIVE_INFINITY } = options;
  const fakes = { s3: createFakeS3(BUCKET), ses: createFakeSes(), secrets: createFakeSecretsManager() };
  const aws = await startAws([fakes.s3, fakes.ses, fakes.secrets]);
  const credentials = { accessKeyId: "AKID", secretAccessKey: SIGNING_KEY };
  const at = (endpoint: string) => ({ region: "eu-west-1", endpoint, credentials });
  const s3Client = createS3Client(TIMEOUTS, at((await options.before?.(aws.endpoint)) ?? aws.endpoint));
  const sesClient = createSesClient(TIMEOUTS, at(aws.endpoint));
  const secretsClient = createSecretsManagerClient(TIMEOUTS, at(aws.endpoint));
  onTestFinished(async () => {
    for (const client of [s3Client, sesClient, secretsClient]) client.destroy();
    await aws.close();
  });
  return {
    aws,
    ...fakes,
    s3Client,
    store: createS3Store({ client: s3Client, bucket: BUCKET, clock, random: () => 0.5 }),
    credentials: createSecretsManagerCredentials({
      client: secretsClient,
      secretPrefix: namesOf(undefined).secretPrefix,
    }),
    mailer: createSesMailer({
      client: sesClient,
      configurationSet: "reports",
      clock,
      deadline: () => deadline,
      random: () => 1,
    }),
  };
}
