import { SlackChannelConfiguration } from "aws-cdk-lib/aws-chatbot";
import { ManagedPolicy } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Settings } from "../../shared/settings/schema.ts";
import { namesIn } from "../deployment-stack.ts";
import type { AlertTopics } from "./alerts.ts";

export interface ChatProps {
  readonly channel: NonNullable<Settings["chat"]>;
  readonly topics: AlertTopics;
}

/**
 * A Slack channel that shows the alarms of both severities. The service drops what is no alarm: bounces, as SES words them, come by mail alone.
 */
export class Chat extends Construct {
  constructor(scope: Construct, id: string, { channel, topics }: ChatProps) {
    super(scope, id);
    new SlackChannelConfiguration(this, "Slack", {
      ...channel,
      slackChannelConfigurationName: namesIn(this).chat,
      notificationTopics: Object.values(topics),
      // Left out, it is AdministratorAccess: whoever writes in the channel could do anything that the role may.
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName("CloudWatchReadOnlyAccess")],
    });
  }
}
