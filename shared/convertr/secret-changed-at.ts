import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { type SecretsManagerOptions, secretFailure } from "./secrets-manager.ts";

/** When an enterprise's secret was last changed, in epoch ms; undefined when Secrets Manager does not say. Its value is not read. */
export function createSecretChangedAt({ client, secretPrefix }: SecretsManagerOptions) {
  /** @throws SecretUnavailable */
  return async (enterprise: string): Promise<number | undefined> => {
    const SecretId = secretPrefix + enterprise;
    try {
      const { LastChangedDate } = await client.send(new DescribeSecretCommand({ SecretId }));
      return LastChangedDate?.getTime();
    } catch (error) {
      throw secretFailure(error, SecretId, "secretsmanager:DescribeSecret");
    }
  };
}
