import { type Measured, median } from "../measure.ts";
import {
  asBareLoop,
  asDlt,
  asFunction,
  asLocalRunner,
  asTap,
  type Candidate,
  type Places,
  runOnce,
} from "../peers/candidates.ts";
import { whyNoPeers } from "../peers/python.ts";
import type { Written } from "../peers/written.ts";
import { alternating } from "../processes.ts";
import { type ApiReady, pagesAsked, serveApi } from "./api.ts";
import { serveAws } from "./aws.ts";
import { type Row, row, type SuiteOptions, seconds, thousands } from "./suite.ts";

const CAMPAIGNS = 10_000;
const RUNS = 3;
/** How many times as fast as each peer, by the latency of the API. */
const LATENCIES = [
  { delayMs: 150, faster: 5 },
  { delayMs: 0, faster: 2 },
] as const;
const MEMORY_OF_DLT = 0.6;

const CANDIDATES = { ours: asFunction, local: asLocalRunner, dlt: asDlt, tap: asTap, raw: asBareLoop } as const;
type Name = keyof typeof CANDIDATES;

/** The whole job, from the start of a process to rows that lie somewhere, beside what others load an API with. Equal rows, or it fails. */
export async function* peersSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const missing = await whyNoPeers();
  if (missing !== undefined) {
    yield row({ suite: "peers", what: "dlt and a Singer tap", measured: "", also: `skipped: ${missing}` });
    return;
  }
  const campaigns = quick ? 1_000 : CAMPAIGNS;
  const aws = await serveAws();
  try {
    for (const { delayMs, faster } of LATENCIES) {
      const api = await serveApi({ dataset: "campaigns", campaigns, delayMs });
      try {
        const ran = await measureAll(api.said, aws.said.endpoint, quick ? 1 : RUNS);
        yield* rowsOf(ran, { what: `${thousands(campaigns)} campaigns, ${delayMs} ms a page`, faster });
      } finally {
        await api.stop();
      }
    }
  } finally {
    await aws.stop();
  }
}

type Ran = Omit<Measured, "facts"> & { readonly pages: number };

async function measureAll(api: ApiReady, s3: string, runs: number): Promise<Record<Name, Ran>> {
  const places: Places = { api: api.url, s3, pages: api.pages };
  const counted = (candidate: Candidate) => async () => {
    const before = await pagesAsked(api);
    const ran = await runOnce(candidate);
    return { ...ran, pages: (await pagesAsked(api)) - before };
  };
  const all = await alternating(runs, {
    ours: counted(asFunction(places)),
    local: counted(asLocalRunner(places)),
    dlt: counted(asDlt(places)),
    tap: counted(asTap(places)),
    raw: counted(asBareLoop(places)),
  });
  const names = Object.keys(CANDIDATES) as Name[];
  const first = all.ours[0]?.written;
  for (const name of names.filter((one) => one !== "raw")) {
    for (const { written } of all[name]) refuseOther(name, written, first, api.rows);
  }
  const figures = names.map((name) => {
    const of = (key: keyof Ran): number => median(all[name].map((ran) => ran[key]));
    return [name, { wallMs: of("wallMs"), cpuMs: of("cpuMs"), peakRssMb: of("peakRssMb"), pages: of("pages") }];
  });
  return Object.fromEntries(figures) as Record<Name, Ran>;
}

function refuseOther(name: Name, written: Written, first: Written | undefined, rows: number): void {
  if (written.rows === rows && written.ids === first?.ids) return;
  throw new Error(`${name} has ${written.rows} rows of ${rows}, or other ids than the function`);
}

function* rowsOf(ran: Record<Name, Ran>, { what, faster }: { what: string; faster: number }): Generator<Row> {
  const against = (name: Name, words: string) => ({
    against: `${seconds(ran[name].wallMs)}: ${words}`,
    peer: ran[name],
  });
  const dlt = against("dlt", "dlt, to Parquet");
  const tap = against("tap", "a Singer tap alone, to lines of JSON");
  const common = { suite: "peers", what: `${what}, as the function, into S3`, ...figuresOf(ran.ours) };
  const bare = `the bare loop ${(ran.raw.cpuMs / 1000).toFixed(2)} s of CPU`;
  yield row({
    ...common,
    ...compared(ran.ours, dlt),
    also: [dlt.peer, ...[]].map(also).concat(bare).join("; "),
    mark: `<= ${1 / faster}, memory <= ${MEMORY_OF_DLT}`,
    met: isFaster(ran.ours, dlt.peer, faster) && ran.ours.peakRssMb <= MEMORY_OF_DLT * dlt.peer.peakRssMb,
  });
  yield row({
    ...common,
    ...compared(ran.ours, tap),
    also: also(tap.peer),
    mark: `<= ${1 / faster}`,
    met: isFaster(ran.ours, tap.peer, faster),
  });
  yield row({
    ...{ suite: "peers", what: `${what}, by the local runner, into a folder`, ...figuresOf(ran.local) },
    ...compared(ran.local, dlt),
    also: also(dlt.peer),
  });
}

const figuresOf = ({ wallMs, cpuMs, peakRssMb }: Ran) => ({
  measured: seconds(wallMs),
  cpu: seconds(cpuMs),
  peakRssMb,
});

const compared = (ours: Ran, { against, peer }: { readonly against: string; readonly peer: Ran }) => ({
  against,
  ratio: ours.wallMs / peer.wallMs,
});

const isFaster = (ours: Ran, peer: Ran, times: number): boolean => ours.wallMs * times <= peer.wallMs;

const also = ({ cpuMs, peakRssMb, pages }: Ran): string =>
  `its CPU ${seconds(cpuMs)}, peak RSS ${Math.round(peakRssMb)} MB, ${pages} pages`;
