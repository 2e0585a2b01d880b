import fc from "fast-check";
import { arbitraryCase } from "./arbitrary-case.ts";
import type { Case } from "./case.ts";
import { type Played, playCase } from "./play-case.ts";

/** Shrinking stops after so long, in ms: a smaller case is a convenience. */
const SHRINK_MS = 60_000;

export interface Tried extends Played {
  /** The smallest case found that still violates the invariant; absent when none does. */
  readonly counterexample?: Case;
}

class Violation extends Error {}

/** Draws the case of a seed and plays it; one that violates the invariant is made as small as it can be. */
export async function trySeed(seed: number): Promise<Tried> {
  let first: Played | undefined;
  const property = fc.asyncProperty(arbitraryCase, async (one) => {
    const played = await playCase(one);
    first ??= played;
    if (played.violations.length > 0) throw new Violation(played.violations.join("; "));
  });
  const checked = await fc.check(property, {
    seed,
    numRuns: 1,
    unbiased: true,
    interruptAfterTimeLimit: SHRINK_MS,
    markInterruptAsFailure: false,
  });
  if (first === undefined) throw new Error(`nothing was played for seed ${seed}`);
  const counterexample = checked.counterexample?.[0];
  return counterexample === undefined ? first : { ...first, counterexample };
}
