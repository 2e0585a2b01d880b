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
/** How many times as fast as each peer the function must be, by what the API waits before each page. */
const LATENCIES = [
  { delayMs: 150, faster: 5 },
  { delayMs: 0, faster: 2 },
] as const;
/** At most this share of dlt's peak. */
const MEMORY_SHARE = 0.6;

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
        const what = `${thousands(campaigns)} campaigns, ${delayMs} ms a page`;
        yield* rowsOf(ran, { what, faster: quick ? undefined : faster });
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

interface Setting {
  readonly what: string;
  /** Undefined: no marks. */
  readonly faster: number | undefined;
}

function* rowsOf(ran: Record<Name, Ran>, { what, faster }: Setting): Generator<Row> {
  const { ours, local, dlt, tap, raw } = ran;
  const asFunction = { suite: "peers", what: `${what}: as the function runs, into S3`, ...figuresOf(ours) };
  const isFaster = (peer: Ran): boolean => faster !== undefined && ours.wallMs * faster <= peer.wallMs;
  yield row({
    ...asFunction,
    ...compared(ours, dlt, "dlt, to Parquet"),
    also: `${alsoOf(dlt)}; ours ${ours.pages} pages; the bare loop ${seconds(raw.cpuMs)} of CPU`,
    mark: faster === undefined ? "" : `<= ${1 / faster}, memory <= ${MEMORY_SHARE} of its`,
    met: faster === undefined ? null : isFaster(dlt) && ours.peakRssMb <= MEMORY_SHARE * dlt.peakRssMb,
  });
  yield row({
    ...asFunction,
    ...compared(ours, tap, "the Singer tap alone, to lines of JSON"),
    also: alsoOf(tap),
    mark: faster === undefined ? "" : `<= ${1 / faster}`,
    met: faster === undefined ? null : isFaster(tap),
  });
  yield row({
    ...{ suite: "peers", what: `${what}: the local runner, into a folder`, ...figuresOf(local) },
    ...compared(local, dlt, "dlt, to Parquet"),
    also: alsoOf(dlt),
  });
}

const figuresOf = ({ wallMs, cpuMs, peakRssMb }: Ran) => ({
  measured: seconds(wallMs),
  cpu: seconds(cpuMs),
  peakRssMb,
});

const compared = (ours: Ran, peer: Ran, words: string) => ({
  against: `${seconds(peer.wallMs)}: ${words}`,
  ratio: ours.wallMs / peer.wallMs,
});

const alsoOf = ({ cpuMs, peakRssMb, pages }: Ran): string =>
  `its CPU ${seconds(cpuMs)}, peak RSS ${Math.round(peakRssMb)} MB, ${pages} pages`;
