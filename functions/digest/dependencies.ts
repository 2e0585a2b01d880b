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
import type { DigestDependencies } from "./digest-run.ts";

const SERVICE = "digest";

export interface DigestFunction extends Pick<DigestDependencies, "log" | "metrics"> {
  /** What an invocation for an enterprise works with. */
  of(enterprise: string, context: LambdaContext): DigestDependencies;
}

/**
 * Composition root on AWS: what lives as long as the process is made once, what belongs to an invocation for each of them.
 * @throws InvalidSettings at the start of the function, naming all that is missing
 */
export function awsDigestDependencies(env: Environment): DigestFunction {
  const { bucket, configurationSet } = readRequired(env, DIGEST_ENV);
  const bundled = readBundledSettings(env);
  const clock = systemClock;
  const log = createPowertoolsLog({ service: SERVICE });
  const metrics = createPowertoolsMetrics({
    namespace: namesOf(bundled.common.deployment).metricsNamespace,
    service: SERVICE,
  });
  const store = createS3Store({ client: createS3Client(), bucket, clock });
  const client = createSesClient();
  const of: DigestFunction["of"] = (enterprise, context) => {
    const settings = bundled.of(enterprise);
    const stopAt = deadlineOf(context, clock.now());
    const mailer = createSesMailer({ client, configurationSet, clock, deadline: () => stopAt });
    return { settings, store, mailer, clock, log, metrics, newRunId, version: VERSION, stopAt };
  };
  return { log, metrics, of };
}
