import { inspect } from "node:util";
import { describe, expect } from "vitest";
import { DEFAULT_CREDENTIALS } from "../../functions/local/simulated-api/server.ts";
import type { FakeSecret } from "../fakes/aws/secret-versions.ts";
import { secretRefusal } from "../fakes/aws/secrets-manager.ts";
import type { Fault } from "../fakes/aws/server.ts";
import { faultTest } from "./fault-test.ts";
import { type AccountOptions, openJobAccount } from "./job-account.ts";
import { openAws } from "./loopback-aws.ts";

const NAME = "convertr-reports/acme";
const GOOD: FakeSecret = { SecretString: JSON.stringify(DEFAULT_CREDENTIALS), VersionId: "v-1" };
const CANARY = "CANARY-in-the-secret";
const answered = (type: string): Fault => ({ kind: "answer", answer: secretRefusal(type, `fake ${type}`) });

/** The snapshot job whose credentials come from Secrets Manager. */
async function withSecret(secret: FakeSecret | undefined, options: AccountOptions = {}) {
  const aws = await openAws();
  if (secret !== undefined) aws.secrets.secrets.set(NAME, secret);
  const account = await openJobAccount({ credentials: aws.credentials, ...options });
  return { ...aws, account, faults: aws.aws.faults, reads: () => aws.aws.calls.length };
}

describe("Secrets Manager", () => {
  faultTest("W11", "twice", async () => {
    const { account, faults, reads } = await withSecret(GOOD);
    faults.push(answered("ThrottlingException"), answered("ThrottlingException"));
    await account.publishes();
    expect(reads()).toBe(3);
  });
  faultTest("W11", "for ever", async () => {
    const { account, faults, reads } = await withSecret(GOOD);
    faults.push(...Array.from({ length: 9 }, () => answered("ThrottlingException")));
    const error = await account.fails();
    expect(error).toMatchObject({ name: "SecretUnavailable", retryable: true, where: `secret ${NAME}` });
    expect(reads()).toBe(3);
    expect(account.api.stats.requests).toBe(0);
  });

  for (const [type, told] of [
    ["ResourceNotFoundException", "does not exist"],
    ["AccessDeniedException", "refused secretsmanager:GetSecretValue"],
    ["DecryptionFailure", "cannot be decrypted"],
    ["InvalidRequestException", "marked for deletion"],
  ] as const) {
    faultTest("W12", type, async () => {
      const { account, faults, reads } = await withSecret(GOOD);
      faults.push(answered(type));
      const error = await account.fails();
      expect(error).toMatchObject({ name: "SecretUnavailable", retryable: false });
      expect(error.message).toContain(told);
      expect(error.message).toContain(NAME);
      expect(reads()).toBe(1);
      expect(account.api.stats.requests).toBe(0);
    });
  }

  const text = (value: unknown): FakeSecret => ({ SecretString: JSON.stringify(value) });
  for (const [named, secret, told] of [
    ["bytes", { SecretBinary: Buffer.from(CANARY).toString("base64") }, "it holds no text"],
    ["no value", {}, "it has no value yet"],
    ["empty", { SecretString: "" }, /no text|not JSON/],
    ["not JSON", { SecretString: `{"username":"u","password":"${CANARY}` }, "it is not JSON"],
    ["a bare text", { SecretString: CANARY }, "it is not JSON"],
    ["a list", text([CANARY]), "not a JSON object"],
    ["no password", text({ username: CANARY }), "password is missing"],
    ["a key too many", text({ username: "u", password: "p".repeat(9), [CANARY]: CANARY }), "1 key besides"],
    ["a line end in the password", text({ username: "u", password: `${CANARY}\n` }), "password begins or ends with"],
    [
      "white space before the name",
      text({ username: ` ${CANARY}`, password: "p".repeat(9) }),
      "username begins or ends",
    ],
  ] as const) {
    faultTest("W13", named, async () => {
      const { account } = await withSecret(secret);
      const error = await account.fails();
      expect(error).toMatchObject({ name: "SecretMalformed", retryable: false, where: `secret ${NAME}` });
      expect(error.message).toMatch(told);
      expect(inspect([error, account.log], { depth: 9, showHidden: true })).not.toContain(CANARY);
      expect(account.api.stats.requests).toBe(0);
    });
  }

  faultTest("W14", "", async () => {
    const rotated = { ...DEFAULT_CREDENTIALS, password: "another-password" };
    const { account, secrets, reads } = await withSecret(GOOD, {
      rules: [
        { fault: "revoke-tokens", on: { page: 3, times: 1 } },
        { fault: "password", value: rotated.password, on: { page: 3, times: 1 } },
      ],
      onBefallen: ({ faults }) => {
        if (faults.length > 0) secrets.secrets.set(NAME, { SecretString: JSON.stringify(rotated), VersionId: "v-2" });
      },
    });
    await account.publishes();
    // The old version was refused once, the new one let in; nothing was read a third time.
    expect(account.api.stats.logins).toBe(3);
    expect(reads()).toBe(2);
  });

  faultTest("W15", "another name in the answer", async () => {
    const { account } = await withSecret({ ...GOOD, Name: "convertr-reports/beta" });
    const error = await account.fails();
    expect(error).toMatchObject({ name: "SecretUnavailable", where: `secret ${NAME}` });
    expect(error.message).toContain("another secret was answered");
    expect(account.api.stats.requests).toBe(0);
  });
});
