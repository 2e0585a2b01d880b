import { runDeadline } from "./deadline.ts";

/** What the jobs need of Lambda's context object. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** The instant (epoch ms) at which an invocation that starts now must stop asking, so that it can still report. */
export function deadlineOf(context: LambdaContext, nowMs: number): number {
  const remainingMs = context.getRemainingTimeInMillis();
  return runDeadline({ nowMs, remainingMs, timeoutMs: remainingMs });
}
