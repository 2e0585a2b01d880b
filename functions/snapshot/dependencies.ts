import { createConvertrClient } from "../../shared/convertr/client.ts";
import {
  createSecretsManagerClient,
  createSecretsManagerCredentials,
} from "../../shared/convertr/login/secrets-manager.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { deadlineOf, type LambdaContext } from "../../shared/platform/lambda.ts";
import { createPowertoolsLog } from "../../shared/platform/logger.ts";
import { createPowertoolsMetrics } from "../../shared/platform/metrics-powertools.ts";
import { createRedactor } from "../../shared/platform/redaction.ts";
import { newRunId } from "../../shared/platform/run-id.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { baseUrlOf, type Environment, readRequired, SNAPSHOT_ENV } from "../../shared/settings/environment.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { SnapshotDependencies } from "./job.ts";

const SERVICE = "snapshot";

export interface SnapshotFunction extends Pick<SnapshotDependencies, "log" | "metrics"> {
  /** What an invocation for an enterprise works with. */
  of(enterprise: string, context: LambdaContext): SnapshotDependencies;
}

/**
 * Composition root on AWS: what lives as long as the process is made once, what belongs to an invocation for each of them.
 * @throws InvalidSettings at the start of the function, naming all that is missing
 */
export function awsSnapshotDependencies(env: Environment): SnapshotFunction {
  const { bucket } = readRequired(env, SNAPSHOT_ENV);
  const bundled = readBundledSettings(env);
  const { metricsNamespace: namespace, secretPrefix } = namesOf(bundled.common.deployment);
  const redactor = createRedactor();
  const log = createPowertoolsLog({ service: SERVICE, redact: redactor.redact });
  const metrics = createPowertoolsMetrics({ namespace, service: SERVICE });
  const store = createS3Store({ client: createS3Client(), bucket, clock: systemClock });
  const credentials = createSecretsManagerCredentials({ client: createSecretsManagerClient(), secretPrefix });
  const baseUrl = baseUrlOf(env);
  const of: SnapshotFunction["of"] = (enterprise, context) => ({
    settings: bundled.of(enterprise),
    store,
    clock: systemClock,
    newRunId,
    log,
    metrics,
    connect: (name, { concurrency }) =>
      createConvertrClient({
        enterprise: name,
        credentials,
        refusedSecrets: createRefusedSecrets(store),
        clock: systemClock,
        random: Math.random,
        log,
        redactor,
        deadline: deadlineOf(context, systemClock.now()),
        concurrency,
        ...(baseUrl === undefined ? {} : { baseUrl }),
      }),
  });
  return { log, metrics, of };
}
