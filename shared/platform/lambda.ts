/** What the jobs need of Lambda's context object. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

const SHARE_OF_TIME = 0.15;
const MIN_RESERVE_MS = 20_000;
const MAX_RESERVE_MS = 60_000;

/** The instant (epoch ms) at which an invocation that starts now must stop asking, so that there is time left to report. */
export function deadlineOf(context: LambdaContext, nowMs: number): number {
  const remainingMs = context.getRemainingTimeInMillis();
  const reserveMs = Math.min(MAX_RESERVE_MS, Math.max(MIN_RESERVE_MS, remainingMs * SHARE_OF_TIME));
  return nowMs + remainingMs - reserveMs;
}
