import { beforeEach, describe, expect, test } from "vitest";
import { keepSecret } from "../../../functions/local/secret/keep-secret.ts";
import { createSecretsManagerClient } from "../../../shared/convertr/login/secrets-manager.ts";
import { type FakeSecret, versionsOf, versionWith } from "../../fakes/aws/secret-versions.ts";
import { createFakeSecretsManager, secretRefusal } from "../../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";

const secretId = "convertr-reports/acme";
const credentials = { username: "reports@acme.example", password: "Right-Password-1!" };
const kept = {
  secretId,
  credentials,
  description: "Convertr service user of acme",
  tags: { service: "convertr-reports" },
};
const other = JSON.stringify({ ...credentials, password: "Older-Password-1!" });

let fake: ReturnType<typeof createFakeSecretsManager>;
let aws: FakeAws;
let client: ReturnType<typeof createSecretsManagerClient>;
beforeEach(async () => {
  fake = createFakeSecretsManager();
  aws = await startAws([fake]);
  const access = { accessKeyId: "AKID", secretAccessKey: "key" };
  client = createSecretsManagerClient(undefined, { region: "eu-west-1", endpoint: aws.endpoint, credentials: access });
  return async () => {
    client.destroy();
    await aws.close();
  };
});
const having = (secret: FakeSecret) => fake.secrets.set(secretId, secret);
const current = () => {
  const secret = fake.secrets.get(secretId) ?? {};
  return JSON.parse(versionsOf(secret).get(versionWith(secret, "AWSCURRENT") ?? "")?.SecretString ?? "null");
};
const written = () =>
  aws.calls.map(({ action }) => action.split(":")[1]).filter((action) => !/^(Describe|Get)/.test(action ?? ""));

describe("the command leaves the secret with these credentials, whatever it finds", () => {
  test("nothing: it is made, with words for people and a tag", async () => {
    expect(await keepSecret(client, kept)).toEqual({ secret: "created", value: "put" });
    expect(current()).toEqual(credentials);
    expect(fake.secrets.get(secretId)).toMatchObject({ description: kept.description, tags: kept.tags });
    expect(written()).toEqual(["CreateSecret"]);
  });

  test("one that is marked for deletion: it is restored and filled", async () => {
    having({ SecretString: other, DeletedDate: "2026-11-20T00:00:00Z" });
    expect(await keepSecret(client, kept)).toEqual({ secret: "restored", value: "put" });
    expect(current()).toEqual(credentials);
    expect(written()).toEqual(["RestoreSecret", "PutSecretValue"]);
  });

  test("a deleted one with these very credentials: restored, without a version whose date would make the password young", async () => {
    having({ SecretString: JSON.stringify(credentials), DeletedDate: "2026-11-20T00:00:00Z" });
    expect(await keepSecret(client, kept)).toEqual({ secret: "restored", value: "unchanged" });
    expect(written()).toEqual(["RestoreSecret"]);
  });

  test.each<[string, FakeSecret]>([
    ["another value", { SecretString: other }],
    ["no value", {}],
    ["a value that is not JSON", { SecretString: "Right-Password-1!" }],
  ])("one with %s: it is filled", async (_, secret) => {
    having(secret);
    expect(await keepSecret(client, kept)).toEqual({ secret: "kept", value: "put" });
    expect(current()).toEqual(credentials);
  });

  test("twice is as good as once", async () => {
    await keepSecret(client, kept);
    expect(await keepSecret(client, kept)).toEqual({ secret: "kept", value: "unchanged" });
    expect(written()).toEqual(["CreateSecret"]);
  });

  test("one that somebody makes in between is filled, one that is being deleted for good is waited for", async () => {
    aws.faults.push({
      kind: "answer",
      answer: secretRefusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
      on: /DescribeSecret/,
    });
    having({ SecretString: other });
    expect(await keepSecret(client, kept)).toEqual({ secret: "kept", value: "put" });
    fake.secrets.clear();
    const gone = secretRefusal("InvalidRequestException", "already scheduled for deletion");
    aws.faults.push({ kind: "answer", answer: gone, on: /CreateSecret/ });
    await expect(keepSecret(client, kept)).rejects.toMatchObject({ name: "SecretUnavailable", retryable: true });
  });

  test("a refusal names the action and the policy that allows it, and no word of the credentials", async () => {
    for (const action of ["DescribeSecret", "CreateSecret"]) {
      aws.faults.push({ kind: "answer", answer: secretRefusal("AccessDeniedException", "no"), on: new RegExp(action) });
      const error = await keepSecret(client, kept).then(
        () => new Error("done"),
        (thrown: Error) => thrown,
      );
      expect(error.message).toMatch(new RegExp(`refused secretsmanager:${action}.*OperatorPolicy`));
      expect(error.message).not.toContain(credentials.password);
    }
  });
});
