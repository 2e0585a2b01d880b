import { historyFolder } from "../history.ts";
import { median } from "../measure.ts";
import { alternating, run, unbundled } from "../processes.ts";
import type { QueriesAnswer, QueriesInput } from "../workers/queries.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const LAST_DAY = "2026-11-24";
const ENTERPRISES = Array.from({ length: 10 }, (_, at) => (at === 0 ? "demo" : `company-${at}`));
const RUNS = 3;

/** Named queries over a year of ten enterprises in DuckDB: times, and the files each scan opens of the 3,650 of a table. */
export async function* queriesSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const days = quick ? 40 : 365;
  const enterprises = quick ? ENTERPRISES.slice(0, 2) : ENTERPRISES;
  const folder = await historyFolder({ enterprises, campaigns: 50, days, lastDay: LAST_DAY });
  const input: QueriesInput = { folder, enterprise: "demo", date: LAST_DAY };
  const { ours } = await alternating(quick ? 1 : RUNS, {
    ours: () => run<QueriesAnswer>({ file: unbundled("queries") }, input),
  });
  const [first] = ours;
  if (first === undefined) return;
  const { day } = first;
  yield row({
    suite: "queries",
    what: `all campaigns of one day and enterprise, of ${enterprises.length} × ${days} days`,
    measured: seconds(median(ours.map((one) => one.day.wallMs))),
    against: `${kilobytes(day.objectBytes)}: that day's object`,
    ratio: day.bytesRead === null ? null : day.bytesRead / day.objectBytes,
    also: `${day.filesRead.join("+")} file; ${day.bytesRead === null ? "bytes unknown" : `${kilobytes(day.bytesRead)} read`}, and ${kilobytes(day.bytesPlanning ?? 0)} of footers to plan, which Athena does not`,
  });
  for (const [at, { name, rows, filesRead }] of first.queries.entries()) {
    yield row({
      suite: "queries",
      what: name,
      measured: seconds(median(ours.map(({ queries }) => queries[at]?.wallMs ?? Number.NaN))),
      also: `${rows} rows; files by scan ${filesRead.join(", ")}`,
    });
  }
}
