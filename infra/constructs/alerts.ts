import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription, UrlSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { isAddress } from "../../shared/settings/address.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import type { Severity } from "../alarms/alarm-texts.ts";
import { namesIn } from "../deployment-stack.ts";

export type AlertsProps = Pick<Settings, "alertsTo" | "noticesTo">;
export type AlertTopics = Readonly<Record<Severity, Topic>>;

/** A topic for what wakes somebody and one for what can wait. Each subscription is confirmed once by whoever it belongs to. */
export class Alerts extends Construct {
  readonly topics: AlertTopics;

  constructor(scope: Construct, id: string, { alertsTo, noticesTo = alertsTo }: AlertsProps) {
    super(scope, id);
    this.topics = {
      page: this.topic("Topic", {
        topicName: namesIn(this).alerts,
        displayName: "Convertr reports",
        recipients: alertsTo,
      }),
      notice: this.topic("Notices", {
        topicName: namesIn(this).notices,
        displayName: "Convertr reports: notices",
        recipients: noticesTo,
      }),
    };
  }

  private topic(
    id: string,
    { recipients, ...names }: { topicName: string; displayName: string; recipients: readonly string[] },
  ): Topic {
    const topic = new Topic(this, id, { ...names, enforceSSL: true });
    // A policy of its own takes the place of the default one, by which alarms of the account could publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsOfThisAccount",
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    for (const to of recipients) {
      topic.addSubscription(isAddress(to) ? new EmailSubscription(to) : new UrlSubscription(to));
    }
    return topic;
  }
}
