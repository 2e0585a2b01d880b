import { CfnOutput, Stack } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { Settings } from "../../shared/settings/schema.ts";
import { namesIn } from "../deployment-stack.ts";
import type { AccessPolicies } from "./access-policies.ts";
import type { Alerts } from "./alerts.ts";
import type { Mail } from "./mail.ts";

export interface OutputsProps {
  readonly settings: Settings;
  readonly access: AccessPolicies;
  readonly bucket: IBucket;
  readonly mail: Mail;
  readonly alerts: Alerts;
}

/** What a person needs after a deployment, in the order of need. */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, { settings, bucket, mail, alerts, access }: OutputsProps) {
    super(scope, id);
    mail.dkimRecords.forEach(({ name, value }, index) => {
      this.add(
        `DkimRecord${index + 1}`,
        `${name} CNAME ${value}`,
        'Put into the DNS of the sender\'s domain, once: docs/operations.md, "DKIM"',
      );
    });
    this.add(
      "Secrets",
      `${namesIn(this).secretPrefix}<enterprise>`,
      "Credentials of each: npm run reports -- secret --enterprise <enterprise>",
    );
    const confirm = "its subscriptions must be confirmed from the mails it sends";
    this.add("AlertTopic", alerts.topics.page.topicArn, `What wakes somebody; ${confirm}`);
    this.add("NoticeTopic", alerts.topics.notice.topicArn, `What can wait until the morning; ${confirm}`);
    this.add("Bucket", bucket.bucketName, "Snapshots, run records, digests and the ledger; kept when the stack goes");
    this.add("SnapshotFunction", namesIn(this).snapshotFunction, "Invoke by hand: docs/invoke.md");
    this.add("DigestFunction", namesIn(this).digestFunction, "Invoke by hand: docs/invoke.md");
    this.add("WatchFunction", namesIn(this).watchFunction, "Tells what is overdue");
    this.add("RotationFunction", namesIn(this).rotationFunction, "Changes passwords, started by Secrets Manager alone");
    this.add("MonthsFunction", namesIn(this).monthsFunction, "Makes one object of each closed month of snapshots");
    this.add("ReportFunction", namesIn(this).reportFunction, "Invoke by hand: docs/invoke.md");
    this.add("AthenaWorkGroup", namesIn(this).workGroup, "Choose it in Athena's editor");
    this.add("GlueDatabase", namesIn(this).database, "Choose it in Athena's editor");
    this.add("UndeliveredQueue", namesIn(this).undelivered, "Events that Scheduler could not hand over");
    this.add("FailedQueue", namesIn(this).failed, "Events whose function failed, with the error");
    this.add("ScheduleGroup", namesIn(this).scheduleGroup, "Every schedule of this deployment");
    this.add("ConfigurationSet", namesIn(this).configurationSet, "Counts bounces and complaints of the mails");
    this.add("Dashboard", dashboardUrl(this), "What sounds, what is missing, what ran, and the runbook");
    this.add("AnalystPolicy", access.analyst.managedPolicyArn, "Attach to who asks SQL");
    this.add("OperatorPolicy", access.operator.managedPolicyArn, "Attach to who invokes, is woken and mends");
    this.add(
      "HistoryFrom",
      settings.historyFrom,
      "First day of the history, fixed: tells this deployment from another",
    );
    const doctor = "npm run reports -- doctor --aws --enterprise <enterprise>";
    this.add("Doctor", doctor, "Checks all of the above, and says what is left to do");
  }

  private add(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description }).overrideLogicalId(id);
  }
}

function dashboardUrl(scope: Construct): string {
  const { region } = Stack.of(scope);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${namesIn(scope).dashboard}`;
}
