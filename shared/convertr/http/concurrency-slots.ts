/** How many attempts may be under way: halved when the server throttles, growing by one again (docs/pulling.md, "When Convertr asks for patience"). */
export interface ConcurrencySlots {
  /** First come, first served. @throws the signal's reason */
  acquire(signal: AbortSignal): Promise<void>;
  release(): void;
  halve(): void;
  succeeded(): void;
  limit(): number;
}

export function createConcurrencySlots(most: number, successesToGrow: number): ConcurrencySlots {
  let limit = most;
  let taken = 0;
  let successes = 0;
  const waiting = new Set<() => void>();

  function admit(): void {
    for (const enter of waiting) {
      if (taken >= limit) return;
      waiting.delete(enter);
      taken += 1;
      enter();
    }
  }

  return {
    limit: () => limit,
    acquire: async (signal) => {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const giveUp = () => {
        waiting.delete(resolve);
        reject(signal.reason);
      };
      signal.addEventListener("abort", giveUp);
      waiting.add(resolve);
      admit();
      try {
        await promise;
      } finally {
        signal.removeEventListener("abort", giveUp);
      }
    },
    release: () => {
      taken -= 1;
      admit();
    },
    halve: () => {
      limit = Math.max(1, Math.floor(limit / 2));
      successes = 0;
    },
    succeeded: () => {
      successes += 1;
      if (successes < successesToGrow || limit >= most) return;
      successes = 0;
      limit += 1;
      admit();
    },
  };
}
