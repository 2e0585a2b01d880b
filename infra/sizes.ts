import { SNAPSHOT_MINUTES } from "../shared/settings/timetable.ts";
import type { Job } from "./bundles/bundle.ts";

/**
 * Megabytes of memory, chosen from what `npm run bench` measures (docs/benchmarks.md). Memory also buys CPU: 1,769 MB are one.
 *
 * - snapshot: 172 MB at its peak for 60,000 contracts, 189 for 100,000; beyond that only compressed row groups pile up, 5 MB for each 60,000. A
 *   page of a hundred rows takes 7 ms of CPU, 24 ms at this size; the client asks for 800 pages in five minutes at most, one in 375 ms.
 * - digest: 220 MB for 5,000 campaigns, their contracts and jobs over four weeks; 430 MB for 20,000. It only computes, so that twice the memory
 *   is half the time for the same money; the rest is room for larger accounts.
 * - watch: 140 MB for 1,000 enterprises, and 11 ms of CPU for each: 40 seconds at this size, for the same money as with half of it.
 * - rotation: 90 MB, and makes four calls.
 * - months: one CPU, for it only computes; 830 MB at its peak for a month of 300,000 rows, and 100 s, for its days are read in pieces.
 * - report: it waits for Athena, and then makes workbooks, of four members at a time: 830 MB where each has 20,000 rows of 20 columns, 1,290 MB
 *   where each has a million cells, the most that its parts may have together; two parts of 2,000 rows and 10 columns take 140 MB.
 */
export const MEMORY_MB: Readonly<Record<Job, number>> = {
  snapshot: 512,
  digest: 1024,
  watch: 512,
  rotation: 256,
  months: 1769,
  report: 1769,
};

/**
 * Minutes until Lambda ends a run, a multiple of what it takes (docs/cost.md has the seconds), because a run that is cut off has cost all of it.
 *
 * - snapshot: seconds for the documented account. The client's 800 requests in five minutes let 240,000 rows through in this time, Lambda's
 *   longest; it ends by itself before that, and says why.
 * - digest: three seconds, 20 for an account forty times as large. The rest is for waiting on SES's rate and on another run's claims.
 * - watch: 40 ms for each enterprise; rotation: four calls that Convertr may answer slowly.
 * - months: begins no month after twelve minutes; the longest takes two.
 * - report: some seconds for each part, four members at a time; 300 queries, the most that settings take, five to ten minutes. A claim of a mail
 *   stands for as long, so that no second run may take it over before.
 */
export const TIMEOUT_MINUTES: Readonly<Record<Job, number>> = {
  snapshot: SNAPSHOT_MINUTES,
  digest: SNAPSHOT_MINUTES,
  watch: 5,
  rotation: 5,
  months: 15,
  report: SNAPSHOT_MINUTES,
};

/**
 * Node's own options, by the variable that it reads. Young objects get three times 8 MB instead of three times 16: pages and rows die
 * young enough, and the peak falls by 40 % for the same time.
 */
export const NODE_OPTIONS = { name: "NODE_OPTIONS", value: "--max-semi-space-size=8" } as const;
