/**
 * What one run takes, for an account of the documented size: 479 campaigns, 555 contracts, 574 jobs. Seconds, bytes and calls were
 * measured on 2026-11-24 with the local runner on a simulated API that answers each page after one second; a slower API makes the
 * seconds of `snapshot` longer and nothing else.
 */
export const USAGE = {
  snapshot: {
    /** Mean of 4.3, 3.3 and 2.1 s for the three datasets, and a cold start. */
    seconds: 3.7,
    s3Writes: 3,
    s3Reads: 3,
    secretCalls: 1,
    logBytes: 4_000,
  },
  /** Ends before any login. */
  catchUp: { seconds: 0.6, s3Writes: 2, s3Reads: 2, secretCalls: 0, logBytes: 1_500 },
  digest: {
    /** 36 days of history read. */
    seconds: 2.5,
    s3Writes: 11,
    s3Reads: 117,
    logBytes: 3_000,
    /** Of one mail, its CSV files attached. */
    mailBytes: 300_000,
  },
  /** Once an hour; the seconds are reckoned from its calls, at 20 ms each. */
  watch: {
    seconds: 0.5,
    secondsPerEnterprise: 0.15,
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
