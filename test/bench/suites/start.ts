import { stat } from "node:fs/promises";
import { join } from "node:path";
import { demoSettings } from "../../../functions/local/demo-settings.ts";
import { bundleFunctions, HANDLER_FILE } from "../../../infra/bundles/bundle.ts";
import { DIGEST_ENV, ROTATION_ENV, SNAPSHOT_ENV, TASK_ROOT, WATCH_ENV } from "../../../shared/settings/environment.ts";
import { median } from "../measure.ts";
import { alternating, BENCH_FOLDER, bundled, heapOf, run } from "../processes.ts";
import type { Ready, ReadyInput } from "../workers/ready.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const RUNS = 41;
const NAMES = Object.fromEntries(
  [SNAPSHOT_ENV, DIGEST_ENV, WATCH_ENV, ROTATION_ENV]
    .flatMap((names) => Object.values(names))
    .map((name) => [name, "bench"]),
);
const MARK = { bytes: 600_000, ratio: 1.3 };

/** From the start of the process until a function's handler could be called, against one that has the AWS clients alone. */
export async function* startSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const made = await bundleFunctions({ outdir: join(BENCH_FOLDER, "dist"), settings: demoSettings("2026-01-01") });
  const ready = await bundled("ready");
  for (const { job, folder, bytes, gzipBytes } of made) {
    const bare = await bundled(`bare/${job}`);
    const program = {
      file: ready,
      nodeOptions: heapOf(job),
      environment: { ...NAMES, [TASK_ROOT]: folder },
    };
    const start = (bundle: string) => () => run<Ready>(program, { bundle } satisfies ReadyInput);
    const measured = await alternating(quick ? 5 : RUNS, {
      ours: start(join(folder, HANDLER_FILE)),
      bare: start(bare),
    });
    const [ours, peer] = [measured.ours, measured.bare].map((runs) => median(runs.map(({ readyMs }) => readyMs)));
    const ratio = (ours ?? Number.NaN) / (peer ?? Number.NaN);
    yield row({
      suite: "start",
      what: `${job}, ready`,
      measured: seconds(ours ?? Number.NaN),
      against: `${seconds(peer ?? Number.NaN)}: its AWS clients alone`,
      ratio,
      peakRssMb: median(measured.ours.map(({ rssMb }) => rssMb)),
      also: `${kilobytes(bytes)}, ${kilobytes(gzipBytes)} compressed; its clients alone ${kilobytes((await stat(bare)).size)}`,
      mark: `<= ${MARK.ratio}, <= ${kilobytes(MARK.bytes)}`,
      met: ratio <= MARK.ratio && bytes <= MARK.bytes,
    });
  }
}
