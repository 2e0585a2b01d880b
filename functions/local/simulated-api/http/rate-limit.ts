export interface RateLimit {
  readonly requests: number;
  readonly windowSeconds: number;
  /** Whether a refusal says when to come back; not documented. @default false */
  readonly retryAfter?: boolean;
}

/** The documented limits: of all requests, and of logins alone. */
export const DOCUMENTED_LIMIT: RateLimit = { requests: 3_000, windowSeconds: 300 };
export const LOGIN_LIMIT: RateLimit = { requests: 100, windowSeconds: 300 };

/** Counts over a rolling window. Answers how many seconds to wait, 0 when the request may pass; a refused one is not counted. */
export function createRollingLimit({ requests, windowSeconds }: RateLimit, now: () => number): () => number {
  const passed: number[] = [];
  return () => {
    const atMs = now();
    while (passed[0] !== undefined && passed[0] <= atMs - windowSeconds * 1_000) passed.shift();
    if (passed.length >= requests) {
      return Math.max(1, Math.ceil(((passed[0] ?? 0) + windowSeconds * 1_000 - atMs) / 1_000));
    }
    passed.push(atMs);
    return 0;
  };
}
