import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { Settings } from "../../shared/settings/schema.ts";
import { acknowledge } from "./acknowledge.ts";

/** `existingBucket` is used as it is; its encryption, versions and policy are its owner's. */
export type StorageProps = Pick<Settings, "existingBucket">;

/** Where the data lies, and what opens it. */
export interface DataBucket {
  readonly bucket: IBucket;
  /** A customer's key that the bucket encrypts with. @default S3's own, which needs no permission */
  readonly kmsKeyArn?: string | undefined;
}

/** How long a replaced object can be brought back. */
const KEEP_REPLACED = Duration.days(180);

/** The bucket of snapshots, run records, digests and the ledger. It outlives the stack. */
export class Storage extends Construct {
  readonly data: DataBucket;

  constructor(scope: Construct, id: string, { existingBucket }: StorageProps) {
    super(scope, id);
    this.data =
      existingBucket === null
        ? { bucket: this.create() }
        : { bucket: Bucket.fromBucketName(this, "Bucket", existingBucket.name), kmsKeyArn: existingBucket.kmsKeyArn };
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
