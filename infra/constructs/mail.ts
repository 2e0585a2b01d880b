import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { CONFIGURATION_SET_TAG } from "../alarms/alarm-rules.ts";
import { NAMES } from "../names.ts";

export interface MailProps {
  /** Bare address of the sender. Its domain becomes the identity. */
  readonly from: string;
  /** Told of bounces, complaints and the like. */
  readonly alerts: ITopic;
}

/** The sender's identity at SES, and what becomes of mails that do not arrive. */
export class Mail extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { from, alerts }: MailProps) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      configurationSetName: NAMES.configurationSet,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    new ConfigurationSetEventDestination(this, "Undelivered", {
      configurationSet: this.configurationSet,
      configurationSetEventDestinationName: "undelivered",
      destination: EventDestination.snsTopic(alerts),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });
    new ConfigurationSetEventDestination(this, "Counted", {
      configurationSet: this.configurationSet,
      configurationSetEventDestinationName: "counted",
      destination: EventDestination.cloudWatchDimensions([
        { source: CloudWatchDimensionSource.MESSAGE_TAG, name: CONFIGURATION_SET_TAG, defaultValue: "none" },
      ]),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    const domain = from.slice(from.lastIndexOf("@") + 1);
    this.identity = new EmailIdentity(this, "Identity", { identity: Identity.domain(domain) });
  }
}
