import { Duration, Size } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { DIGEST_ENV, SNAPSHOT_ENV, WATCH_ENV } from "../../shared/settings/environment.ts";
import { SNAPSHOT_MINUTES } from "../../shared/settings/timetable.ts";
import type { BundleFolders } from "../bundles/bundle.ts";
import { NAMES } from "../names.ts";
import { JobFunction, type JobFunctionProps } from "./job-function.ts";
import { describeSecrets, keepObjects, listBucket, readObjects, readSecrets, sendMail } from "./permissions.ts";

export interface JobsProps {
  readonly bundles: BundleFolders;
  readonly bucket: IBucket;
  /** Bare address of the sender. */
  readonly from: string;
  readonly onFailure: IQueue;
}

/** The three functions, each with what it needs and nothing else. */
export class Jobs extends Construct {
  readonly snapshot: JobFunction;
  readonly digest: JobFunction;
  readonly watch: JobFunction;

  constructor(scope: Construct, id: string, props: JobsProps) {
    super(scope, id);
    this.snapshot = new JobFunction(this, "Snapshot", this.snapshotProps(props));
    this.digest = new JobFunction(this, "Digest", this.digestProps(props));
    this.watch = new JobFunction(this, "Watch", this.watchProps(props));
  }

  private snapshotProps({ bundles, bucket, onFailure }: JobsProps): JobFunctionProps {
    return {
      functionName: NAMES.snapshotFunction,
      description: "Pulls one dataset of one enterprise from the Convertr API and publishes it as the day's snapshot.",
      bundle: bundles.snapshot,
      memory: Size.mebibytes(1024),
      timeout: Duration.minutes(SNAPSHOT_MINUTES),
      environment: { [SNAPSHOT_ENV.bucket]: bucket.bucketName },
      permissions: [listBucket(bucket), keepObjects(bucket, ["snapshots/", "runs/", "auth/"]), readSecrets(this)],
      onFailure,
    };
  }

  private digestProps({ bundles, bucket, from, onFailure }: JobsProps): JobFunctionProps {
    return {
      functionName: NAMES.digestFunction,
      description: "Makes one digest of one enterprise from its snapshots and sends it.",
      bundle: bundles.digest,
      memory: Size.mebibytes(1024),
      timeout: Duration.minutes(SNAPSHOT_MINUTES),
      environment: { [DIGEST_ENV.bucket]: bucket.bucketName, [DIGEST_ENV.configurationSet]: NAMES.configurationSet },
      permissions: [
        listBucket(bucket),
        readObjects(bucket, ["snapshots/"]),
        keepObjects(bucket, ["digests/", "deliveries/"]),
        sendMail(this, from),
      ],
      onFailure,
    };
  }

  private watchProps({ bundles, bucket, onFailure }: JobsProps): JobFunctionProps {
    return {
      functionName: NAMES.watchFunction,
      description:
        "Compares what is due by the settings with what lies in the bucket, and looks at the age of passwords.",
      bundle: bundles.watch,
      memory: Size.mebibytes(256),
      timeout: Duration.minutes(5),
      environment: { [WATCH_ENV.bucket]: bucket.bucketName },
      permissions: [
        listBucket(bucket),
        readObjects(bucket, ["snapshots/", "digests/", "deliveries/"]),
        keepObjects(bucket, ["watch/"]),
        describeSecrets(this),
      ],
      onFailure,
    };
  }
}
