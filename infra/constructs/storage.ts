import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

export interface StorageProps {
  /** Name of a bucket to use as it is; its encryption, versions and policy are its owner's. @default a new one */
  readonly existingBucket: string | null;
}

/** How long a replaced object can be brought back. */
const KEEP_REPLACED = Duration.days(180);

/** The bucket of snapshots, run records, digests and the ledger. It outlives the stack. */
export class Storage extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { existingBucket }: StorageProps) {
    super(scope, id);
    this.bucket = existingBucket === null ? this.create() : Bucket.fromBucketName(this, "Bucket", existingBucket);
  }

  private create(): IBucket {
    const bucket = new Bucket(this, "Bucket", {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          id: "replaced-and-unfinished",
          noncurrentVersionExpiration: KEEP_REPLACED,
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          expiredObjectDeleteMarker: true,
        },
      ],
    });
    acknowledge(bucket, {
      "AwsSolutions-S1":
        "Access logs would outweigh the data, some objects a day; who reads is the account's matter (CloudTrail data events).",
    });
    return bucket as IBucket;
  }
}
