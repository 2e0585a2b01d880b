import { systemClock } from "../../shared/platform/clock.ts";
import { createPowertoolsLog } from "../../shared/platform/logger.ts";
import { createPowertoolsMetrics } from "../../shared/platform/metrics-powertools.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { type Environment, MONTHS_ENV, readRequired } from "../../shared/settings/environment.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { MonthsDependencies } from "./job.ts";

const SERVICE = "months";

/**
 * Composition root on AWS.
 * @throws InvalidSettings at the start of the function, naming all that is missing
 */
export function awsMonthsDependencies(env: Environment): MonthsDependencies {
  const { bucket } = readRequired(env, MONTHS_ENV);
  const settings = readBundledSettings(env).all();
  const { metricsNamespace: namespace } = namesOf(settings.deployment);
  return {
    settings,
    store: createS3Store({ client: createS3Client(), bucket, clock: systemClock }),
    clock: systemClock,
    log: createPowertoolsLog({ service: SERVICE }),
    metrics: createPowertoolsMetrics({ namespace, service: SERVICE }),
  };
}
