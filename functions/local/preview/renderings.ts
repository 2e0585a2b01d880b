import type { Asked } from "./choices.ts";
import type { Preview, PreviewRequest } from "./preview-of.ts";
import { createRenderThreads, type RunningRendering } from "./render-threads.ts";

const MOST_KEPT = 20;

export interface Wanted {
  /** Whether to render in any case, by the code as it is now: snapshots are not watched, and watching may fail. */
  readonly fresh: boolean;
  /** Aborts when whoever asked is gone. */
  readonly signal: AbortSignal;
}

/** Settings are read for each mail, code once by each thread. */
export type Change = "settings" | "code";

/** Renderings that views of the same mail share, until something changes. */
export interface Renderings {
  /** Changes whenever a kept rendering may no longer be what a new one would be. */
  readonly version: () => string;
  get(asked: Asked, wanted: Wanted): Promise<Preview>;
  /** Something has changed by which mails are made. */
  forget(change: Change): void;
  /** Leaves no thread behind that waits. */
  close(): void;
}

interface Job extends RunningRendering {
  /** How many wait for it. */
  waiting: number;
  isDone: boolean;
}

export function createRenderings(place: Omit<PreviewRequest, "asked">): Renderings {
  const started = Date.now();
  let changes = 0;
  const threads = createRenderThreads();
  const kept = new Map<string, Job>();
  const start = (asked: Asked): Job => {
    const job: Job = { ...threads.render({ ...place, asked }), waiting: 0, isDone: false };
    kept.set(keyOf(asked), job);
    void job.preview.then(() => {
      job.isDone = true;
    });
    return job;
  };
  const drop = (job: Job): void => {
    for (const [key, known] of kept) if (known === job) kept.delete(key);
  };
  return {
    version: () => `${started}.${changes}`,
    get: async (asked, { fresh, signal }) => {
      if (fresh) threads.forget();
      const job = (fresh ? undefined : kept.get(keyOf(asked))) ?? start(asked);
      job.waiting += 1;
      // Who steps through the days fast leaves most of them behind: a large account would render them all.
      const leave = (): void => {
        job.waiting -= 1;
        if (job.waiting > 0 || job.isDone) return;
        drop(job);
        job.stop();
      };
      signal.addEventListener("abort", leave, { once: true });
      const preview = await job.preview;
      signal.removeEventListener("abort", leave);
      if (signal.aborted) return preview;
      job.waiting -= 1;
      // What was left open is chosen now; the views of the page ask for it by name.
      if (kept.get(keyOf(asked)) === job) kept.set(keyOf(preview.choices.chosen), job);
      for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
      return preview;
    },
    forget: (change) => {
      changes += 1;
      kept.clear();
      if (change === "code") threads.forget();
    },
    close: threads.close,
  };
}

const keyOf = ({ enterprise, digest, member, date }: Asked): string =>
  JSON.stringify([enterprise, digest, member, date]);
