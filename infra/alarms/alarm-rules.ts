import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Names } from "../../shared/settings/names.ts";
import type { AlarmId } from "./alarm-texts.ts";

export interface Watched {
  readonly names: Names;
  readonly snapshot: IFunction;
  readonly digest: IFunction;
  readonly watch: IFunction;
  readonly rotation: IFunction;
  readonly months: IFunction;
  readonly report: IFunction;
  readonly undelivered: IQueue;
  readonly failed: IQueue;
  /** Timeout of the snapshot, digest and report functions. */
  readonly timeout: Duration;
}

export interface AlarmRule {
  readonly metric: IMetric;
  /** The alarm sounds at this value. @default 1 */
  readonly from?: number;
  /** @default nothing is wrong when there is nothing to count */
  readonly missing?: TreatMissingData;
  /** Whether its end is told too: for what lasts, not for what happens. @default false */
  readonly tellsEnd?: boolean;
  /**
   * Whether it is told when nothing is counted any more. A new alarm knows nothing and is silent about it, so that none sounds before
   * the first run and before anybody has confirmed to be told. @default false
   */
  readonly tellsSilence?: boolean;
}

const OFTEN = Duration.minutes(5);
/** The watch runs once an hour and may be some minutes late: two hours hold one run at least. */
const WATCH_WINDOW = Duration.hours(2);
const SLOW_SHARE = 0.8;

/** What each alarm looks at. */
export function alarmRules(of: Watched): Readonly<Record<AlarmId, AlarmRule>> {
  const errors = (job: IFunction): AlarmRule => ({ metric: job.metricErrors({ period: OFTEN }) });
  const throttles = (job: IFunction): AlarmRule => ({ metric: job.metricThrottles({ period: OFTEN }) });
  const slow = (metric: IMetric): AlarmRule => ({ metric, from: of.timeout.toMilliseconds() * SLOW_SHARE });
  // Arrivals, not what lies there: an event that nobody has deleted yet must not hide the next.
  const arriving = (queue: IQueue): AlarmRule => ({
    metric: queue.metricNumberOfMessagesSent({ period: OFTEN, statistic: Stats.SUM }),
  });
  const counted = (service: string, name: string): AlarmRule => ({ metric: ownMetric(of.names, service, name, OFTEN) });
  const watched = (name: string): AlarmRule => ({
    metric: ownMetric(of.names, "watch", name, WATCH_WINDOW, Stats.MAXIMUM),
    tellsEnd: true,
  });
  const heard = (name: string): AlarmRule => ({
    ...watched(name),
    missing: TreatMissingData.MISSING,
    tellsSilence: true,
  });
  /** As the configuration set counts them. */
  const mailEvent = (metricName: string): AlarmRule => ({
    metric: new Metric({
      namespace: "AWS/SES",
      metricName,
      dimensionsMap: { [CONFIGURATION_SET_TAG]: of.names.configurationSet },
      period: OFTEN,
      statistic: Stats.SUM,
    }),
  });
  return {
    "overdue-snapshots": heard("OverdueSnapshots"),
    "overdue-digests": heard("OverdueDigests"),
    "overdue-reports": watched("OverdueReports"),
    "password-expired": counted("snapshot", "PasswordExpired"),
    "old-passwords": watched("OldPasswords"),
    "overdue-months": watched("OverdueMonths"),
    "snapshot-errors": errors(of.snapshot),
    "digest-errors": errors(of.digest),
    "watch-errors": errors(of.watch),
    "rotation-errors": errors(of.rotation),
    "months-errors": errors(of.months),
    "months-failed": counted("months", "MonthsFailed"),
    "report-errors": errors(of.report),
    "snapshot-throttles": throttles(of.snapshot),
    "digest-throttles": throttles(of.digest),
    "report-throttles": throttles(of.report),
    "snapshot-slow": slow(ownMetric(of.names, "snapshot", "SnapshotDuration", OFTEN, Stats.MAXIMUM)),
    "digest-slow": slow(of.digest.metricDuration({ period: OFTEN, statistic: Stats.MAXIMUM })),
    "report-slow": slow(of.report.metricDuration({ period: OFTEN, statistic: Stats.MAXIMUM })),
    "snapshots-shrunk": counted("snapshot", "SnapshotsShrunk"),
    "snapshots-degraded": counted("snapshot", "SnapshotsDegraded"),
    "schema-drift": counted("snapshot", "SchemaDrift"),
    "undelivered-events": arriving(of.undelivered),
    "failed-events": arriving(of.failed),
    "lost-events": { metric: lostEvents([of.snapshot, of.digest, of.watch, of.rotation, of.months, of.report]) },
    "digests-withheld": counted("digest", "DigestsWithheld"),
    "digest-not-sent": counted("digest", "DigestNotSent"),
    "report-not-sent": counted("report", "ReportNotSent"),
    "reports-failed": counted("report", "ReportsFailed"),
    "mails-failed": counted("digest", "MailsFailed"),
    "mails-unknown": counted("digest", "MailsUnknown"),
    bounces: mailEvent("Bounce"),
    complaints: mailEvent("Complaint"),
  };
}

/** A metric of one of the functions, over all enterprises. @param service as the functions name themselves */
export const ownMetric = (
  { metricsNamespace: namespace }: Names,
  service: string,
  metricName: string,
  period: Duration,
  statistic: string = Stats.SUM,
): Metric => new Metric({ namespace, metricName, dimensionsMap: { service }, period, statistic });

/** Failed events that could not be put into their queue either. */
const lostEvents = (jobs: readonly IFunction[]): IMetric =>
  new MathExpression({
    expression: "SUM(METRICS())",
    usingMetrics: Object.fromEntries(
      jobs.map((job, index) => [
        `m${index + 1}`,
        job.metric("DestinationDeliveryFailures", { period: OFTEN, statistic: Stats.SUM }),
      ]),
    ),
    period: OFTEN,
  });

/** SES puts this tag on every message itself. */
export const CONFIGURATION_SET_TAG = "ses:configuration-set";
