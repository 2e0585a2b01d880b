/** Requests of a rolling window: below what the API allows, so that the customer's own use has room (docs/pulling.md, "Requests in five minutes"). */
export interface RequestBucket {
  /** Milliseconds until a request may start; 0 when one may start now. */
  waitMs(nowMs: number, limit: BucketLimit): number;
  take(nowMs: number): void;
}

export interface BucketLimit {
  readonly bucketRequests: number;
  readonly bucketWindowMs: number;
}

export function createRequestBucket(): RequestBucket {
  const starts: number[] = [];
  return {
    waitMs: (nowMs, { bucketRequests, bucketWindowMs }) => {
      while (starts[0] !== undefined && starts[0] <= nowMs - bucketWindowMs) starts.shift();
      const mustPass = starts[starts.length - bucketRequests];
      return mustPass === undefined ? 0 : mustPass + bucketWindowMs - nowMs;
    },
    take: (nowMs) => {
      starts.push(nowMs);
    },
  };
}
