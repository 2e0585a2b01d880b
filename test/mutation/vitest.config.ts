import { defineConfig } from "vitest/config";
import { GROUPS } from "./groups.ts";

/** The tests of one group, which `main.ts` names in the environment: Stryker's workers pass nothing else on. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: [...(GROUPS[process.env["MUTATION_GROUP"] ?? ""]?.tests ?? [])],
    testTimeout: 10_000,
    restoreMocks: true,
  },
});
