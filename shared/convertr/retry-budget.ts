import type { ConvertrLimits } from "./limits.ts";

/** Keeps a run from hammering a server that is down (docs/pulling.md, "What is tried again"). */
export interface RetryBudget {
  succeeded(): void;
  /** A failed attempt that says something of the server's health. */
  failed(): void;
  retried(): void;
  /** Why the run must stop now. */
  exhausted(requests: number): string | undefined;
  /** Half of the retries are gone: everybody should slow down before they all are. */
  strained(requests: number): boolean;
}

export function createRetryBudget(limits: ConvertrLimits): RetryBudget {
  let retries = 0;
  let failuresInARow = 0;
  const most = (requests: number) => Math.max(limits.retryBudget, limits.retryBudgetShare * requests);
  return {
    succeeded: () => {
      failuresInARow = 0;
    },
    failed: () => {
      failuresInARow += 1;
    },
    retried: () => {
      retries += 1;
    },
    exhausted: (requests) => {
      if (failuresInARow >= limits.breakerFailures) return `${failuresInARow} attempts in a row failed`;
      return retries >= most(requests) ? `${retries} of ${requests} requests were retries` : undefined;
    },
    strained: (requests) => retries * 2 >= most(requests),
  };
}
