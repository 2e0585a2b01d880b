import { createPasswordSetAt } from "../../shared/convertr/login/password.ts";
import { createSecretsManagerClient } from "../../shared/convertr/login/secrets-manager.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { createPowertoolsLog } from "../../shared/platform/logger.ts";
import { createPowertoolsMetrics } from "../../shared/platform/metrics-powertools.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { type Environment, readRequired, WATCH_ENV } from "../../shared/settings/environment.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { WatchDependencies } from "./job.ts";

const SERVICE = "watch";

/**
 * Composition root on AWS.
 * @throws InvalidSettings at the start of the function, naming all that is missing
 */
export function awsWatchDependencies(env: Environment): WatchDependencies {
  const { bucket } = readRequired(env, WATCH_ENV);
  const settings = readBundledSettings(env).all();
  const { metricsNamespace: namespace, secretPrefix } = namesOf(settings.deployment);
  return {
    settings,
    store: createS3Store({ client: createS3Client(), bucket, clock: systemClock }),
    passwordSetAt: createPasswordSetAt({ client: createSecretsManagerClient(), secretPrefix }),
    clock: systemClock,
    log: createPowertoolsLog({ service: SERVICE }),
    metrics: createPowertoolsMetrics({ namespace, service: SERVICE }),
  };
}
