import { join } from "node:path";
import { demoSettings } from "../../../functions/local/demo-settings.ts";
import { bundleFunctions, HANDLER_FILE } from "../../../infra/bundles/bundle.ts";
import {
  DIGEST_ENV,
  REPORT_ENV,
  ROTATION_ENV,
  SNAPSHOT_ENV,
  TASK_ROOT,
  WATCH_ENV,
} from "../../../shared/settings/environment.ts";
import { median } from "../measure.ts";
import { alternating, BENCH_FOLDER, bundled, heapOf, run } from "../processes.ts";
import type { Ready, ReadyInput } from "../workers/ready.ts";
import { kilobytes, type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const RUNS = 41;
const NAMES = Object.fromEntries(
  [SNAPSHOT_ENV, DIGEST_ENV, WATCH_ENV, ROTATION_ENV, REPORT_ENV]
    .flatMap((names) => Object.values(names))
    .map((name) => [name, "bench"]),
);

/** From the start of the process until a function's handler could be called. */
export async function* startSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const settings = demoSettings("2026-01-01");
  const made = await bundleFunctions({ outdir: join(BENCH_FOLDER, "dist"), settings, reports: [] });
  const ready = await bundled("ready");
  for (const { job, folder, bytes, gzipBytes } of made) {
    const program = { file: ready, nodeOptions: heapOf(job), environment: { ...NAMES, [TASK_ROOT]: folder } };
    const input: ReadyInput = { bundle: join(folder, HANDLER_FILE) };
    const { ours } = await alternating(quick ? 5 : RUNS, { ours: () => run<Ready>(program, input) });
    yield row({
      suite: "start",
      what: `${job}, ready`,
      measured: seconds(median(ours.map(({ readyMs }) => readyMs))),
      cpu: seconds(median(ours.map(({ cpuMs }) => cpuMs))),
      peakRssMb: median(ours.map(({ rssMb }) => rssMb)),
      also: `${kilobytes(bytes)}, ${kilobytes(gzipBytes)} compressed`,
    });
  }
}
