import { Duration } from "aws-cdk-lib";
import { type IMetric, Metric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
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
  readonly undelivered: IQueue;
  readonly failed: IQueue;
  /** Timeout of the snapshot and digest functions. */
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
}

const OFTEN = Duration.minutes(5);
/** The watch runs once an hour and may be some minutes late: two hours hold one run at least. */
const WATCH_WINDOW = Duration.hours(2);
const SLOW_SHARE = 0.8;

/** What each alarm looks at. */
export function alarmRules(of: Watched): Readonly<Record<AlarmId, AlarmRule>> {
  const errors = (job: IFunction): AlarmRule => ({ metric: job.metricErrors({ period: OFTEN }) });
  const throttles = (job: IFunction): AlarmRule => ({ metric: job.metricThrottles({ period: OFTEN }) });
  const slow = (job: IFunction): AlarmRule => ({
    metric: job.metricDuration({ period: OFTEN, statistic: Stats.MAXIMUM }),
    from: of.timeout.toMilliseconds() * SLOW_SHARE,
  });
  const waiting = (queue: IQueue): AlarmRule => ({
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: OFTEN, statistic: Stats.MAXIMUM }),
    tellsEnd: true,
  });
  const counted = (service: string, name: string): AlarmRule => ({ metric: ownMetric(of.names, service, name, OFTEN) });
  const watched = (name: string): AlarmRule => ({
    metric: ownMetric(of.names, "watch", name, WATCH_WINDOW, Stats.MAXIMUM),
    tellsEnd: true,
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
    "overdue-snapshots": { ...watched("OverdueSnapshots"), missing: TreatMissingData.BREACHING },
    "overdue-digests": { ...watched("OverdueDigests"), missing: TreatMissingData.BREACHING },
    "password-expired": counted("snapshot", "PasswordExpired"),
    "old-passwords": watched("OldPasswords"),
    "snapshot-errors": errors(of.snapshot),
    "digest-errors": errors(of.digest),
    "watch-errors": errors(of.watch),
    "rotation-errors": errors(of.rotation),
    "snapshot-throttles": throttles(of.snapshot),
    "digest-throttles": throttles(of.digest),
    "snapshot-slow": slow(of.snapshot),
    "digest-slow": slow(of.digest),
    "undelivered-events": waiting(of.undelivered),
    "failed-events": waiting(of.failed),
    "digest-not-sent": counted("digest", "DigestNotSent"),
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

/** SES puts this tag on every message itself. */
export const CONFIGURATION_SET_TAG = "ses:configuration-set";
