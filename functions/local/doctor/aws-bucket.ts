import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { type Finding, fail, pass } from "./finding.ts";

/** The bucket as the stack makes it; one brought along by `existingBucket` is held against the same. */
export async function bucketCheck(client: S3Client, bucket: string): Promise<Finding> {
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
  const { PublicAccessBlockConfiguration: block } = await client.send(
    new GetPublicAccessBlockCommand({ Bucket: bucket }),
  );
  const { ServerSideEncryptionConfiguration: encryption } = await client.send(
    new GetBucketEncryptionCommand({ Bucket: bucket }),
  );
  const closed =
    block?.BlockPublicAcls && block.BlockPublicPolicy && block.IgnorePublicAcls && block.RestrictPublicBuckets;
  const problems = [
    ...(Status === "Enabled" ? [] : ["it keeps no versions: what is overwritten is lost"]),
    ...(closed === true ? [] : ["Block Public Access is not wholly on"]),
    ...((encryption?.Rules ?? []).length > 0 ? [] : ["it has no default encryption"]),
  ];
  if (problems.length === 0) return pass("bucket", `${bucket} keeps versions, is encrypted and closed to the public`);
  return fail("bucket", `${bucket}: ${problems.join("; ")}`, "Deploy again, or set the bucket as the stack would");
}
