import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Measured } from "../measure.ts";

/** A Python that has `requirements.txt` beside this file. @default python3 */
const PYTHON = process.env["PEERS_PYTHON"] ?? "python3";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const LONGEST_MS = 10 * 60_000;

/** Why there is no peer on this machine; undefined when there is. */
export async function whyNoPeers(): Promise<string | undefined> {
  try {
    await promisify(execFile)(PYTHON, ["-c", "import dlt, pyarrow, tap_rest_api_msdk.tap"], { timeout: 120_000 });
    return undefined;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing
      ? `there is no ${PYTHON}`
      : `${PYTHON} has no dlt or no tap-rest-api-msdk: pip install -r test/bench/peers/requirements.txt, or name another Python in PEERS_PYTHON`;
  }
}

/** A program as the system starts it. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Beside this process's own variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The file that takes what it prints. */
  readonly into: string;
}

/** dlt's REST source into Parquet below `<folder>/out`. */
export const dltCommand = (input: object): Omit<Command, "into"> => ({
  program: PYTHON,
  args: [join(HERE, "dlt_rest.py"), JSON.stringify(input)],
});

/** The Singer tap, which prints its messages as lines of JSON. @param config its file of settings */
export const tapCommand = (config: string): Omit<Command, "into"> => ({
  program: PYTHON,
  args: ["-c", "from tap_rest_api_msdk.tap import TapRestApiMsdk as tap; tap.cli()", "--config", config],
});

/** Runs any program to its end; times and memory are the system's own count for it and its children, its start included. */
export async function measured({ program, args, environment, into }: Command): Promise<Omit<Measured, "facts">> {
  const { stdout } = await promisify(execFile)(PYTHON, [join(HERE, "measured.py"), into, program, ...args], {
    timeout: LONGEST_MS,
    maxBuffer: 64 * 2 ** 20,
    env: { ...process.env, ...environment },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
