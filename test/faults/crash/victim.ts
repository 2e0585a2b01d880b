// A process that is killed: runs jobs, each until its given step took effect and before the job hears of it, and ends by SIGKILL there.
// Usage: node victim.ts VICTIM_RUNS_AS_JSON. Tells each stop as a line of JSON. A run that has stopped never goes on; the next is begun
// in the same process only when nothing of it is under way that could still change anything: else the process dies at once.
import { writeSync } from "node:fs";
import { type JobRun, runJob } from "./job-run.ts";
import type { Around } from "./steps.ts";

export interface VictimRun {
  readonly run: JobRun;
  /** 0: before the first. */
  readonly killAfter: number;
}

/** What is told of a run that has stopped. */
export interface Stopped {
  readonly after: number;
}

const runs = JSON.parse(process.argv[2] ?? "[]") as readonly VictimRun[];

const forEver = <T>(): Promise<T> => new Promise(() => {});

async function play({ run, killAfter }: VictimRun, isLast: boolean): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  let changing = 0;
  const stop = <T>(): Promise<T> => {
    const told: Stopped = { after: killAfter };
    writeSync(process.stdout.fd, `${JSON.stringify(told)}\n`);
    if (isLast || changing > 0) process.kill(process.pid, "SIGKILL");
    stopped.resolve();
    return forEver();
  };
  const around: Around = async (step, take) => {
    if (step.number > killAfter) return stop();
    if (step.changes) changing += 1;
    const answer = await take();
    if (step.changes) changing -= 1;
    return step.number === killAfter ? stop() : answer;
  };
  const end = runJob(run, around).then(() => Promise.reject(new Error("it came to its end")));
  await Promise.race([stopped.promise, end]);
}

for (const [at, run] of runs.entries()) await play(run, at === runs.length - 1);
