/** Every number that the client goes by (docs/pulling.md, "Numbers"). Milliseconds and bytes. */
export interface ConvertrLimits {
  /** One attempt for a page, its body included. */
  readonly attemptTimeoutMs: number;
  /** One attempt to log in, its body included. */
  readonly loginTimeoutMs: number;
  /** Attempts per page, when the network or the server fails. */
  readonly attempts: number;
  /** Extra tries for an answer that cannot be read, a short page, or a host name that is not found. */
  readonly contentRetries: number;
  /** Extra tries to log in, when the network or the server fails. A refused login is never tried again. */
  readonly loginRetries: number;
  /** Waits before those tries, one after the other, each a quarter more or less; the last one repeats. Together they last over a restart. */
  readonly loginStepsMs: readonly number[];
  /** Full jitter: a delay lies between 0 and `min(cap, base × 2^(n-1))`. */
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  /** Retries of a run stay below the greater of both. */
  readonly retryBudget: number;
  readonly retryBudgetShare: number;
  /** Failed attempts in a row, over all workers, after which the run stops. */
  readonly breakerFailures: number;
  /** Pauses of all workers after 429 without Retry-After, one after the other; the last one repeats. */
  readonly gateStepsMs: readonly number[];
  /** Added to every pause, between 0 and this. */
  readonly gateJitterMs: number;
  /** Answers in a row after which concurrency grows by one again and the gate forgets its steps. */
  readonly successesToGrow: number;
  /** Requests per rolling window, over everything one process asks of an enterprise. */
  readonly bucketRequests: number;
  readonly bucketWindowMs: number;
  /** Bytes of a page, after decompression. */
  readonly bodyBytes: number;
  /** New logins after 401, per client. */
  readonly refreshes: number;
  /** Members per page; the API's own maximum. */
  readonly pageSize: number;
  readonly maxPages: number;
  /** Pages that a collection may grow by during a pull. */
  readonly extraPages: number;
  /** Ids in one request of the gap probe. */
  readonly probeIds: number;
  /** Requests the gap probe may make: the greater of this and a quarter of the pages. Gaps beyond it are read across in one page. */
  readonly probeRequests: number;
  /** Members without a usable id that one page, and (with the share) a whole pull, may have. */
  readonly leftOutPerPage: number;
  readonly leftOut: number;
  readonly leftOutShare: number;
}

export const DEFAULT_LIMITS: ConvertrLimits = {
  attemptTimeoutMs: 30_000,
  loginTimeoutMs: 10_000,
  attempts: 5,
  contentRetries: 2,
  loginRetries: 4,
  loginStepsMs: [2_000, 6_000, 16_000, 36_000],
  backoffBaseMs: 500,
  backoffCapMs: 20_000,
  retryBudget: 20,
  retryBudgetShare: 0.2,
  breakerFailures: 10,
  gateStepsMs: [5_000, 10_000, 20_000, 40_000, 80_000, 120_000],
  gateJitterMs: 1_000,
  successesToGrow: 50,
  bucketRequests: 800,
  bucketWindowMs: 300_000,
  bodyBytes: 32 * 1024 * 1024,
  refreshes: 2,
  pageSize: 100,
  maxPages: 20_000,
  extraPages: 10,
  probeIds: 100,
  probeRequests: 10,
  leftOutPerPage: 20,
  leftOut: 5,
  leftOutShare: 0.005,
};
