import { paginateListSecretVersionIds, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CURRENT, type SecretsManagerOptions, secretFailure } from "./secrets-manager.ts";

/**
 * When an enterprise's password was put into its secret, in epoch ms; undefined when it has no value. The date of the current
 * version, not the secret's own date of change: that one moves with every tag, schedule and failed rotation. No value is read.
 */
export function createPasswordSetAt({ client, secretPrefix }: SecretsManagerOptions) {
  /** @throws SecretUnavailable */
  return (enterprise: string): Promise<number | undefined> => passwordSetAt(client, secretPrefix + enterprise);
}

/** @throws SecretUnavailable */
export async function passwordSetAt(client: SecretsManagerClient, SecretId: string): Promise<number | undefined> {
  try {
    for await (const { Versions = [] } of paginateListSecretVersionIds({ client }, { SecretId })) {
      const current = Versions.find(({ VersionStages = [] }) => VersionStages.includes(CURRENT));
      if (current !== undefined) return current.CreatedDate?.getTime();
    }
    return undefined;
  } catch (error) {
    throw secretFailure(error, SecretId, "secretsmanager:ListSecretVersionIds");
  }
}
