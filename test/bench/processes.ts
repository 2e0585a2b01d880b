import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bundle, type Job } from "../../infra/bundles/bundle.ts";
import { MEMORY_MB, NODE_OPTIONS } from "../../infra/sizes.ts";
import { type Measured, median } from "./measure.ts";

/** Results, bundles and made-up histories of the benchmarks; git does not look into it. */
export const BENCH_FOLDER = fileURLToPath(new URL("../../.reports/bench", import.meta.url));

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** A worker as a file to run. */
export interface Program {
  readonly file: string;
  readonly nodeOptions?: readonly string[];
  /** Beside this process's own variables. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** As much heap as a function's memory leaves it, so that garbage is collected as it would be there. */
export const heapOf = (job: Job): readonly string[] => [
  `--max-old-space-size=${Math.floor(MEMORY_MB[job] * 0.9)}`,
  NODE_OPTIONS.value,
];

/** Bundled by the deployment's own bundler: what is measured is the code as Lambda gets it. */
export async function bundled(worker: string): Promise<string> {
  const file = join(BENCH_FOLDER, "bin", `${worker.replaceAll("/", "-")}.mjs`);
  await mkdir(join(BENCH_FOLDER, "bin"), { recursive: true });
  await writeFile(file, await bundle(join(HERE, "workers", `${worker}.ts`)));
  return file;
}

/** As it stands, for workers with native modules. */
export const unbundled = (worker: string): string => join(HERE, "workers", `${worker}.ts`);

/** Runs a worker in a process of its own and gives what it answers last. */
export async function run<T = Measured>({ file, nodeOptions = [], environment }: Program, input: object): Promise<T> {
  const child = spawn(process.execPath, [...nodeOptions, file, JSON.stringify(input)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...FAKE_ACCOUNT, ...environment },
  });
  let last = "";
  for await (const line of createInterface({ input: child.stdout })) last = line;
  if (child.exitCode === null) await once(child, "exit");
  if (child.exitCode !== 0) throw new Error(`${file} ended with ${child.exitCode}`);
  return JSON.parse(last) as T;
}

/** Where the AWS SDK finds its credentials in a worker; nothing leaves the machine. */
export const FAKE_ACCOUNT = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
};

export interface Server<T> {
  /** What it said when it was ready. */
  readonly said: T;
  stop(): Promise<void>;
}

/** Starts a server of `servers/` in a process of its own, so that its CPU is nobody else's. */
export async function serve<T>(server: string, input: object): Promise<Server<T>> {
  const file = join(HERE, "servers", `${server}.ts`);
  const child = spawn(process.execPath, ["--max-old-space-size=8192", file, JSON.stringify(input)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), failed(child, file)]);
  return { said: JSON.parse(line) as T, stop: () => stop(child) };
}

async function failed(child: ChildProcess, file: string): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`${file} ended with ${code} before it was ready`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = once(child, "exit");
  child.kill();
  await over;
}

/**
 * Runs the candidates in turn, so that a noisy moment of the machine befalls all of them alike.
 * @returns for each candidate its runs
 */
export async function alternating<K extends string, T>(
  runs: number,
  candidates: Readonly<Record<K, () => Promise<T>>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(candidates) as K[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>;
  for (let at = 0; at < runs; at++) {
    for (const name of names) results[name].push(await candidates[name]());
  }
  return results;
}

/** Medians of several runs, figure by figure. */
export function medianOf(runs: readonly Measured[]): Measured {
  const facts = Object.keys(runs[0]?.facts ?? {});
  return {
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
    peakRssMb: median(runs.map(({ peakRssMb }) => peakRssMb)),
    facts: Object.fromEntries(facts.map((name) => [name, median(runs.map((of) => of.facts[name] ?? Number.NaN))])),
  };
}
