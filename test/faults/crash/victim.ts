// A process that is killed: runs a job, and ends by SIGKILL right after the given step took effect, before anybody hears of it.
// Usage: node victim.ts JOB_RUN_AS_JSON STEP   (0: before the first step). Tells each step as a line of JSON.
import { writeSync } from "node:fs";
import { type JobRun, runJob } from "./job-run.ts";
import type { Around } from "./steps.ts";

const [text = "", killAfter = "0"] = process.argv.slice(2);
const last = Number(killAfter);

const die = (): Promise<never> => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => {});
};

const around: Around = async (step, take) => {
  if (step.number > last) return die();
  const answer = await take();
  writeSync(process.stdout.fd, `${JSON.stringify(step)}\n`);
  return step.number === last ? die() : answer;
};

await runJob(JSON.parse(text) as JobRun, around);
