import type { DatasetName } from "../../../shared/catalog/datasets.ts";
import { historyFolder } from "../history.ts";
import { alternating, bundled, heapOf, medianOf, run } from "../processes.ts";
import type { MonthsInput } from "../workers/months.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds, thousands } from "./suite.ts";

const LAST_DAY = "2026-10-31";
const DAYS = 31;
const MONTH = "2026-10";
/** The documented account; one whose contracts of a month are nearly 150,000 rows, the most that are in memory; and one of 300,000. */
const ACCOUNTS: readonly { campaigns: number; datasets: readonly DatasetName[] }[] = [
  { campaigns: 479, datasets: ["campaigns", "publisher-contracts", "integration-jobs", "contract-versions"] },
  { campaigns: 4_100, datasets: ["publisher-contracts"] },
  { campaigns: 8_250, datasets: ["publisher-contracts"] },
];
const RUNS = 3;
const RSS_MARK_MB = 1_000;

/** A closed month made of its days and held against them, cell by cell, in a fresh process with the function's memory. */
export async function* monthsSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const program = { file: await bundled("months"), nodeOptions: heapOf("months") };
  for (const { campaigns, datasets } of quick ? ACCOUNTS.slice(0, 1) : ACCOUNTS) {
    const folder = await historyFolder({ campaigns, days: DAYS, lastDay: LAST_DAY });
    for (const dataset of datasets) {
      const input: MonthsInput = { folder, dataset, month: MONTH };
      const { ours } = await alternating(quick ? 1 : RUNS, { ours: () => run(program, input) });
      const { wallMs, cpuMs, peakRssMb, facts } = medianOf(ours);
      const { rows = 0, bytes = 0, dayBytes = 0, days = 0 } = facts;
      yield row({
        suite: "months",
        what: `${days} days of ${dataset}, ${thousands(rows)} rows`,
        measured: seconds(wallMs),
        against: `${kilobytes(dayBytes)}: the days`,
        ratio: bytes / dayBytes,
        cpu: seconds(cpuMs),
        peakRssMb,
        also: kilobytes(bytes),
        mark: `<= ${RSS_MARK_MB / 1000} GB`,
        met: peakRssMb <= RSS_MARK_MB,
      });
    }
  }
}
