import { SecretsManagerClient, type SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import { type AwsClientOptions, requestHandlerOf } from "../../platform/aws-client.ts";

const SECRETS_TIMEOUTS: AwsClientOptions = { connectionTimeout: 3_000, requestTimeout: 3_000 };

/** A Secrets Manager client that gives up in time. Region, credentials and endpoint come from the environment. */
export function createSecretsManagerClient(
  timeouts: AwsClientOptions = SECRETS_TIMEOUTS,
  config: SecretsManagerClientConfig = {},
): SecretsManagerClient {
  return new SecretsManagerClient({ maxAttempts: 3, ...config, requestHandler: requestHandlerOf(timeouts) });
}
