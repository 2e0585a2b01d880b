import { alternating, bundled, heapOf, medianOf, run } from "../processes.ts";
import type { SnapshotInput } from "../workers/snapshot.ts";
import { serveApi } from "./api.ts";
import { serveAws } from "./aws.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds, thousands } from "./suite.ts";

const DATASET = "publisher-contracts";
/** Campaigns that have so many latest contracts, about. */
const ACCOUNTS = [
  { rows: 500, campaigns: 432 },
  { rows: 10_000, campaigns: 8_640 },
  { rows: 60_000, campaigns: 51_800 },
  { rows: 100_000, campaigns: 86_400 },
] as const;
const RUNS = 3;
const MARKED = { rows: 60_000, rssMb: 200 };

/** The whole job from HTTP to the stored object, the API answering at once: what it costs beyond waiting, and how that grows. */
export async function* snapshotSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const program = { file: await bundled("snapshot"), nodeOptions: heapOf("snapshot") };
  const aws = await serveAws();
  try {
    for (const account of quick ? ACCOUNTS.slice(0, 2) : ACCOUNTS) {
      const api = await serveApi({ dataset: DATASET, campaigns: account.campaigns });
      try {
        const input: SnapshotInput = { url: api.said.url, endpoint: aws.said.endpoint, dataset: DATASET };
        const { ours } = await alternating(quick ? 1 : RUNS, { ours: () => run(program, input) });
        const { wallMs, cpuMs, peakRssMb, facts } = medianOf(ours);
        const isMarked = account.rows === MARKED.rows;
        yield row({
          suite: "snapshot",
          what: `${thousands(facts["rows"] ?? 0)} contracts`,
          measured: seconds(wallMs),
          cpu: `${(cpuMs / ((facts["rows"] ?? 0) / 1000)).toFixed(0)} ms per 1,000 rows`,
          peakRssMb,
          also: `${facts["pages"]} pages, object ${kilobytes(facts["bytes"] ?? 0)}`,
          mark: isMarked ? `<= ${MARKED.rssMb} MB` : "",
          met: isMarked ? peakRssMb <= MARKED.rssMb : null,
        });
      } finally {
        await api.stop();
      }
    }
  } finally {
    await aws.stop();
  }
}
