/** Memory and options of a function. */
interface FunctionSize {
  readonly memoryMb: number;
  readonly nodeOptions: readonly string[];
}
/** How large each function is. Measured by `npm run bench`; see docs/benchmarks.md. */
export const SIZES: Readonly<Record<"snapshot" | "digest" | "watch", FunctionSize>> = {
  snapshot: { memoryMb: 1024, nodeOptions: ["--max-old-space-size=921"] },
  digest: { memoryMb: 1024, nodeOptions: ["--max-old-space-size=921"] },
  watch: { memoryMb: 256, nodeOptions: ["--max-old-space-size=230"] },
};
