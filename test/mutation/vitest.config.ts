import { defineConfig } from "vitest/config";

/** The quick tests that hold the modules of stryker.config.json to their duty, and no other: each mutant runs them again. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: [
      "test/convertr/units/*.test.ts",
      "test/catalog/values/*.test.ts",
      "test/platform/day*.test.ts",
      "test/settings/{skipped-hour,timetable}.test.ts",
      "test/digest/decimal-text.test.ts",
    ],
    testTimeout: 30_000,
    restoreMocks: true,
  },
});
