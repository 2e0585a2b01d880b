import { CfnOutput } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { SECRET_PREFIX } from "../../shared/settings/environment.ts";
import { NAMES } from "../names.ts";
import type { Alerts } from "./alerts.ts";
import type { Mail } from "./mail.ts";

export interface OutputsProps {
  readonly bucket: IBucket;
  readonly mail: Mail;
  readonly alerts: Alerts;
}

/** What a person needs after a deployment, in the order of need. */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, { bucket, mail, alerts }: OutputsProps) {
    super(scope, id);
    mail.identity.dkimRecords.forEach(({ name, value }, index) => {
      this.add(`DkimRecord${index + 1}`, `${name} CNAME ${value}`, "Put into the DNS of the sender's domain, once");
    });
    this.add("Secrets", `${SECRET_PREFIX}<enterprise>`, 'Put {"username":"...","password":"..."} into each, once');
    this.add("AlertTopic", alerts.topic.topicArn, "Its subscriptions must be confirmed from the mails it sends");
    this.add("Bucket", bucket.bucketName, "Snapshots, run records, digests and the ledger; kept when the stack goes");
    this.add("SnapshotFunction", NAMES.snapshotFunction, "Invoke by hand: see README, Invoke");
    this.add("DigestFunction", NAMES.digestFunction, "Invoke by hand: see README, Invoke");
    this.add("WatchFunction", NAMES.watchFunction, "Tells what is overdue");
    this.add("AthenaWorkGroup", NAMES.workGroup, "Choose it in Athena's editor");
    this.add("GlueDatabase", NAMES.database, "Choose it in Athena's editor");
    this.add("UndeliveredQueue", NAMES.undelivered, "Events that Scheduler could not hand over");
    this.add("FailedQueue", NAMES.failed, "Events whose function failed, with the error");
  }

  private add(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description }).overrideLogicalId(id);
  }
}
