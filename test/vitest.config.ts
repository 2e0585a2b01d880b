import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    // Most tests wait for sockets and child processes.
    maxWorkers: "100%",
    // A worker for each file would load the AWS and CDK packages two hundred times: a third of the time of all tests.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
