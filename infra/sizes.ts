import type { Job } from "./bundles/bundle.ts";

/**
 * Megabytes of memory, chosen from what `npm run bench` measures (docs/benchmarks.md). Memory also buys CPU: 1,769 MB are one.
 *
 * - snapshot: 170 MB at its peak for 60,000 contracts; beyond that only compressed row groups pile up, 5 MB for each 60,000. A page of a
 *   hundred rows takes 9 ms of CPU, 30 ms at this size; the client asks for 800 pages in five minutes at most, one in 375 ms.
 * - digest: 190 MB for 5,000 campaigns, their contracts and jobs over four weeks; 400 MB for 20,000. It only computes, so that twice the memory
 *   is half the time for the same money; the rest is room for larger accounts.
 * - watch: 80 MB, and lists keys; rotation: as much, and makes four calls.
 */
export const MEMORY_MB: Readonly<Record<Job, number>> = { snapshot: 512, digest: 1024, watch: 256, rotation: 256 };

/**
 * Node's own options, by the variable that it reads. Young objects get three times 8 MB instead of three times 16: pages and rows die
 * young enough, and the peak falls by 40 % for the same time.
 */
export const NODE_OPTIONS = { name: "NODE_OPTIONS", value: "--max-semi-space-size=8" } as const;

/** CPUs that AWS gives a function of so much memory; one thread cannot use more than one. */
export const cpusOf = (memoryMb: number): number => Math.min(1, memoryMb / 1769);
