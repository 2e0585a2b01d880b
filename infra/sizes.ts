import type { Job } from "./bundles/bundle.ts";

/** Megabytes of memory, which also decide the share of a CPU: 1,769 MB are one. Measured by `npm run bench`, see docs/benchmarks.md. */
export const MEMORY_MB: Readonly<Record<Job, number>> = { snapshot: 1024, digest: 1024, watch: 256 };
