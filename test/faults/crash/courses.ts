import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { type SimulatedApi, startSimulatedApi } from "../../../functions/local/simulated-api/server.ts";
import { bundle } from "../../../infra/bundles/bundle.ts";
import { idsTo, MORNING, rowWorld } from "../row-world.ts";
import { type JobRun, runJob } from "./job-run.ts";
import { judgeCourse } from "./judge.ts";
import type { PlannedRun, Scenario } from "./scenarios.ts";
import { standingIn, standingText } from "./standing.ts";
import type { Step } from "./steps.ts";
import type { Stopped, VictimRun } from "./victim.ts";

/** One file, as functions are bundled: a process that reads hundreds takes five times as long to start. */
const VICTIM = bundledVictim();
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
  await using places = new AsyncDisposableStack();
  places.defer(() => rm(home, { recursive: true }));
  const template = await placeIn(join(home, "template"), places);
  await prepare(template, scenario);
  const points = [undefined, ...(await stepsOf(template, scenario.killed)).filter(isPoint)];
  const courses: { readonly place: Place; readonly after: Step | undefined }[] = [];
  for (const [at, after] of points.entries()) {
    const place = await placeIn(join(home, `killed-${at}`), places);
    await cp(template.data, place.data, { recursive: true });
    courses.push({ place, after });
  }
  await kill(courses.map(({ place, after }) => ({ run: runIn(place, scenario.killed), after })));
  const crashes: Crash[] = [];
  for (const { place, after } of courses) crashes.push(await playCrash(place, scenario, after));
  return crashes;
}

/** A step that only reads leaves everything as it was: of those, only the last before the first change is one to die after. */
const isPoint = (step: Step, at: number, steps: readonly Step[]): boolean =>
  step.changes || at === steps.findIndex(({ changes }) => changes) - 1;

/** A data folder, and an account of its own, which no other run has logged in to. */
interface Place {
  readonly data: string;
  readonly api: SimulatedApi;
}

async function placeIn(data: string, places: AsyncDisposableStack): Promise<Place> {
  const api = await startSimulatedApi({ world: rowWorld(idsTo(8)), now: () => MORNING, rateLimit: null });
  places.defer(() => api.close());
  await mkdir(data);
  return { data, api };
}

const runIn = ({ data, api }: Place, run: PlannedRun): JobRun => ({ ...run, data, apiUrl: api.url });
const runHere = (place: Place, run: PlannedRun) => runJob(runIn(place, run), (_, take) => take());

/** Makes what stands before the job that is killed. */
async function prepare(place: Place, { before, killedBefore }: Scenario): Promise<void> {
  for (const run of before) await runHere(place, run);
  if (killedBefore === undefined) return;
  const step = (await stepsOf(place, killedBefore.run)).find(({ what }) => what.startsWith(killedBefore.after));
  if (step === undefined) throw new Error(`no step begins with ${killedBefore.after}`);
  await kill([{ run: runIn(place, killedBefore.run), after: step }]);
}

/** The steps of a run, found by letting it go to its end on a copy, as a process would to which nothing is known. */
async function stepsOf({ data }: Place, run: PlannedRun): Promise<readonly Step[]> {
  await using places = new AsyncDisposableStack();
  const copy = await placeIn(`${data}-steps`, places);
  places.defer(() => rm(copy.data, { recursive: true }));
  await cp(data, copy.data, { recursive: true });
  const steps: Step[] = [];
  await runJob(runIn(copy, run), (step, take) => {
    steps.push(step);
    return take();
  });
  return steps;
}

async function bundledVictim(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "reports-victim-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const file = join(folder, "victim.mjs");
  await writeFile(file, await bundle(new URL("victim.ts", import.meta.url).pathname));
  return file;
}

interface Killed {
  readonly run: JobRun;
  readonly after: Step | undefined;
}

/** Stops each run after its step for good, in one process while nothing is under way, and in as many as it takes; each is killed. */
async function kill(runs: readonly Killed[]): Promise<void> {
  const victims = runs.map(({ run, after }): VictimRun => ({ run, killAfter: after?.number ?? 0 }));
  for (let from = 0; from < victims.length; ) {
    const rest = victims.slice(from);
    const { signal, stdout } = await ended(execFileOf(process.execPath, [await VICTIM, JSON.stringify(rest)]));
    const stopped = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Stopped);
    const expected = rest.slice(0, stopped.length).map(({ killAfter }): Stopped => ({ after: killAfter }));
    if (signal !== "SIGKILL" || stopped.length === 0 || !isDeepStrictEqual(stopped, expected))
      throw new Error(`the process did not die by SIGKILL after its step: ${signal}, ${stdout}`);
    from += stopped.length;
  }
}

const execFileOf = promisify(execFile);
const ended = (process: Promise<{ stdout: string }>) =>
  process.then(
    ({ stdout }) => ({ signal: "none", stdout }),
    (error: { signal?: string; stdout: string; stderr: string }) => ({
      signal: error.signal ?? error.stderr,
      stdout: error.stdout,
    }),
  );

async function playCrash(place: Place, scenario: Scenario, after: Step | undefined): Promise<Crash> {
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
