import { RemovalPolicy } from "aws-cdk-lib";
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
import type { Settings } from "../../shared/settings/schema.ts";
import { CONFIGURATION_SET_TAG } from "../alarms/alarm-rules.ts";
import { namesIn } from "../deployment-stack.ts";

export interface MailProps {
  /** Bare address of the sender; the identity is its domain. */
  readonly from: string;
  readonly identity: Settings["identity"];
  /** Told of bounces, complaints and the like. */
  readonly alerts: ITopic;
}

/** The sender's identity at SES, and what becomes of mails that do not arrive. */
export class Mail extends Construct {
  /** To put into the DNS of the sender's domain; none for an identity that was there before. */
  readonly dkimRecords: readonly { readonly name: string; readonly value: string }[];
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { from, identity, alerts }: MailProps) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      configurationSetName: namesIn(this).configurationSet,
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
    this.dkimRecords = identity === "create" ? this.createIdentity(domain) : [];
  }

  /** It outlives the stack, since others may have come to send by it; one of a deployment that failed at first does not. */
  private createIdentity(domain: string): EmailIdentity["dkimRecords"] {
    const created = new EmailIdentity(this, "Identity", { identity: Identity.domain(domain) });
    created.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    return created.dkimRecords;
  }
}
