import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type SimulatedApi, startSimulatedApi } from "../../../functions/local/simulated-api/server.ts";
import { bundle } from "../../../infra/bundles/bundle.ts";
import { idsTo, MORNING, rowWorld } from "../row-world.ts";
import { type JobRun, runJob } from "./job-run.ts";
import { judgeCourse } from "./judge.ts";
import type { PlannedRun, Scenario } from "./scenarios.ts";
import { standingIn, standingText } from "./standing.ts";
import type { Step } from "./steps.ts";

/** One file, as functions are bundled: a process that reads hundreds takes five times as long to start. */
const VICTIM = bundledVictim();
/** Victims at the same time. */
const AT_ONCE = 2;
const TO_THE_END = 1_000;

/** A line of the matrix. */
export interface Crash {
  /** The step after which the process was killed; undefined: before the first. */
  readonly after: Step | undefined;
  readonly stands: string;
  readonly again: string;
  readonly finally: string;
  readonly problems: readonly string[];
}

/** Kills a scenario's job before its first step and after each that changes anything, and lets the runs that follow do their work. */
export async function playCrashes(scenario: Scenario): Promise<readonly Crash[]> {
  const home = await mkdtemp(join(tmpdir(), "reports-crash-"));
  try {
    const template = join(home, "template");
    const steps = await inPlace(template, async (place) => {
      await mkdir(template);
      await prepare(place, scenario);
      return await stepsOf(place, scenario.killed);
    });
    const points: readonly (Step | undefined)[] = [undefined, ...steps.filter(isPoint)];
    const crashes: Crash[] = new Array(points.length);
    const worker = async (first: number): Promise<void> => {
      for (let at = first; at < points.length; at += AT_ONCE) {
        const data = join(home, `killed-${at}`);
        await cp(template, data, { recursive: true });
        crashes[at] = await inPlace(data, (place) => playCrash(place, scenario, points[at]));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, first) => worker(first)));
    return crashes;
  } finally {
    await rm(home, { recursive: true });
  }
}

/** A step that only reads leaves everything as it was: of those, only the last before the first change is one to die after. */
const isPoint = (step: Step, at: number, steps: readonly Step[]): boolean =>
  step.changes || at === steps.findIndex(({ changes }) => changes) - 1;

/** A data folder, and an account of its own, which no other run has logged in to. */
interface Place {
  readonly data: string;
  readonly api: SimulatedApi;
}

async function inPlace<T>(data: string, work: (place: Place) => Promise<T>): Promise<T> {
  const api = await startSimulatedApi({ world: rowWorld(idsTo(8)), now: () => MORNING, rateLimit: null });
  try {
    return await work({ data, api });
  } finally {
    await api.close();
  }
}

const runIn = ({ data, api }: Place, run: PlannedRun): JobRun => ({ ...run, data, apiUrl: api.url });
const runHere = (place: Place, run: PlannedRun) => runJob(runIn(place, run), (_, take) => take());

/** Makes what stands before the job that is killed. */
async function prepare(place: Place, { before, killedBefore }: Scenario): Promise<void> {
  for (const run of before) await runHere(place, run);
  if (killedBefore === undefined) return;
  const step = (await stepsOf(place, killedBefore.run)).find(({ what }) => what.startsWith(killedBefore.after));
  if (step === undefined) throw new Error(`no step begins with ${killedBefore.after}`);
  await kill(place, killedBefore.run, step);
}

/** The steps of a run, found by letting it go to its end in a process and on a copy of its own. */
async function stepsOf(place: Place, run: PlannedRun): Promise<readonly Step[]> {
  const data = `${place.data}-steps`;
  await cp(place.data, data, { recursive: true });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    await victimOf(runIn({ ...place, data }, run), TO_THE_END),
  );
  await rm(data, { recursive: true });
  const lines = stdout.trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Step);
}

async function bundledVictim(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "reports-victim-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const file = join(folder, "victim.mjs");
  await writeFile(file, await bundle(new URL("victim.ts", import.meta.url).pathname));
  return file;
}

const victimOf = async (run: JobRun, killAfter: number): Promise<string[]> => [
  await VICTIM,
  JSON.stringify(run),
  String(killAfter),
];

async function kill(place: Place, run: PlannedRun, after: Step | undefined): Promise<void> {
  const victim = promisify(execFile)(process.execPath, await victimOf(runIn(place, run), after?.number ?? 0));
  const signal = await victim.then(
    () => "none",
    (error: { signal?: string; stderr?: string }) => error.signal ?? error.stderr,
  );
  if (signal !== "SIGKILL")
    throw new Error(`the process did not die by SIGKILL after step ${after?.number}: ${signal}`);
}

async function playCrash(place: Place, scenario: Scenario, after: Step | undefined): Promise<Crash> {
  await kill(place, scenario.killed, after);
  const afterKill = await standingIn(place.data);
  const again = await runHere(place, scenario.again);
  const afterAgain = await standingIn(place.data);
  const last = await runHere(place, scenario.last);
  const afterLast = await standingIn(place.data);
  const { logins } = place.api.stats;
  return {
    after,
    stands: standingText(scenario.killed.job, afterKill),
    again: again.outcome,
    finally: standingText(scenario.killed.job, afterLast),
    problems: judgeCourse({ scenario: scenario.name, afterKill, again, afterAgain, last, afterLast, logins }),
  };
}
