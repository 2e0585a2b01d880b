/**
 * What each named query read in DuckDB of ten enterprises with a year each when this was set, by `queries`: files over all scans, bytes with
 * 2 % to spare, since the system counts all that the process reads. To be made smaller when a query reads less; made larger only with a reason.
 */
export const QUERY_MARKS: Readonly<Record<string, { readonly files: number; readonly bytes: number }>> = {
  "band-caps": { files: 3_778, bytes: 80_309_000 },
  changes: { files: 480, bytes: 2_742_000 },
  "contract-on-a-day": { files: 493, bytes: 2_134_000 },
  contracts: { files: 4_508, bytes: 54_352_000 },
  corrections: { files: 751, bytes: 10_227_000 },
  deliveries: { files: 0, bytes: 1_000 },
  freshness: { files: 1_488, bytes: 991_000 },
  "integration-jobs": { files: 3_048, bytes: 19_920_000 },
  "leads-by-day": { files: 395, bytes: 3_906_000 },
  "leads-held-back": { files: 0, bytes: 1_000 },
  "leads-reconciled": { files: 4_438, bytes: 36_815_000 },
  "missing-days": { files: 244, bytes: 163_000 },
  money: { files: 1_223, bytes: 17_169_000 },
  pacing: { files: 1_223, bytes: 12_254_000 },
  "publisher-quality": { files: 1_588, bytes: 16_156_000 },
  "publishers-of-the-month": { files: 814, bytes: 11_237_000 },
  "revenue-by-advertiser": { files: 413, bytes: 7_049_000 },
  runs: { files: 28, bytes: 19_000 },
  "silent-campaigns": { files: 160, bytes: 537_000 },
};

interface Requests {
  readonly lists: number;
  readonly gets: number;
}

/**
 * What Trino asked of S3 for each question when this was set, by `trino`, over days that end today. A twentieth more LISTs and a sixth more GETs
 * are let through: the first hang on the day of the month, the others on when a join's bounds are known to the scan.
 */
export const TRINO_MARKS: Readonly<Record<string, { readonly days: Requests; readonly months: Requests }>> = {};
