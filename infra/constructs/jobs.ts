import { Duration, Size, Stack } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import {
  DIGEST_ENV,
  MONTHS_ENV,
  REPORT_ENV,
  ROTATION_ENV,
  SNAPSHOT_ENV,
  WATCH_ENV,
} from "../../shared/settings/environment.ts";
import { reportQueries } from "../access/report-queries.ts";
import type { BundleFolders } from "../bundles/bundle.ts";
import { namesIn } from "../deployment-stack.ts";
import { MEMORY_MB, TIMEOUT_MINUTES } from "../sizes.ts";
import { JobFunction, type JobFunctionProps } from "./job-function.ts";
import {
  dateSecrets,
  mayKeepEncrypted,
  mayKeepObjects,
  mayListBucket,
  mayReadObjects,
  readSecrets,
  rotateSecrets,
  sendMail,
} from "./permissions.ts";
import type { DataBucket } from "./storage.ts";

export interface JobsProps {
  readonly bundles: BundleFolders;
  readonly data: DataBucket;
  /** Bare address of the sender. */
  readonly from: string;
  /** Whether SQL takes older days from months. */
  readonly months: boolean;
  readonly onFailure: IQueue;
}

/** The six functions, each with what it needs and nothing else. */
export class Jobs extends Construct {
  readonly snapshot: JobFunction;
  readonly digest: JobFunction;
  readonly watch: JobFunction;
  readonly rotation: JobFunction;
  readonly months: JobFunction;
  readonly report: JobFunction;

  constructor(scope: Construct, id: string, props: JobsProps) {
    super(scope, id);
    this.snapshot = new JobFunction(this, "Snapshot", this.snapshotProps(props));
    this.digest = new JobFunction(this, "Digest", this.digestProps(props));
    this.watch = new JobFunction(this, "Watch", this.watchProps(props));
    this.rotation = new JobFunction(this, "Rotation", this.rotationProps(props));
    this.months = new JobFunction(this, "Months", this.monthsProps(props));
    this.report = new JobFunction(this, "Report", this.reportProps(props));
    this.rotation.function.addPermission("SecretsManager", {
      principal: new ServicePrincipal("secretsmanager.amazonaws.com"),
      sourceAccount: Stack.of(this).account,
    });
  }

  private snapshotProps({ bundles, data, onFailure }: JobsProps): JobFunctionProps {
    const { bucket } = data;
    return {
      functionName: namesIn(this).snapshotFunction,
      description: "Pulls one dataset of one enterprise from the Convertr API and publishes it as the day's snapshot.",
      bundle: bundles.snapshot,
      memory: Size.mebibytes(MEMORY_MB.snapshot),
      timeout: Duration.minutes(TIMEOUT_MINUTES.snapshot),
      environment: { [SNAPSHOT_ENV.bucket]: bucket.bucketName },
      permissions: [
        ...mayKeepEncrypted(this, data),
        mayListBucket(bucket),
        mayKeepObjects(bucket, ["snapshots/", "looks/", "runs/", "auth/", "cursors/"]),
        readSecrets(this),
      ],
      onFailure,
    };
  }

  private digestProps({ bundles, data, from, onFailure }: JobsProps): JobFunctionProps {
    const { bucket } = data;
    return {
      functionName: namesIn(this).digestFunction,
      description: "Makes one digest of one enterprise from its snapshots and sends it.",
      bundle: bundles.digest,
      memory: Size.mebibytes(MEMORY_MB.digest),
      timeout: Duration.minutes(TIMEOUT_MINUTES.digest),
      environment: {
        [DIGEST_ENV.bucket]: bucket.bucketName,
        [DIGEST_ENV.configurationSet]: namesIn(this).configurationSet,
      },
      permissions: [
        ...mayKeepEncrypted(this, data),
        mayListBucket(bucket),
        mayReadObjects(bucket, ["snapshots/", "looks/"]),
        mayKeepObjects(bucket, ["digests/", "deliveries/"]),
        sendMail(this, from),
      ],
      onFailure,
    };
  }

  private watchProps({ bundles, data, onFailure }: JobsProps): JobFunctionProps {
    const { bucket } = data;
    return {
      functionName: namesIn(this).watchFunction,
      description:
        "Compares what is due by the settings with what lies in the bucket, and looks at the age of passwords.",
      bundle: bundles.watch,
      memory: Size.mebibytes(MEMORY_MB.watch),
      timeout: Duration.minutes(TIMEOUT_MINUTES.watch),
      environment: { [WATCH_ENV.bucket]: bucket.bucketName },
      permissions: [
        ...mayKeepEncrypted(this, data),
        mayListBucket(bucket),
        mayReadObjects(bucket, ["snapshots/", "months/", "digests/", "reports/", "deliveries/"]),
        mayKeepObjects(bucket, ["watch/"]),
        dateSecrets(this),
      ],
      onFailure,
    };
  }

  private rotationProps({ bundles, data, onFailure }: JobsProps): JobFunctionProps {
    const { bucket } = data;
    return {
      functionName: namesIn(this).rotationFunction,
      description: "Changes the password of a service user in Convertr and in its secret, where the settings say so.",
      bundle: bundles.rotation,
      memory: Size.mebibytes(MEMORY_MB.rotation),
      timeout: Duration.minutes(TIMEOUT_MINUTES.rotation),
      environment: { [ROTATION_ENV.bucket]: bucket.bucketName },
      permissions: [
        ...mayKeepEncrypted(this, data),
        mayListBucket(bucket),
        mayKeepObjects(bucket, ["auth/"]),
        rotateSecrets(this),
      ],
      onFailure,
    };
  }

  private monthsProps({ bundles, data, onFailure }: JobsProps): JobFunctionProps {
    const { bucket } = data;
    return {
      functionName: namesIn(this).monthsFunction,
      description: "Makes one verified object of each closed month of snapshots; the days stay.",
      bundle: bundles.months,
      memory: Size.mebibytes(MEMORY_MB.months),
      timeout: Duration.minutes(TIMEOUT_MINUTES.months),
      environment: { [MONTHS_ENV.bucket]: bucket.bucketName },
      permissions: [
        ...mayKeepEncrypted(this, data),
        mayListBucket(bucket),
        mayReadObjects(bucket, ["snapshots/"]),
        mayKeepObjects(bucket, ["months/"]),
      ],
      onFailure,
    };
  }

  /** It is there without a report too: what nobody starts costs nothing, and the last report leaves nothing behind. */
  private reportProps({ bundles, data, from, months, onFailure }: JobsProps): JobFunctionProps {
    const { bucket } = data;
    const { reportFunction, configurationSet, workGroup, database } = namesIn(this);
    return {
      functionName: reportFunction,
      description: "Asks Athena the queries of one report of one enterprise and sends what they gave.",
      bundle: bundles.report,
      memory: Size.mebibytes(MEMORY_MB.report),
      timeout: Duration.minutes(TIMEOUT_MINUTES.report),
      environment: {
        [REPORT_ENV.bucket]: bucket.bucketName,
        [REPORT_ENV.configurationSet]: configurationSet,
        [REPORT_ENV.workgroup]: workGroup,
        [REPORT_ENV.database]: database,
      },
      permissions: [
        ...mayKeepEncrypted(this, data),
        mayListBucket(bucket),
        ...reportQueries(this, { bucket, months }),
        mayKeepObjects(bucket, ["reports/", "deliveries/"]),
        sendMail(this, from),
      ],
      onFailure,
    };
  }
}
