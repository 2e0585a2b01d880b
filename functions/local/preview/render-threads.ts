import { Worker } from "node:worker_threads";
import type { Preview, PreviewRequest } from "./preview-of.ts";

/** Longer than the largest account takes. */
const LONGEST_MS = 120_000;

export interface RunningRendering {
  readonly preview: Promise<Preview>;
  /** Ends it, when nobody waits for it any more. */
  stop(): void;
}

/** Threads that render, each one mail at a time. */
export interface RenderThreads {
  /** An error in the code is an outcome too, since whoever edits a template wants to see it. */
  render(request: PreviewRequest): RunningRendering;
  /** The code may be another now: what is asked for from here on is rendered by a thread that reads all modules again. */
  forget(): void;
  /** Ends the thread that waits for its next mail. One that renders ends with its mail. */
  close(): void;
}

interface Thread {
  readonly worker: Worker;
  /** Who waits for what it renders. */
  job: Job | undefined;
}

interface Job {
  made(preview: Preview): void;
  failed(name: string, message: string): void;
}

/** Reading all modules takes longer than most mails: a thread that has, stays for the next one until something changes. */
export function createRenderThreads(): RenderThreads {
  let kept: Thread | undefined;
  /** Of the code; a thread that read an earlier one is not kept. */
  let version = 0;
  const end = (thread: Thread): void => {
    if (kept === thread) kept = undefined;
    void thread.worker.terminate();
  };
  const keep = (thread: Thread, read: number): void => {
    if (read !== version || kept !== undefined) {
      end(thread);
      return;
    }
    kept = thread;
    // The command may end although it waits.
    thread.worker.unref();
  };
  const take = (): Thread => {
    const thread = kept ?? start(end);
    kept = undefined;
    thread.worker.ref();
    return thread;
  };
  const forget = (): void => {
    version += 1;
    if (kept !== undefined) end(kept);
  };
  return {
    forget,
    close: forget,
    render: (request) => {
      const { promise, resolve } = Promise.withResolvers<Preview>();
      const read = version;
      const thread = take();
      const over = (preview: Preview, then: (thread: Thread, read: number) => void): void => {
        if (thread.job !== job) return;
        clearTimeout(timer);
        thread.job = undefined;
        resolve(preview);
        then(thread, read);
      };
      const failed = (name: string, message: string): void => {
        const choices = { enterprises: [], digests: [], members: [], dates: [], chosen: request.asked };
        over({ choices, outcome: { name, message } }, end);
      };
      const job: Job = { made: (preview) => over(preview, keep), failed };
      thread.job = job;
      const timer = setTimeout(
        () => failed("Too slow", `The rendering did not end within ${LONGEST_MS / 1000} s.`),
        LONGEST_MS,
      );
      thread.worker.postMessage(request);
      return { preview: promise, stop: () => failed("Stopped", "Nobody waited for it any more.") };
    },
  };
}

/** @param ended is told of a thread that ended by itself */
function start(ended: (thread: Thread) => void): Thread {
  const worker = new Worker(new URL("./preview-worker.ts", import.meta.url));
  const thread: Thread = { worker, job: undefined };
  const failed = (message: string): void => {
    thread.job?.failed("The code failed", message);
    ended(thread);
  };
  worker.on("message", (preview: Preview) => thread.job?.made(preview));
  worker.on("error", (error) => failed(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  worker.on("exit", (code) => failed(`The rendering ended with code ${code}.`));
  return thread;
}
