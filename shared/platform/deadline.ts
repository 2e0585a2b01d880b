const SHARE_OF_TIMEOUT = 0.15;
const MIN_RESERVE_MS = 20_000;
const MAX_RESERVE_MS = 60_000;

/**
 * The instant (epoch ms) at which a run must have stopped asking, so that there is time left to report (docs/pulling.md, "The time of a run").
 * All parameters in milliseconds; `remainingMs` is Lambda's, `timeoutMs` the function's whole timeout.
 */
export function runDeadline(time: { nowMs: number; remainingMs: number; timeoutMs: number }): number {
  const reserve = Math.min(MAX_RESERVE_MS, Math.max(MIN_RESERVE_MS, time.timeoutMs * SHARE_OF_TIMEOUT));
  return time.nowMs + time.remainingMs - reserve;
}
