/**
 * What each named query read in DuckDB of ten enterprises with a year each when this was set, by `queries`: files over all scans, bytes with
 * 2 % to spare, since the system counts all that the process reads. To be made smaller when a query reads less; made larger only with a reason.
 */
export const QUERY_MARKS: Readonly<Record<string, { readonly files: number; readonly bytes: number }>> = {
  "band-caps": { files: 160, bytes: 796_190 },
  changes: { files: 480, bytes: 2_742_000 },
  "contract-on-a-day": { files: 493, bytes: 2_134_000 },
  contracts: { files: 1_844, bytes: 20_909_000 },
  corrections: { files: 751, bytes: 10_227_000 },
  deliveries: { files: 0, bytes: 1_000 },
  freshness: { files: 1_488, bytes: 991_000 },
  "integration-jobs": { files: 1_383, bytes: 9_373_000 },
  "leads-by-day": { files: 395, bytes: 4_000_000 },
  "leads-held-back": { files: 0, bytes: 1_000 },
  "leads-reconciled": { files: 4_438, bytes: 37_800_000 },
  "missing-days": { files: 244, bytes: 163_000 },
  money: { files: 557, bytes: 7_622_000 },
  pacing: { files: 557, bytes: 4_635_000 },
  "publisher-quality": { files: 922, bytes: 8_755_000 },
  "publishers-of-the-month": { files: 814, bytes: 11_237_000 },
  "revenue-by-advertiser": { files: 413, bytes: 7_200_000 },
  "rows-missing": { files: 2_624, bytes: 9_700_000 },
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
export const TRINO_MARKS: Readonly<Record<string, { readonly days: Requests; readonly months: Requests }>> = {
  "120 days: table, newest day": { days: { lists: 4, gets: 2 }, months: { lists: 2, gets: 2 } },
  "120 days: table, one old day": { days: { lists: 2, gets: 2 }, months: { lists: 3, gets: 3 } },
  "120 days: table, one campaign, all days": { days: { lists: 129, gets: 140 }, months: { lists: 68, gets: 73 } },
  "120 days: campaign_daily, one day": { days: { lists: 129, gets: 133 }, months: { lists: 68, gets: 51 } },
  "120 days: campaign_daily, 30 days": { days: { lists: 131, gets: 178 }, months: { lists: 70, gets: 142 } },
  "120 days: band-caps": { days: { lists: 72, gets: 158 }, months: { lists: 72, gets: 157 } },
  "120 days: changes": { days: { lists: 156, gets: 1494 }, months: { lists: 156, gets: 1494 } },
  "120 days: contract-on-a-day": { days: { lists: 162, gets: 151 }, months: { lists: 101, gets: 222 } },
  "120 days: contracts": { days: { lists: 434, gets: 1078 }, months: { lists: 251, gets: 908 } },
  "120 days: corrections": { days: { lists: 260, gets: 147 }, months: { lists: 138, gets: 147 } },
  "120 days: deliveries": { days: { lists: 17, gets: 0 }, months: { lists: 17, gets: 0 } },
  "120 days: freshness": { days: { lists: 104, gets: 2170 }, months: { lists: 104, gets: 2170 } },
  "120 days: integration-jobs": { days: { lists: 299, gets: 699 }, months: { lists: 177, gets: 552 } },
  "120 days: leads-by-day": { days: { lists: 131, gets: 110 }, months: { lists: 70, gets: 103 } },
  "120 days: leads-held-back": { days: { lists: 327, gets: 336 }, months: { lists: 327, gets: 336 } },
  "120 days: leads-reconciled": { days: { lists: 903, gets: 1428 }, months: { lists: 843, gets: 794 } },
  "120 days: missing-days": { days: { lists: 67, gets: 285 }, months: { lists: 67, gets: 285 } },
  "120 days: money": { days: { lists: 166, gets: 326 }, months: { lists: 105, gets: 296 } },
  "120 days: pacing": { days: { lists: 166, gets: 298 }, months: { lists: 105, gets: 290 } },
  "120 days: publisher-quality": { days: { lists: 294, gets: 451 }, months: { lists: 173, gets: 368 } },
  "120 days: publishers-of-the-month": { days: { lists: 260, gets: 310 }, months: { lists: 138, gets: 242 } },
  "120 days: revenue-by-advertiser": { days: { lists: 131, gets: 174 }, months: { lists: 70, gets: 139 } },
  "120 days: rows-missing": { days: { lists: 641, gets: 1120 }, months: { lists: 397, gets: 850 } },
  "120 days: runs": { days: { lists: 10, gets: 33 }, months: { lists: 10, gets: 33 } },
  "120 days: silent-campaigns": { days: { lists: 72, gets: 187 }, months: { lists: 72, gets: 187 } },
  "three years: table, newest day": { days: { lists: 2, gets: 2 }, months: { lists: 2, gets: 2 } },
  "three years: table, one old day": { days: { lists: 2, gets: 2 }, months: { lists: 37, gets: 41 } },
  "three years: table, one campaign, all days": {
    days: { lists: 1153, gets: 1279 },
    months: { lists: 102, gets: 111 },
  },
  "three years: campaign_daily, one day": { days: { lists: 191, gets: 44 }, months: { lists: 102, gets: 44 } },
  "three years: campaign_daily, 30 days": { days: { lists: 1154, gets: 180 }, months: { lists: 104, gets: 180 } },
};
