import { SESClient, type SESClientConfig, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { type AwsClientOptions, requestHandlerOf } from "../../platform/aws-client.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Mailer, OutgoingMail, SendOutcome } from "./mailer.ts";
import { judgeRefusal } from "./ses-mailer-refusal.ts";

const SES_TIMEOUTS: AwsClientOptions = { connectionTimeout: 3_000, requestTimeout: 10_000 };

/**
 * An SES client that sends once, over a connection of its own: a mail whose answer was lost may be on its way, and the SDK's retry would send it again (measured: three mails).
 * Region, credentials and endpoint come from the environment.
 */
export function createSesClient(timeouts: AwsClientOptions = SES_TIMEOUTS, config: SESClientConfig = {}): SESClient {
  return new SESClient({
    ...config,
    maxAttempts: 1,
    requestHandler: { ...requestHandlerOf(timeouts), ...NEW_SOCKETS },
  });
}

/**
 * A connection for each mail. One that was kept over the time that Lambda froze the process may have been closed by SES meanwhile: the
 * first mail over it ends in a reset, and nobody knows whether it went out. Other clients keep theirs, since they may repeat.
 */
const NEW_SOCKETS = { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } } as const;

export interface SesMailerOptions {
  /** Made by `createSesClient`: it must not repeat a request by itself. */
  readonly client: SESClient;
  readonly configurationSet: string;
  readonly clock: Clock;
  /** The instant (epoch ms) after which no attempt starts and no wait ends; asked before each. */
  readonly deadline: () => number;
  /** Spreads the waits; 0 to 1. @default Math.random */
  readonly random?: () => number;
}

const FIRST_WAIT_MS = 1_000;
/** SES counts its rate by the second, but asks senders to back off up to ten minutes. */
const LONGEST_WAIT_MS = 60_000;

/**
 * The mailer on SES: one `SendRawEmail` per recipient, repeated only when SES says that it came too fast, or once when the SDK has
 * just set its clock by SES's.
 */
export function createSesMailer(options: SesMailerOptions): Mailer {
  return { send: (mail) => send(options, mail) };
}

async function send(options: SesMailerOptions, mail: OutgoingMail): Promise<SendOutcome> {
  const { client, clock, deadline, random = Math.random } = options;
  let isClockSet = false;
  for (let attempt = 0; ; attempt++) {
    if (clock.now() >= deadline()) return { state: "failed", reason: "no time was left to send it", retryable: true };
    const judged = await attemptOnce(client, options.configurationSet, mail);
    if (judged.state === "clock-set") {
      if (isClockSet) return { state: "failed", reason: judged.reason, retryable: true };
      isClockSet = true;
      continue;
    }
    if (judged.state !== "too-fast") return judged;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + random() / 2);
    if (clock.now() + wait >= deadline()) {
      return { state: "failed", reason: `${judged.reason} until no time was left`, retryable: true };
    }
    await clock.sleep(wait);
  }
}

async function attemptOnce(client: SESClient, configurationSet: string, mail: OutgoingMail) {
  const command = new SendRawEmailCommand({
    Source: mail.from,
    Destinations: [mail.to],
    RawMessage: { Data: mail.raw },
    ConfigurationSetName: configurationSet,
    Tags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
  });
  try {
    const { MessageId } = await client.send(command);
    if (MessageId === undefined) return { state: "unknown", reason: "SES accepted it without a message id" } as const;
    return { state: "sent", messageId: MessageId } as const;
  } catch (error) {
    return judgeRefusal(error);
  }
}
