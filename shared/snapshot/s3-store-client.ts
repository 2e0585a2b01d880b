import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { type AwsClientOptions, requestHandlerOf } from "../platform/aws-client.ts";

/** A slow S3 is an error, not a wait without end, which is what the SDK would do by itself (docs/faults.md, W06). */
const S3_TIMEOUTS: AwsClientOptions = { connectionTimeout: 3_000, requestTimeout: 30_000 };

/** An S3 client that gives up in time. Region, credentials and endpoint come from the environment. */
export function createS3Client(timeouts: AwsClientOptions = S3_TIMEOUTS, config: S3ClientConfig = {}): S3Client {
  return new S3Client({ maxAttempts: 3, ...config, requestHandler: requestHandlerOf(timeouts) });
}
