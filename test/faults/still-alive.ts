import { setTimeout as wait } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
/** What was closed a moment ago is gone by then, on a busy machine too; a timer or socket that was forgotten is not. */
const PATIENCE_MS = 3_000;

/** Node's names of what keeps this process alive, standard streams and the pipe to the parent left out. */
export async function stillAlive(): Promise<string[]> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    await wait(LOOK_EVERY_MS);
    const alive = process.getActiveResourcesInfo().filter((name) => !/^(?:PipeWrap|TTYWrap|FSReqCallback)$/.test(name));
    if (alive.length === 0 || waited >= PATIENCE_MS) return alive;
  }
}
