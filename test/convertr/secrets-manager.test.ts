import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createSecretsManagerClient,
  createSecretsManagerCredentials,
} from "../../shared/convertr/login/secrets-manager.ts";
import { createFakeSecretsManager, type FakeSecretsManager, secretRefusal } from "../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../fakes/aws/server.ts";

const CANARY = "s3cr3t-canary";
const GOOD = JSON.stringify({ username: "service", password: CANARY });
let manager: FakeSecretsManager;
let aws: FakeAws;
let client: ReturnType<typeof createSecretsManagerClient>;

beforeEach(async () => {
  manager = createFakeSecretsManager();
  aws = await startAws([manager]);
  client = createSecretsManagerClient(
    { connectionTimeout: 500, requestTimeout: 300 },
    { region: "eu-west-1", endpoint: aws.endpoint, credentials: { accessKeyId: "AKID", secretAccessKey: "x" } },
  );
});
afterEach(async () => {
  client.destroy();
  await aws.close();
});

const provider = () => createSecretsManagerCredentials({ client, secretPrefix: "convertr-reports/" });
const failure = () =>
  provider()
    .get("acme")
    .then(
      () => undefined,
      (error: unknown) => error,
    );

describe("credentials from Secrets Manager", () => {
  test("user name, password and the version of the answer are given", async () => {
    manager.secrets.set("convertr-reports/acme", { SecretString: GOOD, VersionId: "v-7" });
    expect(await provider().get("acme")).toEqual({ username: "service", password: CANARY, version: "v-7" });
  });

  test("the secret is read once per process, again on refresh, and W14 the new version is then found", async () => {
    manager.secrets.set("convertr-reports/acme", { SecretString: GOOD, VersionId: "v-1" });
    const credentials = provider();
    await Promise.all([credentials.get("acme"), credentials.get("acme")]);
    expect(aws.calls).toHaveLength(1);
    manager.secrets.set("convertr-reports/acme", { SecretString: GOOD, VersionId: "v-2" });
    expect((await credentials.get("acme")).version).toBe("v-1");
    expect((await credentials.get("acme", { refresh: true })).version).toBe("v-2");
    expect((await credentials.get("acme")).version).toBe("v-2");
  });

  test("a failure is not remembered", async () => {
    const credentials = provider();
    await expect(credentials.get("acme")).rejects.toMatchObject({ name: "SecretUnavailable" });
    manager.secrets.set("convertr-reports/acme", { SecretString: GOOD });
    expect(await credentials.get("acme")).toMatchObject({ username: "service" });
  });

  test.each([
    ["without a value", {}, "it has no value yet"],
    ["of bytes", { SecretBinary: Buffer.from(GOOD).toString("base64") }, "it holds no text"],
    ["empty", { SecretString: "" }, /holds no text|is not JSON/],
    ["not JSON", { SecretString: `{"username":"${CANARY}` }, "it is not JSON"],
    ["a bare text", { SecretString: CANARY }, "it is not JSON"],
    ["an array", { SecretString: `["${CANARY}"]` }, "it is not a JSON object"],
    ["null", { SecretString: "null" }, "it is not a JSON object"],
    ["a number", { SecretString: "1" }, "it is not a JSON object"],
    ["without password", { SecretString: `{"username":"${CANARY}"}` }, "password is missing"],
    ["without either", { SecretString: "{}" }, "username is missing; password is missing"],
    [
      "with a key too many",
      { SecretString: JSON.stringify({ ...JSON.parse(GOOD), [CANARY]: 1 }) },
      "it has 1 key besides",
    ],
    ["with a number", { SecretString: `{"username":"u","password":1234567}` }, "password is not a text"],
    ["with an empty text", { SecretString: `{"username":"","password":"${CANARY}"}` }, "username is empty"],
    [
      "with a line end",
      { SecretString: JSON.stringify({ username: "u", password: `${CANARY}\n` }) },
      "password begins or ends",
    ],
    [
      "with a space before",
      { SecretString: JSON.stringify({ username: ` ${CANARY}`, password: "p" }) },
      "username begins or ends",
    ],
    [
      "with NUL",
      { SecretString: JSON.stringify({ username: "u", password: `a\0${CANARY}` }) },
      "password begins or ends",
    ],
    [
      "with __proto__",
      { SecretString: `{"__proto__":{"username":"u","password":"${CANARY}"}}` },
      "username is missing",
    ],
  ])("W13 a secret %s is SecretMalformed, naming secret and key but no content", async (_, secret, problem) => {
    manager.secrets.set("convertr-reports/acme", secret);
    const error = await failure();
    expect(error).toMatchObject({
      name: "SecretMalformed",
      retryable: false,
      message: expect.stringMatching(problem),
      where: "secret convertr-reports/acme",
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(CANARY);
    expect(aws.calls).toHaveLength(1);
  });

  test.each([
    ["ResourceNotFoundException", "Secrets Manager can't find the specified secret.", "does not exist"],
    ["AccessDeniedException", "User: arn:… is not authorized", "refused secretsmanager:GetSecretValue"],
    ["DecryptionFailure", "KMS says no", "cannot be decrypted"],
    ["InvalidRequestException", "marked for deletion", "marked for deletion"],
  ])("W12 %s is SecretUnavailable at the first attempt, naming the secret", async (type, message, told) => {
    aws.faults.push({ kind: "answer", answer: secretRefusal(type, message) });
    expect(await failure()).toMatchObject({
      name: "SecretUnavailable",
      retryable: false,
      message: expect.stringMatching(new RegExp(`${told}.*convertr-reports/acme`)),
    });
    expect(aws.calls).toHaveLength(1);
  });

  test("W11 throttling is survived, and when it lasts it is SecretUnavailable that may be tried again", async () => {
    manager.secrets.set("convertr-reports/acme", { SecretString: GOOD });
    const throttled = { kind: "answer", answer: secretRefusal("ThrottlingException", "Rate exceeded") } as const;
    aws.faults.push(throttled);
    expect(await provider().get("acme")).toMatchObject({ username: "service" });
    aws.faults.push(throttled, throttled, throttled);
    expect(await failure()).toMatchObject({ name: "SecretUnavailable", retryable: true });
    expect(aws.calls).toHaveLength(5);
  });

  test("no answer in time, or a broken connection, is SecretUnavailable that may be tried again", async () => {
    aws.faults.push({ kind: "hang" }, { kind: "hang" }, { kind: "reset" });
    expect(await failure()).toMatchObject({ name: "SecretUnavailable", retryable: true });
  });

  test("W15 an answer about another secret is refused", async () => {
    manager.secrets.set("convertr-reports/acme", { SecretString: GOOD, Name: "convertr-reports/other" });
    expect(await failure()).toMatchObject({
      name: "SecretUnavailable",
      message: expect.stringContaining("another secret"),
    });
  });
});
