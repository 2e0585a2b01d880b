import {
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  type S3Client,
} from "@aws-sdk/client-s3";
import { awsFailureOf } from "../../../shared/platform/aws-client.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { bucketEncryption, keyDifference } from "../aws/bucket-key.ts";
import { type CheckFinding, fail, pass } from "./finding.ts";

/** The bucket as the stack makes it; one brought along by `existingBucket` is held against the same. */
export async function bucketCheck(
  client: S3Client,
  bucket: string,
  { existingBucket }: Pick<Settings, "existingBucket">,
): Promise<CheckFinding> {
  const of = { Bucket: bucket };
  const { Status } = await client.send(new GetBucketVersioningCommand(of));
  const blocked = await unlessNone(client.send(new GetPublicAccessBlockCommand(of)));
  const encryption = await bucketEncryption(client, bucket);
  const difference = keyDifference(encryption, existingBucket?.kmsKeyArn);
  const problems = [
    ...(Status === "Enabled" ? [] : ["it keeps no versions: what is overwritten is lost"]),
    ...(isClosed(blocked?.PublicAccessBlockConfiguration) ? [] : ["Block Public Access is not wholly on"]),
    ...(encryption === undefined ? ["it has no default encryption"] : []),
    ...(difference === undefined ? [] : [difference]),
  ];
  if (problems.length === 0) return pass("bucket", `${bucket} keeps versions, is encrypted and closed to the public`);
  return fail("bucket", `${bucket}: ${problems.join("; ")}`, "Deploy again, or set the bucket as the stack would");
}

const isClosed = (block: PublicAccessBlockConfiguration | undefined): boolean =>
  block?.BlockPublicAcls === true &&
  block.BlockPublicPolicy === true &&
  block.IgnorePublicAcls === true &&
  block.RestrictPublicBuckets === true;

/** S3 answers 404 for a setting that was never made. */
async function unlessNone<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    const { name, status } = awsFailureOf(error);
    if (status === 404 && name !== "NoSuchBucket") return undefined;
    throw error;
  });
}
