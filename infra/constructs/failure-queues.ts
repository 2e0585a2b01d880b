import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { namesIn } from "../deployment-stack.ts";
import { acknowledge } from "./acknowledge.ts";

/** An event is worth nothing after a day, when functions refuse it; a weekend and a holiday are time enough to have looked at it. */
const KEPT = Duration.days(4);

/** Where events end that nobody could handle. Two, for they have two causes: Scheduler only knows that it handed an event over. */
export class FailureQueues extends Construct {
  /** Events that Scheduler could not hand to Lambda. */
  readonly undelivered: Queue;
  /** Events whose function failed, with its error. */
  readonly failed: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.undelivered = this.queue("Undelivered", namesIn(this).undelivered);
    this.failed = this.queue("Failed", namesIn(this).failed);
  }

  private queue(id: string, queueName: string): Queue {
    const queue = new Queue(this, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: KEPT,
    });
    acknowledge(queue, { "AwsSolutions-SQS3": "It is a dead-letter queue itself; nothing consumes it but a person." });
    return queue;
  }
}
