import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import {
  type AwsClientOptions,
  awsFailureOf,
  CLOCK_REMEDY,
  isClockRefusal,
  requestHandlerOf,
} from "../../platform/aws-client.ts";
import { ReportsError } from "../../platform/errors.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";
import { malformed, parseSecret } from "./secrets-manager-value.ts";

const SECRETS_TIMEOUTS: AwsClientOptions = { connectionTimeout: 3_000, requestTimeout: 3_000 };

/** A Secrets Manager client that gives up in time. Region, credentials and endpoint come from the environment. */
export function createSecretsManagerClient(
  timeouts: AwsClientOptions = SECRETS_TIMEOUTS,
  config: SecretsManagerClientConfig = {},
): SecretsManagerClient {
  return new SecretsManagerClient({ maxAttempts: 3, ...config, requestHandler: requestHandlerOf(timeouts) });
}

/** Labels that Secrets Manager gives to versions. */
export const CURRENT = "AWSCURRENT";
export const PENDING = "AWSPENDING";

export interface SecretsManagerOptions {
  readonly client: SecretsManagerClient;
  /** What stands before the enterprise in a secret's name, such as `convertr-reports/`. */
  readonly secretPrefix: string;
}

/** Credentials from Secrets Manager, kept for the life of the process and read again on `refresh`. */
export function createSecretsManagerCredentials(options: SecretsManagerOptions): CredentialsProvider {
  const known = new Map<string, Promise<Credentials>>();
  return {
    get: (enterprise, { refresh = false } = {}) => {
      const cached = known.get(enterprise);
      if (cached !== undefined && !refresh) return cached;
      const reading = read(options.client, options.secretPrefix + enterprise);
      known.set(enterprise, reading);
      // A failure is not kept: the next call may find the secret mended.
      reading.catch(() => known.get(enterprise) === reading && known.delete(enterprise));
      return reading;
    },
    pending: (enterprise) => readVersion(options.client, options.secretPrefix + enterprise, { VersionStage: PENDING }),
  };
}

async function read(client: SecretsManagerClient, secretId: string): Promise<Credentials> {
  const credentials = await readVersion(client, secretId);
  // One that was made without a value exists, but has no current version.
  if (credentials === undefined) throw malformed(secretId, "it has no value yet");
  return credentials;
}

/**
 * One version of a secret.
 * @param which the current one when nothing is said
 * @returns undefined when there is no such version, or it has no value
 * @throws SecretUnavailable | SecretMalformed
 */
export async function readVersion(
  client: SecretsManagerClient,
  secretId: string,
  which: { readonly VersionId?: string; readonly VersionStage?: string } = {},
): Promise<Credentials | undefined> {
  const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId, ...which })).catch((error) => {
    if (hasNoValue(error)) return undefined;
    throw secretFailure(error, secretId);
  });
  if (answer === undefined) return undefined;
  if (answer.Name !== secretId) {
    throw unavailable(
      secretId,
      "another secret was answered",
      "Look for a name that is an alias or a prefix of another",
    );
  }
  if (answer.VersionId === undefined || answer.VersionId === "") {
    throw unavailable(secretId, "the answer names no version", "Run again", true);
  }
  return { ...parseSecret(answer.SecretString, secretId), version: answer.VersionId };
}

/** The same name as for a secret that does not exist, told apart by its words. */
function hasNoValue(error: unknown): boolean {
  const { name, message } = awsFailureOf(error);
  return name === "ResourceNotFoundException" && /secret value for/i.test(message);
}

/** @param action what was asked for, as IAM calls it */
export function secretFailure(
  error: unknown,
  secretId: string,
  action = "secretsmanager:GetSecretValue",
): ReportsError {
  const failure = awsFailureOf(error);
  const { name, status, code } = failure;
  if (isClockRefusal(failure)) {
    const what = `the clock is wrong: Secrets Manager refused the time of ${action} (${name})`;
    return unavailable(secretId, what, CLOCK_REMEDY, true);
  }
  switch (name) {
    case "ResourceNotFoundException":
      return unavailable(secretId, "the secret does not exist", "Make it: npm run reports -- secret --enterprise E");
    case "AccessDeniedException":
      return unavailable(
        secretId,
        `Secrets Manager refused ${action}`,
        "Let the function's role do that, and look for a resource policy on the secret",
      );
    case "DecryptionFailure":
      return unavailable(
        secretId,
        "the secret cannot be decrypted",
        "Let the function's role use the secret's KMS key",
      );
    case "InvalidRequestException":
      return unavailable(
        secretId,
        "the secret is marked for deletion",
        "Restore it: npm run reports -- secret --enterprise E",
      );
    default: {
      const seen = [name, status, code].filter((part) => part !== undefined).join(" ");
      const passes = status === undefined || status >= 500 || status === 429 || /Throttl|TooManyRequests/.test(name);
      return unavailable(secretId, `Secrets Manager gave no good answer (${seen})`, "Run again", passes);
    }
  }
}

function unavailable(secretId: string, what: string, remedy: string, retryable = false): ReportsError {
  return new ReportsError("SecretUnavailable", { what, where: `secret ${secretId}`, remedy, retryable });
}
