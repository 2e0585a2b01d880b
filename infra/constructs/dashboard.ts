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
import { METRICS_NAMESPACE } from "../../shared/settings/environment.ts";
import { ownMetric, type Watched } from "../alarms/alarm-rules.ts";
import { ALARM_IDS, ALARM_TEXTS } from "../alarms/alarm-texts.ts";
import { NAMES } from "../names.ts";

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
    const dashboard = new CloudWatchDashboard(this, "Dashboard", {
      dashboardName: NAMES.dashboard,
      defaultInterval: Duration.days(14),
    });
    dashboard.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: WHOLE, height: 5 }));
    dashboard.addWidgets(
      graph("Overdue, by the hour", [
        ownMetric("watch", "OverdueSnapshots", HOUR, Stats.MAXIMUM),
        ownMetric("watch", "OverdueDigests", HOUR, Stats.MAXIMUM),
        ownMetric("watch", "OldPasswords", HOUR, Stats.MAXIMUM),
      ]),
      graph("Mails, by the day", [
        ...["MailsSent", "MailsFailed", "MailsUnknown", "DigestNotSent"].map((name) => ownMetric("digest", name, DAY)),
      ]),
    );
    dashboard.addWidgets(
      graph("Snapshots that succeeded, by the day", [successes("SnapshotSucceeded", ["enterprise", "dataset"])]),
      graph("Rows published, by the day", [ownMetric("snapshot", "SnapshotRows", DAY)]),
    );
    dashboard.addWidgets(
      graph("Errors and throttles", [
        ...[of.snapshot, of.digest, of.watch, of.rotation].map((job) => job.metricErrors({ period: HOUR })),
        ...[of.snapshot, of.digest].map((job) => job.metricThrottles({ period: HOUR })),
      ]),
      graph("Longest run, ms", [
        ...[of.snapshot, of.digest, of.watch].map((job) =>
          job.metricDuration({ period: HOUR, statistic: Stats.MAXIMUM }),
        ),
      ]),
    );
    dashboard.addWidgets(...lastRuns());
    dashboard.addWidgets(new TextWidget({ markdown: runbook(), width: WHOLE, height: 20 }));
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: HALF, height: 6 });

/** All enterprises by name, found when the page is opened; a fixed list would have to be deployed. */
function successes(metric: string, dimensions: readonly string[]): IMetric {
  const schema = [METRICS_NAMESPACE, ...dimensions, "service"].join(",");
  const expression = `SEARCH('{${schema}} MetricName="${metric}"', 'Sum', ${DAY.toSeconds()})`;
  return new MathExpression({ expression, usingMetrics: {}, label: "", period: DAY });
}

function lastRuns(): LogQueryWidget[] {
  const table = (title: string, logGroup: string, queryLines: string[]) =>
    new LogQueryWidget({
      title,
      logGroupNames: [`/aws/lambda/${logGroup}`],
      view: LogQueryVisualizationType.TABLE,
      queryLines,
      width: HALF,
      height: 8,
    });
  return [
    table("Last snapshots", NAMES.snapshotFunction, [
      "filter message = 'snapshot-run'",
      "fields @timestamp, enterprise, dataset, outcome, rows, requests, retries, durationMs, error.name",
      "sort @timestamp desc",
      "limit 50",
    ]),
    table("Last digests", NAMES.digestFunction, [
      "filter message = 'digest-run'",
      "fields @timestamp, enterprise, digest, date, outcome, sent, failed, unknown",
      "sort @timestamp desc",
      "limit 50",
    ]),
  ];
}

function runbook(): string {
  const entries = ALARM_IDS.map((id) => {
    const { severity, means, checks } = ALARM_TEXTS[id];
    return `### ${id}\n${severity.toUpperCase()}: ${means}\n${checks.map((check, index) => `${index + 1}. ${check}.`).join("\n")}`;
  });
  return `# What each alarm means, and the first three things to look at\n${entries.join("\n")}`;
}
