// The functions as Lambda runs them, in one warm process, one step at a time as the parent sends it. What a step throws is
// told in every form in which an error leaves: Lambda's log, the payload of the on-failure queue, and inspected to any depth.
import { inspect } from "node:util";
import { awsDigestDependencies } from "../../../functions/digest/dependencies.ts";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { awsRotationDependencies } from "../../../functions/rotation/dependencies.ts";
import { parseRotationEvent } from "../../../functions/rotation/event.ts";
import { rotatePassword } from "../../../functions/rotation/job.ts";
import { awsSnapshotDependencies } from "../../../functions/snapshot/dependencies.ts";
import { parseSnapshotEvent } from "../../../functions/snapshot/event.ts";
import { takeSnapshot } from "../../../functions/snapshot/job.ts";
import { awsWatchDependencies } from "../../../functions/watch/dependencies.ts";
import { parseWatchEvent } from "../../../functions/watch/event.ts";
import { watch } from "../../../functions/watch/job.ts";
import { stillAlive } from "../still-alive.ts";

export interface Step {
  readonly job: "snapshot" | "digest" | "watch" | "rotation";
  readonly event: unknown;
  readonly baseUrl: string;
  /** What Lambda says is left. @default 40 s: a login that always fails is given up after two waits and not after a minute of them */
  readonly remainingMs?: number;
}

export interface Told {
  readonly answer?: unknown;
  /** Name of what was thrown. */
  readonly error?: string;
  /** The error in all the forms in which it leaves. */
  readonly forms: readonly string[];
  /** What the step left that keeps the process alive: timers, sockets. */
  readonly alive: readonly string[];
}

async function run({ job, event, baseUrl, remainingMs = 40_000 }: Step): Promise<unknown> {
  const context = { getRemainingTimeInMillis: () => remainingMs };
  // Composed afresh for each step, as a cold start does: the secret is read again.
  const env = { ...process.env, CONVERTR_BASE_URL: baseUrl };
  switch (job) {
    case "snapshot": {
      const request = parseSnapshotEvent(event);
      return takeSnapshot(awsSnapshotDependencies(env).of(request.enterprise, context), request);
    }
    case "digest": {
      const request = parseDigestEvent(event);
      return sendDigest(awsDigestDependencies(env).of(request.enterprise, context), request);
    }
    case "rotation":
      return rotatePassword(awsRotationDependencies(env)(context), parseRotationEvent(event));
    default:
      return watch(awsWatchDependencies(env), parseWatchEvent(event));
  }
}

function formsOf(error: unknown): string[] {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const payload = { errorType: name, errorMessage: message, trace: stack?.split("\n") };
  return [
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    JSON.stringify(error),
    JSON.stringify({ requestContext: { condition: "RetriesExhausted" }, responsePayload: payload }),
    String(error),
  ];
}

async function tell(step: Step): Promise<Told> {
  const outcome = await run(step).then(
    (answer) => ({ answer, forms: [] }),
    (error: unknown) => ({ error: error instanceof Error ? error.name : typeof error, forms: formsOf(error) }),
  );
  return { ...outcome, alive: await stillAlive() };
}

process.on("message", (step: Step) => void tell(step).then((told) => process.send?.(told)));
