import { Duration } from "aws-cdk-lib";
import { CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import { bareAddress } from "../shared/settings/address.ts";
import type { BundleFolders } from "./bundles/bundle.ts";
import { AccessPolicies } from "./constructs/access-policies.ts";
import { Alarms } from "./constructs/alarms.ts";
import { Alerts } from "./constructs/alerts.ts";
import { Catalog } from "./constructs/catalog.ts";
import { Chat } from "./constructs/chat.ts";
import { Dashboard } from "./constructs/dashboard.ts";
import { FailureQueues } from "./constructs/failure-queues.ts";
import { addJobSchedule } from "./constructs/job-schedule.ts";
import { Jobs } from "./constructs/jobs.ts";
import { Mail } from "./constructs/mail.ts";
import { Outputs } from "./constructs/outputs.ts";
import { SchedulerRole } from "./constructs/scheduler-role.ts";
import { Storage } from "./constructs/storage.ts";
import { WorkGroup } from "./constructs/workgroup.ts";
import { DeploymentStack, type DeploymentStackProps, functionArn } from "./deployment-stack.ts";
import { TIMEOUT_MINUTES } from "./sizes.ts";

export interface ReportsStackProps extends DeploymentStackProps {
  readonly bundles: BundleFolders;
}

/** Everything that is there once, however many enterprises there are. */
export class ReportsStack extends DeploymentStack {
  constructor(scope: Construct, id: string, { bundles, ...props }: ReportsStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const from = bareAddress(settings.from);
    const { data } = new Storage(this, "Storage", settings);
    const { bucket } = data;
    const alerts = new Alerts(this, "Alerts", settings);
    if (settings.chat !== undefined) new Chat(this, "Chat", { channel: settings.chat, topics: alerts.topics });
    const mail = new Mail(this, "Mail", { from, identity: settings.identity, alerts: alerts.topics.notice });
    const queues = new FailureQueues(this, "FailureQueues");
    const jobs = new Jobs(this, "Jobs", { bundles, data, from, months: settings.months, onFailure: queues.failed });
    this.addSchedules();
    const enterprises = Object.keys(settings.enterprises).sort();
    const projection = { enterprises, historyFrom: settings.historyFrom };
    new Catalog(this, "Catalog", { bucketName: bucket.bucketName, projection, months: settings.months });
    const asked = enterprises.find((name) => settings.enterprises[name]?.retired === false) ?? enterprises[0];
    new WorkGroup(this, "WorkGroup", { enterprise: asked ?? "" });
    const watched = {
      names: this.names,
      snapshot: jobs.snapshot.function,
      digest: jobs.digest.function,
      watch: jobs.watch.function,
      rotation: jobs.rotation.function,
      months: jobs.months.function,
      report: jobs.report.function,
      undelivered: queues.undelivered,
      failed: queues.failed,
      timeout: Duration.minutes(TIMEOUT_MINUTES.snapshot),
    };
    const { alarms } = new Alarms(this, "Alarms", { ...watched, topics: alerts.topics });
    new Dashboard(this, "Dashboard", { ...watched, alarms });
    const access = new AccessPolicies(this, "Access", { data, topics: alerts.topics });
    new Outputs(this, "Outputs", { settings, bucket, mail, alerts, access });
  }

  /** What belongs to no enterprise: the watch, and the months. */
  private addSchedules(): void {
    const group = new CfnScheduleGroup(this, "ScheduleGroup", { name: this.names.scheduleGroup });
    const add = (scheduler: string, functionName: string, schedules: readonly StandingSchedule[]) => {
      const arn = functionArn(this, functionName);
      const role = new SchedulerRole(this, scheduler, { functionArns: [arn] });
      for (const { id, ...of } of schedules) {
        const props = { ...of, timeZone: "UTC", functionArn: arn, event: {}, roleArn: role.arn };
        addJobSchedule(this, id, props).node.addDependency(group);
      }
    };
    add("WatchScheduler", this.names.watchFunction, [
      { id: "WatchSchedule", description: "What is overdue, every hour", cron: `cron(${WATCH_MINUTE} * * * ? *)` },
    ]);
    add("MonthsScheduler", this.names.monthsFunction, MONTHS_SCHEDULES);
  }
}

interface StandingSchedule {
  readonly id: string;
  readonly description: string;
  /** By UTC. */
  readonly cron: string;
}

/** Away from full and half hours, when most schedules run. */
const WATCH_MINUTE = 50;
const MONTHS_MINUTE = 15;
/** Months close on a 3rd at noon UTC: of a thousand enterprises they are made in four to six runs. */
const MONTHS_SCHEDULES: readonly StandingSchedule[] = [
  {
    id: "MonthsSchedule",
    description: "Months that are missing, every day",
    cron: `cron(${MONTHS_MINUTE} 3 * * ? *)`,
  },
  {
    id: "MonthsCloseSchedule",
    description: "The month that has just closed, every hour",
    cron: `cron(${MONTHS_MINUTE} 12-23 3 * ? *)`,
  },
];
