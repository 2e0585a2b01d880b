import { GetBucketEncryptionCommand, type S3Client, type ServerSideEncryptionByDefault } from "@aws-sdk/client-s3";
import { awsFailureOf } from "../../../shared/platform/aws-client.ts";

/** What a bucket encrypts new objects by; undefined when it says nothing. */
export async function bucketEncryption(
  client: S3Client,
  bucket: string,
): Promise<ServerSideEncryptionByDefault | undefined> {
  const { ServerSideEncryptionConfiguration: found } = await client
    .send(new GetBucketEncryptionCommand({ Bucket: bucket }))
    .catch((error: unknown) => {
      // S3 answers 404 for a setting that was never made, and for a bucket that is not there.
      const { name, status } = awsFailureOf(error);
      if (status === 404 && name !== "NoSuchBucket") return { ServerSideEncryptionConfiguration: undefined };
      throw error;
    });
  return found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
}

/**
 * How the key that the settings name differs from the bucket's, as a sentence; undefined when it does not. S3's own keys need no setting.
 * @param kmsKeyArn of the settings
 */
export function keyDifference(
  found: ServerSideEncryptionByDefault | undefined,
  kmsKeyArn: string | undefined,
): string | undefined {
  const key = found?.SSEAlgorithm?.startsWith("aws:kms") === true ? found.KMSMasterKeyID : undefined;
  const isOwn = key === undefined || /(?:^|:)alias\/aws\/s3$/.test(key);
  if (kmsKeyArn === undefined)
    return isOwn ? undefined : `it encrypts with ${key}, which existingBucket.kmsKeyArn does not name`;
  if (isOwn) return "it does not encrypt with a customer's key, though existingBucket.kmsKeyArn names one";
  // A bucket may name its key by an alias; which key that is, only KMS knows.
  if (key.includes("alias/") || key === kmsKeyArn || kmsKeyArn.endsWith(`:key/${key}`)) return undefined;
  return `it encrypts with ${key}, not with the key that existingBucket.kmsKeyArn names`;
}
