import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { readVersion, secretFailure } from "../../../shared/convertr/login/secrets-manager.ts";
import { awsFailureOf } from "../../../shared/platform/aws-client.ts";
import { isReportsError, ReportsError } from "../../../shared/platform/errors.ts";

export interface KeptSecret {
  readonly secretId: string;
  readonly credentials: { readonly username: string; readonly password: string };
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SecretOutcome {
  /** What became of the secret: `restored` from a deletion that was not over yet, `kept` when it was there. */
  readonly secret: "created" | "restored" | "kept";
  /** `unchanged`: it held these credentials already. No new version then, for the password's age is told by its date. */
  readonly value: "put" | "unchanged";
}

/**
 * Makes, restores or fills an enterprise's secret, whatever state it is in; twice is as good as once.
 * @throws SecretUnavailable when Secrets Manager refuses
 */
export async function keepSecret(client: SecretsManagerClient, kept: KeptSecret): Promise<SecretOutcome> {
  const state = await stateOf(client, kept.secretId);
  if (state === "missing" && (await create(client, kept))) return { secret: "created", value: "put" };
  if (state === "deleted") {
    await asked("RestoreSecret", kept, () => client.send(new RestoreSecretCommand({ SecretId: kept.secretId })));
  }
  const secret = state === "deleted" ? "restored" : "kept";
  if (await holds(client, kept)) return { secret, value: "unchanged" };
  await asked("PutSecretValue", kept, () =>
    client.send(new PutSecretValueCommand({ SecretId: kept.secretId, SecretString: textOf(kept) })),
  );
  return { secret, value: "put" };
}

async function stateOf(client: SecretsManagerClient, secretId: string): Promise<"missing" | "deleted" | "there"> {
  try {
    const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId: secretId }));
    return DeletedDate === undefined ? "there" : "deleted";
  } catch (error) {
    if (awsFailureOf(error).name === "ResourceNotFoundException") return "missing";
    throw refusal(error, secretId, "DescribeSecret");
  }
}

/** @returns false when somebody else made it in between */
async function create(client: SecretsManagerClient, kept: KeptSecret): Promise<boolean> {
  const { secretId: Name, description: Description, tags } = kept;
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  try {
    await client.send(new CreateSecretCommand({ Name, Description, SecretString: textOf(kept), Tags }));
    return true;
  } catch (error) {
    const { name } = awsFailureOf(error);
    if (name === "ResourceExistsException") return false;
    if (name === "InvalidRequestException") {
      throw new ReportsError("SecretUnavailable", {
        what: "the secret is being deleted without a way back, and its name is not free yet",
        where: `secret ${Name}`,
        remedy: "Run again in some minutes",
        retryable: true,
      });
    }
    throw refusal(error, Name, "CreateSecret");
  }
}

/** Whether the current value is this one. One that cannot be used is another. */
async function holds(client: SecretsManagerClient, { secretId, credentials }: KeptSecret): Promise<boolean> {
  try {
    const current = await readVersion(client, secretId);
    return current?.username === credentials.username && current.password === credentials.password;
  } catch (error) {
    if (isReportsError(error, "SecretMalformed")) return false;
    throw error;
  }
}

async function asked<T>(action: string, { secretId }: KeptSecret, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw refusal(error, secretId, action);
  }
}

function refusal(error: unknown, secretId: string, action: string): ReportsError {
  if (awsFailureOf(error).name !== "AccessDeniedException") {
    return secretFailure(error, secretId, `secretsmanager:${action}`);
  }
  return new ReportsError("SecretUnavailable", {
    what: `Secrets Manager refused secretsmanager:${action}`,
    where: `secret ${secretId}`,
    remedy: "Take credentials with the output OperatorPolicy, or those that deploy",
  });
}

const textOf = ({ credentials: { username, password } }: KeptSecret): string => JSON.stringify({ username, password });
