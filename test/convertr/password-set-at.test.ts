import { afterEach, beforeEach, expect, test } from "vitest";
import { createSecretChangedAt } from "../../shared/convertr/secret-changed-at.ts";
import { createSecretsManagerClient } from "../../shared/convertr/secrets-manager-client.ts";
import { createFakeSecretsManager, type FakeSecretsManager, secretRefusal } from "../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../fakes/aws/server.ts";

let manager: FakeSecretsManager;
let aws: FakeAws;
let changedAt: ReturnType<typeof createSecretChangedAt>;
beforeEach(async () => {
  manager = createFakeSecretsManager();
  aws = await startAws([manager]);
  const credentials = { accessKeyId: "AKID", secretAccessKey: "x" };
  const client = createSecretsManagerClient(
    { connectionTimeout: 500, requestTimeout: 300 },
    { region: "eu-west-1", endpoint: aws.endpoint, credentials },
  );
  changedAt = createSecretChangedAt({ client, secretPrefix: "convertr-reports/" });
  return () => client.destroy();
});
afterEach(() => aws.close());

test("a secret's date is told without its value being read", async () => {
  const LastChangedDate = "2026-11-01T08:00:00.000Z";
  manager.secrets.set("convertr-reports/acme", { SecretString: "secret", LastChangedDate });
  expect(await changedAt("acme")).toBe(Date.parse(LastChangedDate));
  expect(aws.calls.map(({ action }) => action)).toEqual(["secretsmanager:DescribeSecret"]);
  manager.secrets.set("convertr-reports/acme", { SecretString: "secret" });
  expect(await changedAt("acme")).toBeUndefined();
});

test("a secret that is not there or may not be described is named", async () => {
  const gone = { name: "SecretUnavailable", message: expect.stringContaining("convertr-reports/acme") };
  await expect(changedAt("acme")).rejects.toMatchObject(gone);
  aws.faults.push({ kind: "answer", answer: secretRefusal("AccessDeniedException", "no") });
  const refused = { name: "SecretUnavailable", message: expect.stringContaining("secretsmanager:DescribeSecret") };
  await expect(changedAt("acme")).rejects.toMatchObject(refused);
});
