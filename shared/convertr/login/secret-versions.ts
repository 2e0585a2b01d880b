import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { awsFailureOf } from "../../platform/aws-client.ts";
import { ReportsError } from "../../platform/errors.ts";
import type { Credentials } from "./credentials.ts";
import { CURRENT, PENDING, readVersion, secretFailure } from "./secrets-manager.ts";
import { malformed } from "./secrets-manager-value.ts";

/** One secret and its labelled versions, as a rotation handles them. Every method throws SecretUnavailable. */
export interface SecretVersions {
  /** Labels by version; versions without one are not told. */
  labels(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** @throws SecretMalformed also when there is no value yet */
  current(): Promise<Credentials>;
  /**
   * @param token the rotation's, which is the version's id
   * @returns undefined when the version has no value yet
   * @throws SecretMalformed
   */
  pending(token: string): Promise<Credentials | undefined>;
  /** Gives the rotation's version its value, once: another value for the same token changes nothing. */
  putPending(token: string, credentials: Pick<Credentials, "username" | "password">): Promise<void>;
  /**
   * Makes the rotation's version the current one.
   * @param from the version that is current now
   * @throws SecretChanged when another one is
   */
  makeCurrent(token: string, from: string): Promise<void>;
  /** Gives the rotation up: the next one starts with a version of its own. Nothing when it has no label. */
  dropPending(token: string): Promise<void>;
}

/** @param secretId the secret's name */
export function createSecretVersions(client: SecretsManagerClient, secretId: string): SecretVersions {
  const SecretId = secretId;
  const label = async (stage: { VersionStage: string; RemoveFromVersionId: string; MoveToVersionId?: string }) => {
    await client.send(new UpdateSecretVersionStageCommand({ SecretId, ...stage })).catch((error: unknown) => {
      throw secretFailure(error, SecretId, "secretsmanager:UpdateSecretVersionStage");
    });
  };
  const labels = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const { VersionIdsToStages = {} } = await client
      .send(new DescribeSecretCommand({ SecretId }))
      .catch((error: unknown) => {
        throw secretFailure(error, SecretId, "secretsmanager:DescribeSecret");
      });
    return new Map(Object.entries(VersionIdsToStages));
  };
  return {
    labels,
    current: async () => {
      const found = await readVersion(client, SecretId);
      if (found === undefined) throw malformed(SecretId, "it has no value yet");
      return found;
    },
    pending: (token) => readVersion(client, SecretId, { VersionId: token, VersionStage: PENDING }),
    putPending: async (token, { username, password }) => {
      const SecretString = JSON.stringify({ username, password });
      const put = { SecretId, ClientRequestToken: token, SecretString, VersionStages: [PENDING] };
      await client.send(new PutSecretValueCommand(put)).catch((error: unknown) => {
        // Another run of this step was faster, or an answer got lost: what is there stays.
        if (awsFailureOf(error).name === "ResourceExistsException") return;
        throw secretFailure(error, SecretId, "secretsmanager:PutSecretValue");
      });
    },
    makeCurrent: async (token, from) => {
      try {
        await label({ VersionStage: CURRENT, MoveToVersionId: token, RemoveFromVersionId: from });
      } catch (error) {
        const now = await labels();
        if (now.get(token)?.includes(CURRENT) === true) return;
        if (now.get(from)?.includes(CURRENT) === true) throw error;
        throw new ReportsError("SecretChanged", {
          what: "the secret got another value by hand while its password was rotated, and that value stays",
          where: `secret ${SecretId}`,
          remedy: "The rotation finds out by itself which of both Convertr takes when it is tried again",
        });
      }
    },
    dropPending: async (token) => {
      if ((await labels()).get(token)?.includes(PENDING) !== true) return;
      await label({ VersionStage: PENDING, RemoveFromVersionId: token });
    },
  };
}
