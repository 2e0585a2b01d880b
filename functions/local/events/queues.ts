import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { awsReason } from "../aws/deployment.ts";
import { AWS_TIMEOUTS } from "../aws/timeouts.ts";
import { QUEUES, type QueuedMessage, type QueueName } from "./laid-aside.ts";

/** Nobody else is given a message for so long: as long as a function may run, and a little. */
const HIDDEN_SECONDS = 16 * 60;
/** Long polling asks all of SQS's servers; a short poll may miss what is there. */
const POLL_SECONDS = 1;
const MOST_AT_ONCE = 10;
/** A queue that holds more has another trouble than one that is read here. */
const MOST_MESSAGES = 1_000;

/** The two queues of events that nobody could handle. */
export interface FailureQueues {
  /** Everything that lies in them, hidden from others until it is given back or deleted. */
  read(): Promise<readonly QueuedMessage[]>;
  giveBack(message: QueuedMessage): Promise<void>;
  delete(message: QueuedMessage): Promise<void>;
  close(): void;
}

/** @param names of the deployed queues */
export function openFailureQueues(names: Readonly<Record<QueueName, string>>): FailureQueues {
  const client = new SQSClient({ maxAttempts: 3, requestHandler: requestHandlerOf(AWS_TIMEOUTS) });
  const urls = new Map<QueueName, string>();
  const urlOf = async (queue: QueueName): Promise<string> => {
    const known = urls.get(queue);
    if (known !== undefined) return known;
    const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName: names[queue] }));
    urls.set(queue, QueueUrl);
    return QueueUrl;
  };
  const told = async <T>(queue: QueueName, ask: (url: string) => Promise<T>): Promise<T> => {
    try {
      return await ask(await urlOf(queue));
    } catch (error) {
      throw unreachable(names[queue], awsReason(error));
    }
  };
  return {
    read: async () => {
      const found: QueuedMessage[] = [];
      for (const queue of QUEUES) found.push(...(await told(queue, (url) => readAll(client, queue, url))));
      return found;
    },
    giveBack: async ({ queue, receipt: ReceiptHandle }) => {
      await told(queue, (QueueUrl) =>
        client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
      );
    },
    delete: async ({ queue, receipt: ReceiptHandle }) => {
      await told(queue, (QueueUrl) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })));
    },
    close: () => client.destroy(),
  };
}

async function readAll(client: SQSClient, queue: QueueName, QueueUrl: string): Promise<readonly QueuedMessage[]> {
  const found = new Map<string, QueuedMessage>();
  while (found.size < MOST_MESSAGES) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: MOST_AT_ONCE,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: POLL_SECONDS,
        MessageSystemAttributeNames: ["SentTimestamp"],
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) found.set(message.MessageId ?? "", queued(queue, message));
  }
  return [...found.values()];
}

function queued(queue: QueueName, { MessageId = "", ReceiptHandle = "", Body = "", ...of }: Message): QueuedMessage {
  const attributes = Object.entries(of.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
    name,
    StringValue ?? "",
  ]);
  return {
    ...{ id: MessageId, queue, receipt: ReceiptHandle, body: Body },
    arrivedAt: Number(of.Attributes?.SentTimestamp ?? 0),
    attributes: Object.fromEntries(attributes),
  };
}

const unreachable = (queue: string, reason: string): ReportsError =>
  new ReportsError("StoreFailed", {
    what: `SQS gave no good answer (${reason})`,
    where: `queue ${queue}`,
    remedy: "Use credentials that the output OperatorPolicy is attached to, in the deployment's account and region",
    retryable: true,
  });
