import { AthenaClient, type AthenaClientConfig } from "@aws-sdk/client-athena";
import { type AwsClientOptions, requestHandlerOf } from "../../platform/aws-client.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Asked, askingFailed, isThrottled, queryFailed } from "./failures.ts";

const ATHENA_TIMEOUTS: AwsClientOptions = { connectionTimeout: 3_000, requestTimeout: 30_000 };

/** An Athena client that gives up in time. Region, credentials and endpoint come from the environment. */
export function createAthenaClient(
  timeouts: AwsClientOptions = ATHENA_TIMEOUTS,
  config: AthenaClientConfig = {},
): AthenaClient {
  return new AthenaClient({ maxAttempts: 3, ...config, requestHandler: requestHandlerOf(timeouts) });
}

export interface AthenaOptions {
  /** Every request may be repeated: starting is the same start by its token. */
  readonly client: AthenaClient;
  readonly workGroup: string;
  /** Of Glue. */
  readonly database: string;
  readonly clock: Clock;
  /** The instant (epoch ms) after which nothing is asked and no wait ends; read before each. */
  readonly deadline: () => number;
  /** Spreads the waits; 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** The most that a timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A request and its repetitions end when the run must: an Athena that hangs takes no time from telling so. */
export const untilOf = (ms: number): { readonly abortSignal: AbortSignal } => ({
  abortSignal: AbortSignal.timeout(Math.max(0, Math.min(LONGEST_TIMER_MS, Math.ceil(ms)))),
});

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/**
 * One request to Athena, asked again while the account's limits are reached, until the deadline.
 * @param action IAM's name of it
 * @throws QueryFailed; what `leave` wants to see is thrown as the SDK threw it
 */
export async function ask<T>(
  options: AthenaOptions,
  { action, asked, leave = () => false }: { action: string; asked: Asked; leave?: (error: unknown) => boolean },
  send: (until: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const { clock, deadline, random = Math.random } = options;
  for (let attempt = 0; ; attempt++) {
    const until = untilOf(deadline() - clock.now());
    try {
      return await send(until);
    } catch (error) {
      if (until.abortSignal.aborted) {
        throw queryFailed(`Athena had not answered ${action} when no time was left`, asked, {
          remedy: "Run again; see AWS Health if it stays so",
          retryable: true,
        });
      }
      if (leave(error)) throw error;
      if (!isThrottled(error)) throw askingFailed(error, action, asked);
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + random() / 2);
      if (clock.now() + wait >= deadline()) {
        throw queryFailed(`Athena was asked too often for ${action}, until no time was left`, asked, {
          remedy: "Run again; other queries of the account count too, and AWS raises its limits on request",
          retryable: true,
        });
      }
      await clock.sleep(wait);
    }
  }
}
