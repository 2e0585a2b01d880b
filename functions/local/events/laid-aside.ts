import * as z from "zod";
import { parseDigestEvent } from "../../digest/event.ts";
import { parseMonthsEvent } from "../../months/event.ts";
import { parseReportEvent } from "../../report/event.ts";
import { parseSnapshotEvent } from "../../snapshot/event.ts";
import { parseWatchEvent } from "../../watch/event.ts";

export const QUEUES = ["failed", "undelivered"] as const;
export type QueueName = (typeof QUEUES)[number];
export type Job = "snapshot" | "digest" | "watch" | "months" | "report";

/** A message of a queue as SQS gives it, without what nobody reads. */
export interface QueuedMessage {
  readonly id: string;
  readonly queue: QueueName;
  /** Names this reading of the message: it is deleted or given back by it. */
  readonly receipt: string;
  readonly body: string;
  /** Epoch ms of its arrival. */
  readonly arrivedAt: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An event that nobody could handle. */
export interface LaidAside {
  readonly message: QueuedMessage;
  /** Whose event it is; undefined when that cannot be told, or it is none of those that may be given an event again. */
  readonly job: Job | undefined;
  /** As it was sent. */
  readonly event: unknown;
  readonly error: { readonly name: string; readonly message: string };
}

/** What Lambda lays aside: the event, and the answer of the function if it gave one. */
const destinationSchema = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
  responsePayload: z.object({ errorType: z.string(), errorMessage: z.string() }).partial().nullish(),
});

export const PARSERS = {
  snapshot: parseSnapshotEvent,
  digest: parseDigestEvent,
  watch: parseWatchEvent,
  months: parseMonthsEvent,
  report: parseReportEvent,
} as const satisfies Readonly<Record<Job, (event: unknown) => unknown>>;

/**
 * Reads a message: of `failed` what Lambda wraps around the event, of `undelivered` the event itself with Scheduler's attributes.
 * @param functions name of each job's function
 */
export function laidAside(message: QueuedMessage, functions: Readonly<Record<Job, string>>): LaidAside {
  const body = parsed(message.body);
  if (message.queue === "undelivered") {
    const { TARGET_ARN = "", ERROR_CODE: name = "unknown", ERROR_MESSAGE: said = "" } = message.attributes;
    return { message, job: jobOf(TARGET_ARN, functions), event: body, error: { name, message: said } };
  }
  const { data } = destinationSchema.safeParse(body);
  if (data === undefined) {
    return {
      message,
      job: undefined,
      event: body,
      error: { name: "unknown", message: "the message is none of Lambda's" },
    };
  }
  const { functionArn, condition } = data.requestContext;
  const { errorType: name = condition, errorMessage: said = "the function gave no answer" } =
    data.responsePayload ?? {};
  const job = jobOf(functionArn, functions);
  return { message, job, event: data.requestPayload, error: { name, message: said } };
}

function jobOf(arn: string, functions: Readonly<Record<Job, string>>): Job | undefined {
  const name = /:function:([^:]+)/.exec(arn)?.[1];
  return (Object.keys(PARSERS) as Job[]).find((job) => functions[job] === name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
