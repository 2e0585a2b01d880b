import { Duration } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Stats,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { Names } from "../../shared/settings/names.ts";
import { ownMetric, type Watched } from "../alarms/alarm-rules.ts";
import { ALARM_IDS, alarmText } from "../alarms/alarm-texts.ts";

export interface DashboardProps extends Watched {
  readonly alarms: readonly Alarm[];
}

const DAY = Duration.days(1);
const HOUR = Duration.hours(1);
const WHOLE = 24;
const HALF = 12;

/** One page for 3 a.m.: what sounds, what is missing, what ran, and the runbook beside it. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { alarms, ...of }: DashboardProps) {
    super(scope, id);
    const own = (service: string, name: string, period: Duration, statistic?: string) =>
      ownMetric(of.names, service, name, period, statistic);
    const dashboard = new CloudWatchDashboard(this, "Dashboard", {
      dashboardName: of.names.dashboard,
      defaultInterval: Duration.days(14),
    });
    dashboard.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: WHOLE, height: 5 }));
    dashboard.addWidgets(
      graph("Overdue, by the hour", [
        own("watch", "OverdueSnapshots", HOUR, Stats.MAXIMUM),
        own("watch", "OverdueDigests", HOUR, Stats.MAXIMUM),
        own("watch", "OverdueReports", HOUR, Stats.MAXIMUM),
        own("watch", "OldPasswords", HOUR, Stats.MAXIMUM),
        own("watch", "OverdueMonths", HOUR, Stats.MAXIMUM),
      ]),
      graph("Mails, by the day", [
        ...["MailsSent", "MailsFailed", "MailsUnknown", "DigestNotSent", "DigestsWithheld"].map((name) =>
          own("digest", name, DAY),
        ),
      ]),
    );
    dashboard.addWidgets(
      graph("Snapshots that succeeded, by the day", [successes(of.names, "SnapshotSucceeded")]),
      graph("Rows published, by the day", [own("snapshot", "SnapshotRows", DAY)]),
    );
    dashboard.addWidgets(
      graph("Snapshots that lack something, by the day", [
        ...["SnapshotsShrunk", "SnapshotsDegraded", "SchemaDrift"].map((name) => own("snapshot", name, DAY)),
      ]),
      graph("Events refused, by the day", [
        ...["snapshot", "digest", "watch", "rotation", "months", "report"].map((job) => own(job, "EventRefused", DAY)),
      ]),
    );
    dashboard.addWidgets(
      graph("Errors and throttles", [
        ...[of.snapshot, of.digest, of.watch, of.rotation, of.months, of.report].map((job) =>
          job.metricErrors({ period: HOUR }),
        ),
        ...[of.snapshot, of.digest, of.report].map((job) => job.metricThrottles({ period: HOUR })),
      ]),
      graph("Longest run, ms", [
        ...[of.snapshot, of.digest, of.watch, of.months, of.report].map((job) =>
          job.metricDuration({ period: HOUR, statistic: Stats.MAXIMUM }),
        ),
      ]),
    );
    dashboard.addWidgets(...lastRuns(of.names));
    dashboard.addWidgets(
      graph("Reports of your own, by the day", [
        ...["MailsSent", "MailsFailed", "MailsUnknown", "ReportNotSent", "ReportsFailed"].map((name) =>
          own("report", name, DAY),
        ),
      ]),
      lastReports(of.names),
    );
    dashboard.addWidgets(new TextWidget({ markdown: runbook(of.names), width: WHOLE, height: 20 }));
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: HALF, height: 6 });

/** All enterprises by name, found when the page is opened; a fixed list would have to be deployed. */
function successes({ metricsNamespace }: Names, metric: string): IMetric {
  const schema = `${metricsNamespace},enterprise,dataset,service`;
  const expression = `SEARCH('{${schema}} MetricName="${metric}"', 'Sum', ${DAY.toSeconds()})`;
  return new MathExpression({ expression, usingMetrics: {}, label: "", period: DAY });
}

const table = (title: string, logGroup: string, queryLines: string[]): LogQueryWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [`/aws/lambda/${logGroup}`],
    view: LogQueryVisualizationType.TABLE,
    queryLines,
    width: HALF,
    height: 8,
  });

function lastRuns(names: Names): LogQueryWidget[] {
  return [
    table("Last snapshots", names.snapshotFunction, [
      "filter message = 'snapshot-run'",
      "fields @timestamp, enterprise, dataset, outcome, rows, requests, retries, durationMs, error.name",
      "sort @timestamp desc",
      "limit 50",
    ]),
    table("Last digests", names.digestFunction, [
      "filter message = 'digest-run'",
      "fields @timestamp, enterprise, digest, date, outcome, sent, failed, unknown",
      "sort @timestamp desc",
      "limit 50",
    ]),
  ];
}

const lastReports = (names: Names): LogQueryWidget =>
  table("Last reports", names.reportFunction, [
    "filter message in ['report-run', 'report-member']",
    "fields @timestamp, enterprise, report, member, date, outcome, error, reason",
    "sort @timestamp desc",
    "limit 50",
  ]);

function runbook(names: Names): string {
  const entries = ALARM_IDS.map((id) => {
    const { severity, means, checks } = alarmText(id, names);
    return `### ${id}\n${severity.toUpperCase()}: ${means}\n${checks.map((check, index) => `${index + 1}. ${check}.`).join("\n")}`;
  });
  return `# What each alarm means, and the first three things to look at\n${entries.join("\n")}`;
}
