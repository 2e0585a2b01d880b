import { Worker } from "node:worker_threads";
import type { Preview, PreviewRequest } from "./preview-of.ts";

/** Longer than the largest account takes. */
const LONGEST_MS = 120_000;

export interface RunningRendering {
  readonly preview: Promise<Preview>;
  /** Ends it, when nobody waits for it any more. */
  stop(): void;
}

/**
 * Renders with the source code as it is now: a new thread reads all modules again. An error in the code is an outcome too, since
 * whoever edits a template wants to see it.
 */
export function renderAfresh(request: PreviewRequest): RunningRendering {
  const { promise, resolve } = Promise.withResolvers<Preview>();
  const worker = new Worker(new URL("./preview-worker.ts", import.meta.url), { workerData: request });
  const finish = (preview: Preview): void => {
    clearTimeout(timer);
    resolve(preview);
    void worker.terminate();
  };
  const failed = (name: string, message: string): void =>
    finish({
      choices: { enterprises: [], digests: [], members: [], dates: [], chosen: request.asked },
      outcome: { name, message },
    });
  const timer = setTimeout(
    () => failed("Too slow", `The rendering did not end within ${LONGEST_MS / 1000} s.`),
    LONGEST_MS,
  );
  worker.once("message", finish);
  worker.once("error", (error) =>
    failed("The code failed", error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
  worker.once("exit", (code) => failed("The code failed", `The rendering ended with code ${code}.`));
  return { preview: promise, stop: () => failed("Stopped", "Nobody waited for it any more.") };
}
