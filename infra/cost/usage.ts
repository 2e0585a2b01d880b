/**
 * What one run takes, for an account of the documented size: 479 campaigns, 555 contracts, 574 jobs. Bytes and calls were measured on
 * 2026-11-24 with the local runner. A run waits, here for an API that answers each page after one second, and it computes: seconds of a
 * whole CPU by `npm run bench`, cold start included, which the memory of the function stretches.
 */
export const USAGE = {
  snapshot: {
    /** A login, the first page, the others at once; S3 and Secrets Manager. */
    waitSeconds: 3.3,
    cpuSeconds: 0.3,
    s3Writes: 3,
    s3Reads: 3,
    secretCalls: 1,
    logBytes: 4_000,
  },
  /** Ends before any login. */
  catchUp: { waitSeconds: 0.2, cpuSeconds: 0.2, s3Writes: 2, s3Reads: 2, secretCalls: 0, logBytes: 1_500 },
  digest: {
    /** 36 days of history read, eight objects at a time; five mails. */
    waitSeconds: 1.2,
    cpuSeconds: 0.9,
    s3Writes: 11,
    s3Reads: 117,
    logBytes: 3_000,
    /** Of one mail, its CSV files attached. */
    mailBytes: 300_000,
  },
  /** Once an hour; its waits are reckoned from its calls, at 20 ms each. */
  watch: {
    waitSeconds: 0.1,
    cpuSeconds: 0.2,
    waitSecondsPerEnterprise: 0.15,
    logBytes: 1_500,
    /** For each enterprise: its note, its snapshots, and of each digest a list and the deliveries of two recipients. */
    s3WritesPerEnterprise: 1,
    s3ReadsPerEnterprise: 6,
  },
  /** All objects of one enterprise and day. */
  storedBytesPerDay: 155_000,
} as const;

/** Habits of people, which no stack knows. */
export const HABITS = {
  recipientsPerDigest: 5,
  /** By analysts, of each enterprise and month. */
  queries: 100,
  /** Days that a query reads, each a LIST and a GET. */
  daysPerQuery: 30,
  /** Years of history, for what storage has grown to. */
  years: 1,
} as const;
