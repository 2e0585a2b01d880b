import { afterEach, beforeEach, expect, test } from "vitest";
import { createPasswordSetAt } from "../../shared/convertr/login/password.ts";
import { createSecretsManagerClient } from "../../shared/convertr/login/secrets-manager.ts";
import { createFakeSecretsManager, type FakeSecretsManager, secretRefusal } from "../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../fakes/aws/server.ts";

let manager: FakeSecretsManager;
let aws: FakeAws;
let setAt: ReturnType<typeof createPasswordSetAt>;
beforeEach(async () => {
  manager = createFakeSecretsManager();
  aws = await startAws([manager]);
  const credentials = { accessKeyId: "AKID", secretAccessKey: "x" };
  const client = createSecretsManagerClient(
    { connectionTimeout: 500, requestTimeout: 300 },
    { region: "eu-west-1", endpoint: aws.endpoint, credentials },
  );
  setAt = createPasswordSetAt({ client, secretPrefix: "convertr-reports/" });
  return () => client.destroy();
});
afterEach(() => aws.close());

test("the date of the current value is told, whatever else was done to the secret, without the value being read", async () => {
  manager.secrets.set("convertr-reports/acme", {
    LastChangedDate: "2026-11-20T08:00:00.000Z",
    versions: new Map([
      [
        "old",
        { SecretString: "secret", stages: new Set(["AWSPREVIOUS"]), createdMs: Date.parse("2026-09-01T08:00:00Z") },
      ],
      [
        "now",
        { SecretString: "secret", stages: new Set(["AWSCURRENT"]), createdMs: Date.parse("2026-11-01T08:00:00Z") },
      ],
      [
        "next",
        { SecretString: "secret", stages: new Set(["AWSPENDING"]), createdMs: Date.parse("2026-11-20T08:00:00Z") },
      ],
    ]),
  });
  expect(await setAt("acme")).toBe(Date.parse("2026-11-01T08:00:00.000Z"));
  expect(aws.calls.map(({ action }) => action)).toEqual(["secretsmanager:ListSecretVersionIds"]);
});

test("a secret without a value has no date", async () => {
  manager.secrets.set("convertr-reports/acme", {});
  expect(await setAt("acme")).toBeUndefined();
});

test("a secret that is not there or may not be listed is named", async () => {
  const gone = { name: "SecretUnavailable", message: expect.stringContaining("convertr-reports/acme") };
  await expect(setAt("acme")).rejects.toMatchObject(gone);
  aws.faults.push({ kind: "answer", answer: secretRefusal("AccessDeniedException", "no") });
  const refused = {
    name: "SecretUnavailable",
    message: expect.stringContaining("secretsmanager:ListSecretVersionIds"),
  };
  await expect(setAt("acme")).rejects.toMatchObject(refused);
});
