import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { awsReason } from "../aws/deployment.ts";
import { AWS_TIMEOUTS } from "../aws/timeouts.ts";
import type { Health } from "./healed.ts";
import { type Job, type LaidAside, PARSERS } from "./laid-aside.ts";

/** A function runs for 15 minutes at most; its answer comes at the end. */
const ANSWER_MS = 15.5 * 60_000;
/** The snapshot function refuses what was due longer ago: today's numbers are not that day's. */
const OLDEST_SNAPSHOT_MS = 24 * 3_600_000;

/** What became of an event that was given to its function again. */
export interface Replayed {
  readonly outcome: "answered" | "failed";
  readonly answer: unknown;
}

/**
 * Whether an event may be given to its function again.
 * @param now epoch ms
 * @throws InvalidEvent when it is none of ours, has healed since, or its day is over
 */
export function refuseReplay({ job, event, message }: LaidAside, { healed, why }: Health, now: number): void {
  const refused = (what: string, remedy: string) =>
    new ReportsError("InvalidEvent", { what, where: `message ${message.id}`, remedy });
  const discard = `Discard it: npm run reports -- events --discard ${message.id}`;
  if (job === undefined) throw refused("it is no event that may be given to a function again", discard);
  if (healed === "yes") throw refused(`it has healed since: ${why}`, discard);
  const checked = PARSERS[job](event);
  if (job !== "snapshot" || !("dataset" in checked)) return;
  const { scheduledTime = now } = checked;
  if (now - scheduledTime > OLDEST_SNAPSHOT_MS) throw refused("its day is over, and the API has no past", discard);
}

/**
 * Gives an event to its function and waits for the answer. Once: a second try could run beside the first.
 * @throws StoreFailed when Lambda could not be asked
 */
export async function replay({ event, job }: LaidAside, functions: Readonly<Record<Job, string>>): Promise<Replayed> {
  const FunctionName = job === undefined ? "" : functions[job];
  const requestHandler = requestHandlerOf({ ...AWS_TIMEOUTS, requestTimeout: ANSWER_MS });
  const client = new LambdaClient({ maxAttempts: 1, requestHandler });
  try {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName, Payload: new TextEncoder().encode(JSON.stringify(event)) }),
    );
    const answer: unknown = JSON.parse(new TextDecoder().decode(Payload) || "null");
    return { outcome: FunctionError === undefined ? "answered" : "failed", answer };
  } catch (error) {
    throw new ReportsError("StoreFailed", {
      what: `Lambda gave no good answer (${awsReason(error)})`,
      where: `function ${FunctionName}`,
      remedy: "See the function's log whether it ran; the event is still in its queue",
      retryable: true,
    });
  } finally {
    client.destroy();
  }
}
