/** What a client asked so far, for the run record and the log. */
export interface Traffic {
  requests: number;
  retries: number;
  pages: number;
  throttledMs: number;
  responseBytes: number;
  logins: number;
  readonly retriesBy: Map<string, number>;
  /** Milliseconds of each attempt. */
  readonly durationsMs: number[];
}

export function createTraffic(): Traffic {
  return {
    requests: 0,
    retries: 0,
    pages: 0,
    throttledMs: 0,
    responseBytes: 0,
    logins: 0,
    retriesBy: new Map(),
    durationsMs: [],
  };
}

/** The numbers of a run as log fields (docs/pulling.md, "What is logged"). */
export function trafficFields(traffic: Traffic): Readonly<Record<string, unknown>> {
  const { durationsMs, retriesBy, ...numbers } = traffic;
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const quantile = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return {
    ...numbers,
    throttledMs: Math.round(numbers.throttledMs),
    retriesBy: Object.fromEntries(retriesBy),
    attemptMs: { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) },
  };
}
