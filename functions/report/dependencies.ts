import { createSesClient, createSesMailer } from "../../shared/digest/delivery/ses-mailer.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { deadlineOf, type LambdaContext } from "../../shared/platform/lambda.ts";
import { createPowertoolsLog } from "../../shared/platform/logger.ts";
import { createPowertoolsMetrics } from "../../shared/platform/metrics-powertools.ts";
import { newRunId } from "../../shared/platform/run-id.ts";
import { VERSION } from "../../shared/platform/version.ts";
import { createAthenaClient } from "../../shared/reports/athena/client.ts";
import { athenaEngine } from "../../shared/reports/athena/engine.ts";
import { readBundledReports } from "../../shared/reports/bundled.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { type Environment, REPORT_ENV, readRequired } from "../../shared/settings/environment.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { ReportDependencies } from "./job.ts";
import { NOTICE_MS } from "./owner.ts";

const SERVICE = "report";

export interface ReportFunction extends Pick<ReportDependencies, "log" | "metrics"> {
  /** What an invocation for an enterprise works with. */
  of(enterprise: string, context: LambdaContext): ReportDependencies;
}

/**
 * Composition root on AWS: what lives as long as the process is made once, what belongs to an invocation for each of them.
 * @throws InvalidSettings at the start of the function, naming all that is missing
 */
export function awsReportDependencies(env: Environment): ReportFunction {
  const { bucket, configurationSet, workgroup: workGroup, database } = readRequired(env, REPORT_ENV);
  const bundled = readBundledSettings(env);
  const reports = readBundledReports(env);
  const clock = systemClock;
  const log = createPowertoolsLog({ service: SERVICE });
  const metrics = createPowertoolsMetrics({
    namespace: namesOf(bundled.common.deployment).metricsNamespace,
    service: SERVICE,
  });
  const store = createS3Store({ client: createS3Client(), bucket, clock });
  const ses = createSesClient();
  const athena = createAthenaClient();
  const of: ReportFunction["of"] = (enterprise, context) => {
    const settings = bundled.of(enterprise);
    const stopAt = deadlineOf(context, clock.now());
    const deadline = () => stopAt;
    return {
      ...{ settings, store, clock, log, metrics, newRunId, version: VERSION, stopAt },
      mailer: createSesMailer({ client: ses, configurationSet, clock, deadline: () => stopAt + NOTICE_MS }),
      engine: athenaEngine({ client: athena, workGroup, database, clock, deadline }),
      checked: async (asked) => reports.of(asked, settings),
    };
  };
  return { log, metrics, of };
}
