import type { Clock } from "../../shared/platform/clock.ts";

/** How long everybody must have been quiet, in real milliseconds, before time jumps: longer than a busy machine takes between answers. */
const QUIET_MS = 12;

export interface FakeClock extends Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly slept: readonly number[];
  advance(ms: number): void;
}

/** A clock whose long waits take a few real milliseconds; sleepers wake in the order of their ends. */
export function createFakeClock(startMs = Date.UTC(2026, 10, 24, 5)): FakeClock {
  let now = startMs;
  const slept: number[] = [];
  const sleepers = new Set<{ until: number; wake: () => void }>();
  let jump: NodeJS.Timeout | undefined;
  function schedule(): void {
    clearTimeout(jump);
    if (sleepers.size > 0) jump = setTimeout(wakeNext, QUIET_MS);
  }
  function wakeNext(): void {
    now = Math.max(now, Math.min(...[...sleepers].map(({ until }) => until)));
    for (const sleeper of [...sleepers].filter(({ until }) => until <= now)) {
      sleepers.delete(sleeper);
      sleeper.wake();
    }
    schedule();
  }
  return {
    slept,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    sleep: async (ms, signal) => {
      slept.push(ms);
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const sleeper = { until: now + ms, wake: resolve };
      const giveUp = () => {
        sleepers.delete(sleeper);
        schedule();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      sleepers.add(sleeper);
      schedule();
      await promise;
      signal?.removeEventListener("abort", giveUp);
    },
  };
}
