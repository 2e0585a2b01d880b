import { addDays } from "../../../shared/platform/day.ts";
import { historyFolder, partOf } from "../history.ts";
import { median } from "../measure.ts";
import { alternating, run, unbundled } from "../processes.ts";
import type { QueriesAnswer, QueriesInput } from "../workers/queries.ts";
import { QUERY_MARKS } from "./query-marks.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const LAST_DAY = "2026-11-24";
const ENTERPRISES = Array.from({ length: 10 }, (_, at) => (at === 0 ? "demo" : `company-${at}`));
const RUNS = 3;

/** Named queries over a year of ten enterprises in DuckDB: times, and the files and bytes each reads of 3,650 files of a table. */
export async function* queriesSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const days = quick ? 40 : 365;
  const enterprises = quick ? ENTERPRISES.slice(0, 2) : ENTERPRISES;
  const year = await historyFolder({ campaigns: 50, days, lastDay: LAST_DAY });
  const { folder, remove } = await partOf(year, { from: addDays(LAST_DAY, 1 - days), enterprises });
  const input: QueriesInput = { folder, enterprise: "demo", date: LAST_DAY };
  const ask = () => run<QueriesAnswer>({ file: unbundled("queries") }, input);
  const { ours } = await alternating(quick ? 1 : RUNS, { ours: ask }).finally(remove);
  const [first] = ours;
  if (first === undefined) return;
  const { day } = first;
  yield row({
    suite: "queries",
    what: `all campaigns of one day and enterprise, of ${enterprises.length} × ${days} days`,
    measured: seconds(median(ours.map((one) => one.day.wallMs))),
    against: `${kilobytes(day.objectBytes)}: that day's object`,
    ratio: day.bytesRead === null ? null : day.bytesRead / day.objectBytes,
    also: `${day.filesRead.join("+")} file; ${bytesOf(day)} read`,
  });
  for (const [at, { name, ...query }] of first.queries.entries()) {
    const mark = quick ? undefined : QUERY_MARKS[name];
    const files = query.filesRead.reduce((sum, one) => sum + one, 0);
    yield row({
      suite: "queries",
      what: name,
      measured: seconds(median(ours.map(({ queries }) => queries[at]?.wallMs ?? Number.NaN))),
      also: `${query.rows} rows; ${files} files by scans of ${query.filesRead.join(", ")}; ${bytesOf(query)}`,
      mark: mark === undefined ? "" : `<= ${mark.files} files and ${kilobytes(mark.bytes)}`,
      met: mark === undefined ? null : files <= mark.files && (query.bytesRead ?? 0) <= mark.bytes,
    });
  }
}

const bytesOf = ({ bytesRead }: { readonly bytesRead: number | null }): string =>
  bytesRead === null ? "bytes unknown" : kilobytes(bytesRead);
