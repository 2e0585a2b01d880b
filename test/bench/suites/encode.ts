import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measured } from "../measure.ts";
import { alternating, bundled, medianOf, run, unbundled } from "../processes.ts";
import type { EncodeInput } from "../workers/encode.ts";
import type { CopyInput } from "../workers/encode-duckdb.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds, thousands } from "./suite.ts";

const TIME_MARK = 0.8;
const SIZE_MARK = 1.05;

/** Rows; processes of each candidate; times that each of them encodes, the first one not counted unless it is the only one. */
const SIZES = [
  { rows: 1_000, runs: 5, times: 21 },
  { rows: 10_000, runs: 5, times: 6 },
  { rows: 100_000, runs: 3, times: 2 },
  { rows: 1_000_000, runs: 1, times: 1 },
] as const;

/** Contract rows with bands to Parquet bytes, against hyparquet-writer and, for the size, DuckDB's COPY. */
export async function* encodeSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const folder = await mkdtemp(join(tmpdir(), "bench-encode-"));
  try {
    const program = { file: await bundled("encode"), nodeOptions: ["--max-old-space-size=4096"] };
    const copy = { file: unbundled("encode-duckdb") };
    for (const { rows, runs, times } of quick ? SIZES.slice(0, 2) : SIZES) {
      const file = join(folder, `${rows}.parquet`);
      const encode = (input: Pick<EncodeInput, "candidate" | "file">) => () => run(program, { rows, times, ...input });
      const measured = await alternating(quick ? 1 : runs, {
        ours: encode({ candidate: "ours", file }),
        peer: encode({ candidate: "hyparquet-writer" }),
        copy: () => run(copy, { file } satisfies CopyInput),
      });
      yield rowOf(rows, medianOf(measured.ours), { peer: medianOf(measured.peer), copy: medianOf(measured.copy) });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

function rowOf(
  rows: number,
  ours: Measured,
  { peer, copy }: { readonly peer: Measured; readonly copy: Measured },
): Row {
  const bytes = (of: Measured): number => of.facts["bytes"] ?? Number.NaN;
  const first = (of: Measured): number => of.facts["firstMs"] ?? Number.NaN;
  const ratio = ours.wallMs / peer.wallMs;
  const size = bytes(ours) / bytes(copy);
  return row({
    suite: "encode",
    what: `${thousands(rows)} contract rows with bands`,
    measured: seconds(ours.wallMs),
    against: `${seconds(peer.wallMs)}: hyparquet-writer`,
    ratio,
    cpu: `${(ours.cpuMs / peer.cpuMs).toFixed(2)} of its CPU`,
    peakRssMb: ours.peakRssMb,
    also: [
      `its peak RSS ${Math.round(peer.peakRssMb)} MB`,
      `in a fresh process ${(first(ours) / first(peer)).toFixed(2)}`,
      `size ${kilobytes(bytes(ours))}: ${size.toFixed(2)} of DuckDB's, ${(bytes(ours) / bytes(peer)).toFixed(2)} of its`,
      `DuckDB's COPY ${seconds(copy.wallMs)}, ${Math.round(copy.peakRssMb)} MB`,
    ].join("; "),
    mark: `<= ${TIME_MARK}, no more memory, size <= ${SIZE_MARK} of DuckDB's`,
    met: ratio <= TIME_MARK && ours.peakRssMb <= peer.peakRssMb * 1.02 && size <= SIZE_MARK,
  });
}
