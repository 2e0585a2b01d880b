import type { ConvertrLimits } from "./limits.ts";

/** One for all workers of an enterprise: who finds it closed waits, whatever it wants to ask. */
export interface PauseGate {
  /** Milliseconds until it opens; 0 when it is open. */
  waitMs(nowMs: number): number;
  /** An attempt notes the episode it starts in: failures of one episode close the gate once. */
  episode(): number;
  /**
   * Closes the gate. `atLeastMs` (Retry-After) is a floor that is never shortened; without it, and when pauses follow each other,
   * the steps of the limits apply, so that each pause at most doubles the next (docs/pulling.md, "When Convertr asks for patience").
   * @returns milliseconds by which the pause grew, and whether it is a new one
   */
  close(by: ClosedBy): { readonly addedMs: number; readonly isNew: boolean };
  /** After `successesToForget` answers without another pause the steps start anew. */
  succeeded(episode: number, successesToForget: number): void;
  /** True when the server asked for the pause, false when the client slows down by itself. */
  isAskedFor(): boolean;
}

export interface ClosedBy {
  readonly nowMs: number;
  /** The server throttles, as opposed to: the client sees it struggle. */
  readonly asked: boolean;
  /** The episode in which the failed attempt started. */
  readonly episode: number;
  readonly atLeastMs?: number | undefined;
  readonly limits: ConvertrLimits;
  /** Between 0 and 1. */
  readonly random: () => number;
}

export function createPauseGate(): PauseGate {
  let until = 0;
  let current = 0;
  let step = 0;
  let successes = 0;
  let askedFor = false;
  return {
    isAskedFor: () => askedFor,
    waitMs: (nowMs) => Math.max(0, until - nowMs),
    episode: () => current,
    close: ({ nowMs, asked, episode, atLeastMs, limits, random }) => {
      const isNew = episode === current;
      if (!isNew && atLeastMs === undefined) return { addedMs: 0, isNew };
      const steps = limits.gateStepsMs;
      const earlier = atLeastMs === undefined ? step : step - 1;
      const stepMs = isNew && earlier >= 0 ? (steps[Math.min(earlier, steps.length - 1)] ?? 0) : 0;
      askedFor = asked;
      const before = Math.max(until, nowMs);
      until = Math.max(until, nowMs + Math.max(stepMs, atLeastMs ?? 0) + random() * limits.gateJitterMs);
      if (isNew) {
        current += 1;
        step += 1;
      }
      successes = 0;
      return { addedMs: until - before, isNew };
    },
    succeeded: (episode, successesToForget) => {
      if (episode !== current || step === 0) return;
      successes += 1;
      if (successes < successesToForget) return;
      step = 0;
      successes = 0;
    },
  };
}

/** Requests of a rolling window: below what the API allows, so that the customer's own use has room (docs/pulling.md, "Requests in five minutes"). */
export interface RequestBucket {
  /** Milliseconds until a request may start; 0 when one may start now. */
  waitMs(nowMs: number, limit: BucketLimit): number;
  take(nowMs: number): void;
}

export interface BucketLimit {
  readonly bucketRequests: number;
  readonly bucketWindowMs: number;
}

export function createRequestBucket(): RequestBucket {
  const starts: number[] = [];
  return {
    waitMs: (nowMs, { bucketRequests, bucketWindowMs }) => {
      while (starts[0] !== undefined && starts[0] <= nowMs - bucketWindowMs) starts.shift();
      const mustPass = starts[starts.length - bucketRequests];
      return mustPass === undefined ? 0 : mustPass + bucketWindowMs - nowMs;
    },
    take: (nowMs) => {
      starts.push(nowMs);
    },
  };
}
