import { expect } from "vitest";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

export interface DyingStore {
  readonly store: ObjectStore;
  /** Resolves when the run has got to where it dies. */
  readonly reached: Promise<void>;
}

/**
 * A store that never answers again from the first write on that `isEnd` says: the run goes no further, which is what a killed
 * process looks like from outside.
 */
export function dyingStore(
  store: ObjectStore,
  isEnd: (verb: "create" | "overwrite", key: string) => boolean,
): DyingStore {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const die = (): Promise<never> => {
    resolve();
    return new Promise<never>(() => {});
  };
  const dying: ObjectStore = {
    ...store,
    create: (key, body, options) => (isEnd("create", key) ? die() : store.create(key, body, options)),
    overwrite: (key, body, options) => (isEnd("overwrite", key) ? die() : store.overwrite(key, body, options)),
  };
  return { store: dying, reached };
}

/** Runs until it dies. */
export async function dies(run: () => Promise<unknown>, reached: Promise<void>): Promise<void> {
  const winner = await Promise.race([run(), reached.then(() => "dead")]);
  expect(winner).toBe("dead");
}
