import { historyFolder } from "../history.ts";
import { alternating, bundled, heapOf, medianOf, run } from "../processes.ts";
import type { DigestInput } from "../workers/digest.ts";
import { serveAws } from "./aws.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds, thousands } from "./suite.ts";

const LAST_DAY = "2026-11-24";
const ACCOUNTS = [
  { campaigns: 500, days: 28 },
  { campaigns: 5_000, days: 28 },
  { campaigns: 20_000, days: 28 },
  // All that the mail of a day reads: four weeks, and a week for the rate before them.
  { campaigns: 5_000, days: 36 },
] as const;
const RUNS = 5;
const MARKED = { campaigns: 5_000, days: 28, ms: 2_000, rssMb: 256 };

/** The whole job from objects in S3 to the rendered mail: campaigns, their contracts and their integration jobs, day by day. */
export async function* digestSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const program = { file: await bundled("digest"), nodeOptions: heapOf("digest") };
  for (const account of quick ? ACCOUNTS.slice(0, 1) : ACCOUNTS) {
    const folder = await historyFolder({ ...account, lastDay: LAST_DAY });
    const aws = await serveAws({ folder });
    try {
      const input: DigestInput = { endpoint: aws.said.endpoint, date: LAST_DAY };
      const { ours } = await alternating(quick ? 1 : RUNS, { ours: () => run(program, input) });
      const { wallMs, cpuMs, peakRssMb, facts } = medianOf(ours);
      const isMarked = account.campaigns === MARKED.campaigns && account.days === MARKED.days;
      yield row({
        suite: "digest",
        what: `${account.days} days of ${thousands(account.campaigns)} campaigns, their contracts and jobs`,
        measured: seconds(wallMs),
        cpu: `${seconds(cpuMs)}`,
        peakRssMb,
        also: `${facts["read"]} objects read, ${kilobytes(facts["bytes"] ?? 0)}; HTML ${kilobytes(facts["html"] ?? 0)}`,
        mark: isMarked ? `<= ${MARKED.ms / 1000} s and <= ${MARKED.rssMb} MB` : "",
        met: isMarked ? wallMs <= MARKED.ms && peakRssMb <= MARKED.rssMb : null,
      });
    } finally {
      await aws.stop();
    }
  }
}
