import { AthenaClient } from "@aws-sdk/client-athena";
import { namedQueries } from "../../../shared/catalog/queries.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";
import { endpointOf } from "../../../shared/convertr/http/endpoint.ts";
import { requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { namesOf } from "../../../shared/settings/names.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { type Athena, runAthena } from "../aws/athena.ts";
import { readDeployment } from "../aws/deployment.ts";
import { AWS_TIMEOUTS } from "../aws/timeouts.ts";
import { type CheckFinding, fail, pass } from "../doctor/finding.ts";
import { readDeployedSettings } from "../settings.ts";
import { dataChecks } from "./data-checks.ts";
import { describeChecks } from "./describe-checks.ts";

export interface VerifyOptions {
  readonly enterprise: string;
  readonly settings?: string;
  /** As `cdk deploy --outputs-file` wrote it. @default asks CloudFormation */
  readonly outputs?: string;
  /** Between two looks at a query, in ms. @default 500 */
  readonly pollMs?: number;
}

/**
 * Everything about SQL that only Athena itself can say: that it plans every text, reads the files, and has the catalog's columns.
 * @throws UnknownEnterprise for a name that none can have | InvalidSettings when the deployment is not known
 */
export async function* verify({ enterprise, settings, outputs, pollMs }: VerifyOptions): AsyncGenerator<CheckFinding> {
  // It becomes part of SQL texts.
  endpointOf(enterprise);
  const deployed = await readDeployedSettings(settings);
  const deployment = await readDeployment(namesOf(deployed.deployment), outputs);
  const client = new AthenaClient({ maxAttempts: 5, requestHandler: requestHandlerOf(AWS_TIMEOUTS) });
  const s3 = createS3Client();
  const store = createS3Store({ client: s3, bucket: deployment.Bucket, clock: systemClock });
  const { AthenaWorkGroup: workGroup, GlueDatabase: database } = deployment;
  const athena = { client, workGroup, database, ...(pollMs === undefined ? {} : { pollMs }) };
  yield* explainChecks(athena, enterprise);
  yield* dataChecks({ athena, store, enterprise });
  yield* describeChecks(athena, deployed);
  client.destroy();
  s3.destroy();
}

/** Athena queues more, but other people's queries of the account wait in the same queue. */
const AT_ONCE = 5;
const REMEDY = "Deploy this version; if it stays, report the view and Athena's words";

/** Asks Athena to plan every view and every named query. A plan reads no data and costs nothing. */
async function* explainChecks(athena: Athena, enterprise: string): AsyncGenerator<CheckFinding> {
  const statements = [
    ...VIEWS.map(({ name }) => [`view ${name}`, `SELECT * FROM ${name} WHERE enterprise = '${enterprise}'`] as const),
    ...namedQueries(enterprise).map(({ name, sql }) => [`query ${name}`, sql] as const),
  ];
  for (let at = 0; at < statements.length; at += AT_ONCE) {
    const batch = statements.slice(at, at + AT_ONCE);
    yield* await Promise.all(batch.map(([name, sql]) => explain(athena, name, sql)));
  }
}

async function explain(athena: Athena, name: string, sql: string): Promise<CheckFinding> {
  const outcome = await runAthena(athena, `EXPLAIN ${sql}`);
  return outcome.ok ? pass(name, "Athena can plan it") : fail(name, `Athena refuses it: ${outcome.reason}`, REMEDY);
}
