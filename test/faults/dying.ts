import { expect } from "vitest";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

/**
 * A store that never answers again from the first write on that `isEnd` says: the run goes no further, which is what a killed
 * process looks like from outside.
 */
export function dyingStore(
  store: ObjectStore,
  isEnd: (verb: "create" | "overwrite", key: string) => boolean,
): ObjectStore {
  const never = new Promise<never>(() => {});
  return {
    ...store,
    create: (key, body, options) => (isEnd("create", key) ? never : store.create(key, body, options)),
    overwrite: (key, body, options) => (isEnd("overwrite", key) ? never : store.overwrite(key, body, options)),
  };
}

/** Waits until the run has got to where it dies: nothing it does is under way any more after that. */
export async function dies(run: () => Promise<unknown>): Promise<void> {
  const winner = await Promise.race([run(), new Promise((resolve) => setTimeout(resolve, 700, "dead"))]);
  expect(winner).toBe("dead");
}
