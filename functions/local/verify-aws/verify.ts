import { AthenaClient } from "@aws-sdk/client-athena";
import { endpointOf } from "../../../shared/convertr/http/endpoint.ts";
import { requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { AWS_TIMEOUTS, readDeployment } from "../aws/deployment.ts";
import type { Finding } from "../doctor/finding.ts";
import { dataChecks } from "./data-checks.ts";
import { describeChecks } from "./describe-checks.ts";
import { explainChecks } from "./sql-checks.ts";

export interface VerifyOptions {
  readonly enterprise: string;
  /** As `cdk deploy --outputs-file` wrote it. @default asks CloudFormation */
  readonly outputs?: string;
  /** Between two looks at a query, in ms. @default 500 */
  readonly pollMs?: number;
}

/**
 * Everything about SQL that only Athena itself can say: that it plans every text, reads the files, and has the catalog's columns.
 * @throws UnknownEnterprise for a name that none can have | InvalidSettings when the deployment is not known
 */
export async function* verify({ enterprise, outputs, pollMs }: VerifyOptions): AsyncGenerator<Finding> {
  // It becomes part of SQL texts.
  endpointOf(enterprise);
  const deployment = await readDeployment(outputs);
  const client = new AthenaClient({ maxAttempts: 5, requestHandler: requestHandlerOf(AWS_TIMEOUTS) });
  const s3 = createS3Client();
  const store = createS3Store({ client: s3, bucket: deployment.Bucket, clock: systemClock });
  const { AthenaWorkGroup: workGroup, GlueDatabase: database } = deployment;
  const athena = { client, workGroup, database, ...(pollMs === undefined ? {} : { pollMs }) };
  yield* explainChecks(athena, enterprise);
  yield* dataChecks({ athena, store, enterprise });
  yield* describeChecks(athena);
  client.destroy();
  s3.destroy();
}
