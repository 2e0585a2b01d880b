import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { NAMES } from "../names.ts";

export interface AlertsProps {
  /** Who is told; each must confirm the subscription once. */
  readonly addresses: readonly string[];
}

/** The one topic that alarms, bounces and complaints go to. */
export class Alerts extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { addresses }: AlertsProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", {
      topicName: NAMES.alerts,
      displayName: "Convertr reports",
      enforceSSL: true,
    });
    // A policy of its own takes the place of the default one, by which alarms of the account could publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsOfThisAccount",
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    for (const address of addresses) this.topic.addSubscription(new EmailSubscription(address));
  }
}
