import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Two hundred workers and their child processes load the same packages: compiled once, kept beside them.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    // Some files wait for timers of half a minute: one more works meanwhile.
    maxWorkers: availableParallelism() + 1,
    // Files follow each other in one process, which has loaded the packages once (docs/testing.md, "Worlds and fakes").
    isolate: false,
    setupFiles: ["test/as-new-process.ts"],
    // Node loads the files by itself, as it runs the project: nothing is transformed (docs/decisions/0043-node-loads-the-tests.md).
    experimental: { viteModuleRunner: false },
    testTimeout: 120_000,
    hookTimeout: 180_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
