import { SESClient, type SESClientConfig } from "@aws-sdk/client-ses";
import { type AwsClientOptions, requestHandlerOf } from "../../platform/aws-client.ts";

const SES_TIMEOUTS: AwsClientOptions = { connectionTimeout: 3_000, requestTimeout: 10_000 };

/**
 * An SES client that sends once: a mail whose answer was lost may be on its way, and the SDK's retry would send it again (measured: three mails).
 * Region, credentials and endpoint come from the environment.
 */
export function createSesClient(timeouts: AwsClientOptions = SES_TIMEOUTS, config: SESClientConfig = {}): SESClient {
  return new SESClient({ ...config, maxAttempts: 1, requestHandler: requestHandlerOf(timeouts) });
}
