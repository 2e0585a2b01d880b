import { randomInt } from "node:crypto";
import { newPassword } from "../../shared/convertr/login/password.ts";
import { createSecretVersions } from "../../shared/convertr/login/secret-versions.ts";
import { createSecretsManagerClient } from "../../shared/convertr/login/secrets-manager.ts";
import { createServiceUser } from "../../shared/convertr/login/service-user.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { deadlineOf, type LambdaContext } from "../../shared/platform/lambda.ts";
import { createPowertoolsLog } from "../../shared/platform/logger.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { createPowertoolsMetrics } from "../../shared/platform/metrics-powertools.ts";
import { createRedactor } from "../../shared/platform/redaction.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { baseUrlOf, type Environment, ROTATION_ENV, readRequired } from "../../shared/settings/environment.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { RotationDependencies } from "./job.ts";

/**
 * Composition root on AWS.
 * @throws InvalidSettings at the start of the function, naming all that is missing
 */
export function awsRotationDependencies(
  env: Environment,
): (context: LambdaContext) => RotationDependencies & { readonly metrics: Metrics } {
  const { bucket } = readRequired(env, ROTATION_ENV);
  const bundled = readBundledSettings(env);
  const { deployment } = bundled.common;
  const { metricsNamespace: namespace, secretPrefix } = namesOf(deployment);
  const redactor = createRedactor();
  const log = createPowertoolsLog({ service: "rotation", redact: redactor.redact });
  const metrics = createPowertoolsMetrics({ namespace, service: "rotation" });
  const refusedSecrets = createRefusedSecrets(createS3Store({ client: createS3Client(), bucket, clock: systemClock }));
  const client = createSecretsManagerClient();
  const baseUrl = baseUrlOf(env);
  return (context) => ({
    deployment,
    settingsOf: bundled.of,
    log,
    metrics,
    rotationOf: (enterprise) => ({
      secret: createSecretVersions(client, secretPrefix + enterprise),
      user: createServiceUser({
        enterprise,
        clock: systemClock,
        random: Math.random,
        log,
        redactor,
        deadline: deadlineOf(context, systemClock.now()),
        ...(baseUrl === undefined ? {} : { baseUrl }),
      }),
      refusedSecrets,
      clock: systemClock,
      newPassword: () => newPassword((limit) => randomInt(limit)),
    }),
  });
}
