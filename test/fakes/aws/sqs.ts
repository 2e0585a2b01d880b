import { createHash } from "node:crypto";
import { bodyOf, callNamed, jsonAnswer, jsonRefusal, targetOf } from "./answers.ts";
import type { AwsService } from "./server.ts";

export interface FakeMessage {
  readonly id: string;
  readonly body: string;
  /** Epoch ms. */
  readonly sentAt: number;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Received and neither deleted nor given back. */
  hidden?: boolean;
}

/** SQS as the SDK speaks it (JSON): queues by name, messages that are hidden once they are received. */
export function createFakeSqs(queues: ReadonlyMap<string, FakeMessage[]>): AwsService {
  return {
    signingName: "sqs",
    callsOf: (request) => callNamed("sqs", targetOf(request)),
    answer: (request) => {
      const { QueueName, QueueUrl, ReceiptHandle, MaxNumberOfMessages = 1 } = bodyOf(request);
      const name = String(QueueName ?? String(QueueUrl).split("/").at(-1));
      const messages = queues.get(name);
      if (messages === undefined) return jsonRefusal("QueueDoesNotExist");
      const at = messages.findIndex(({ id }) => `receipt-${id}` === ReceiptHandle);
      switch (targetOf(request)) {
        case "GetQueueUrl":
          return jsonAnswer(200, { QueueUrl: `http://${request.headers["host"]}/123456789012/${name}` });
        case "ReceiveMessage": {
          const given = messages.filter(({ hidden }) => hidden !== true).slice(0, Number(MaxNumberOfMessages));
          for (const message of given) message.hidden = true;
          return jsonAnswer(200, given.length === 0 ? {} : { Messages: given.map(received) });
        }
        case "ChangeMessageVisibility":
          if (messages[at] !== undefined) messages[at].hidden = false;
          return jsonAnswer(200, {});
        case "DeleteMessage":
          if (at >= 0) messages.splice(at, 1);
          return jsonAnswer(200, {});
        default:
          return jsonRefusal("InvalidAction");
      }
    },
  };
}

const received = ({ id, body, sentAt, attributes = {} }: FakeMessage) => ({
  MessageId: id,
  ReceiptHandle: `receipt-${id}`,
  MD5OfBody: createHash("md5").update(body).digest("hex"),
  Body: body,
  Attributes: { SentTimestamp: String(sentAt) },
  MessageAttributes: Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  ),
});
