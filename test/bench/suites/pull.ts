import type { Measured } from "../measure.ts";
import { alternating, bundled, heapOf, medianOf, type Program, run } from "../processes.ts";
import type { PullInput } from "../workers/pull.ts";
import type { RawPullInput } from "../workers/raw-pull.ts";
import { type ApiInput, type ApiReady, serveApi } from "./api.ts";
import { type Row, row, type SuiteOptions, seconds, thousands } from "./suite.ts";

const DELAY_MS = 150;
const WALL_MARK = 1.08;
/** Of what fetch and JSON.parse alone take in the same run. */
const CPU_MARK = 1.3;

interface Case {
  readonly name: string;
  readonly concurrency: number;
  readonly runs: number;
  readonly trouble?: Partial<ApiInput>;
}

const CASES: readonly Case[] = [
  { name: "concurrency 8", concurrency: 8, runs: 5 },
  { name: "concurrency 4", concurrency: 4, runs: 3 },
  { name: "concurrency 1", concurrency: 1, runs: 1 },
  { name: "concurrency 8, 2 % answered 503", concurrency: 8, runs: 3, trouble: { failShare: 0.02 } },
  { name: "concurrency 8, a row deleted every second", concurrency: 8, runs: 3, trouble: { removeEveryMs: 1_000 } },
];

/** A whole pull, rows checked and in column buffers, against the time that the pages alone must take. */
export async function* pullSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const campaigns = quick ? 6_000 : 60_000;
  const programs = {
    ours: { file: await bundled("pull"), nodeOptions: heapOf("snapshot") },
    raw: { file: await bundled("raw-pull") },
  };
  for (const of of quick ? CASES.filter(({ concurrency }) => concurrency === 8) : CASES) {
    const server = await serveApi({ dataset: "campaigns", campaigns, delayMs: DELAY_MS, ...of.trouble });
    try {
      yield await measureCase(of, { server: server.said, runs: quick ? 1 : of.runs, programs });
    } finally {
      await server.stop();
    }
  }
}

interface Setting {
  readonly server: ApiReady;
  readonly runs: number;
  readonly programs: { readonly ours: Program; readonly raw: Program };
}

async function measureCase(of: Case, { server, runs, programs }: Setting): Promise<Row> {
  const { url, pages, rows, pageBytes } = server;
  const { concurrency } = of;
  const common = { url, dataset: "campaigns", concurrency } as const;
  const ours = () => run(programs.ours, common satisfies PullInput);
  const raw = () => run(programs.raw, { ...common, pages } satisfies RawPullInput);
  const measured =
    of.trouble === undefined
      ? await alternating(runs, { ours, raw })
      : { ...(await alternating(runs, { ours })), raw: [] as Measured[] };
  const mine = medianOf(measured.ours);
  const bound = DELAY_MS * (1 + Math.ceil(rows / 100) / concurrency);
  const ratio = mine.wallMs / bound;
  const cpu = mine.cpuMs / pages;
  const cpuRatio = mine.cpuMs / medianOf(measured.raw).cpuMs;
  const isMarked = concurrency === 8 && of.trouble === undefined;
  return row({
    suite: "pull",
    what: `${thousands(pages)} pages of ${(pageBytes / 1000).toFixed(0)} KB, ${of.name}`,
    measured: seconds(mine.wallMs),
    against: `${seconds(bound)}: login and pages at ${DELAY_MS} ms`,
    ratio,
    cpu: `${cpu.toFixed(1)} ms a page`,
    peakRssMb: mine.peakRssMb,
    also: [
      of.trouble === undefined ? rawOf(medianOf(measured.raw), bound, pages) : `${mine.facts["retries"]} retries`,
    ].join("; "),
    mark: isMarked ? `<= ${WALL_MARK}, CPU <= ${CPU_MARK} of its` : "",
    met: isMarked ? ratio <= WALL_MARK && cpuRatio <= CPU_MARK : null,
  });
}

const rawOf = (raw: Measured, bound: number, pages: number): string =>
  `fetch and JSON.parse alone: ${(raw.wallMs / bound).toFixed(3)}, ${(raw.cpuMs / pages).toFixed(1)} ms a page`;
