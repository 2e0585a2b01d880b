import { createSesClient, createSesMailer } from "../../shared/digest/delivery/ses-mailer.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { deadlineOf, type LambdaContext } from "../../shared/platform/lambda.ts";
import { createPowertoolsLog } from "../../shared/platform/logger.ts";
import { createPowertoolsMetrics } from "../../shared/platform/metrics-powertools.ts";
import { newRunId } from "../../shared/platform/run-id.ts";
import { VERSION } from "../../shared/platform/version.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { DIGEST_ENV, type Environment, readRequired } from "../../shared/settings/environment.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { DigestDependencies } from "./job.ts";

const SERVICE = "digest";

/**
 * Composition root on AWS: what lives as long as the process is made once, what belongs to an invocation for each context.
 * @throws InvalidSettings at the start of the function, naming all that is missing
 */
export function awsDigestDependencies(env: Environment): (context: LambdaContext) => DigestDependencies {
  const { bucket, configurationSet } = readRequired(env, DIGEST_ENV);
  const settings = readBundledSettings(env);
  const clock = systemClock;
  const log = createPowertoolsLog({ service: SERVICE });
  const metrics = createPowertoolsMetrics({
    namespace: namesOf(settings.deployment).metricsNamespace,
    service: SERVICE,
  });
  const store = createS3Store({ client: createS3Client(), bucket, clock });
  const client = createSesClient();
  return (context) => {
    const stopAt = deadlineOf(context, clock.now());
    const mailer = createSesMailer({ client, configurationSet, clock, deadline: () => stopAt });
    return { settings, store, mailer, clock, log, metrics, newRunId, version: VERSION, stopAt };
  };
}
