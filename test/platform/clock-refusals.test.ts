import { describe, expect, onTestFinished, test } from "vitest";
import {
  createSecretsManagerClient,
  createSecretsManagerCredentials,
  secretFailure,
} from "../../shared/convertr/login/secrets-manager.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import { storeFailure } from "../../shared/snapshot/s3-store-errors.ts";
import { createFakeS3 } from "../fakes/aws/s3.ts";
import { createFakeSecretsManager, secretRefusal } from "../fakes/aws/secrets-manager.ts";
import { startAws } from "../fakes/aws/server.ts";

const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_000 };
const NAMES = ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"];
const place = { bucket: "b", key: "snapshots/x", action: "s3:GetObject" };
/** As the SDK throws it. */
const thrown = (name: string, more: object = {}) =>
  Object.assign(new Error("x"), { name, $metadata: { httpStatusCode: 403 }, ...more });
const tenMinutesAhead = () => new Date(Date.now() + 600_000).toUTCString();

describe("a clock that is off", () => {
  test.each(NAMES)(
    "is told as such for %s of S3 and Secrets Manager, though they answer 403, and as what may pass",
    (name) => {
      for (const failure of [storeFailure(thrown(name), place), secretFailure(thrown(name), "convertr-reports/acme")]) {
        expect(failure.message).toContain("the clock is wrong");
        expect(failure.message).not.toContain("role");
        expect(failure.retryable).toBe(true);
      }
    },
  );

  test("is told apart from a wrong key by the words, or by the SDK that has just set its clock", () => {
    const expired = { message: "Signature expired: 20261129T050000Z is now earlier than 20261129T050500Z" };
    const corrected = { $metadata: { httpStatusCode: 403, clockSkewCorrected: true } };
    for (const more of [expired, corrected]) {
      expect(secretFailure(thrown("InvalidSignatureException", more), "s").message).toContain("the clock is wrong");
    }
    expect(storeFailure(thrown("SignatureDoesNotMatch"), place).message).toContain("S3 refused s3:GetObject");
    expect(storeFailure(thrown("AccessDenied"), place)).toMatchObject({ retryable: false });
  });

  test("by ten minutes is set by the service's own, and the second try of the SDK goes through", async () => {
    const [s3, manager] = [createFakeS3("b"), createFakeSecretsManager()];
    const aws = await startAws([s3, manager]);
    const config = {
      ...{ region: "eu-west-1", endpoint: aws.endpoint },
      credentials: { accessKeyId: "AKID", secretAccessKey: "x" },
    };
    const client = createS3Client(TIMEOUTS, config);
    const secrets = createSecretsManagerClient(TIMEOUTS, config);
    onTestFinished(async () => {
      client.destroy();
      secrets.destroy();
      await aws.close();
    });
    const store = createS3Store({ client, bucket: "b", clock: systemClock });
    await store.create("k", new Uint8Array([1]), { contentType: "text/plain" });
    const body = "<Error><Code>RequestTimeTooSkewed</Code><Message>x</Message></Error>";
    const headers = { "content-type": "application/xml", date: tenMinutesAhead() };
    aws.faults.push({ kind: "answer", answer: { status: 403, headers, body } });
    expect((await store.get("k"))?.body).toEqual(new Uint8Array([1]));

    manager.secrets.set("p/acme", { SecretString: '{"username":"u","password":"p4ssw0rd"}', VersionId: "v-1" });
    const refusal = secretRefusal("InvalidSignatureException", "Signature expired", 400);
    aws.faults.push({
      kind: "answer",
      answer: { ...refusal, headers: { ...refusal.headers, date: tenMinutesAhead() } },
    });
    const credentials = createSecretsManagerCredentials({ client: secrets, secretPrefix: "p/" });
    expect(await credentials.get("acme")).toMatchObject({ version: "v-1" });
  });
});
