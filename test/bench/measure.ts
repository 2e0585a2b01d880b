/** What a worker process tells of one piece of work. */
export interface Measured {
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
  /** Peak of the whole process, its start included. */
  readonly peakRssMb: number;
  /** Whatever else the work counts. */
  readonly facts: Readonly<Record<string, number>>;
}

/** Times `work`; what was done before it is not in the times. */
export async function measure(work: () => Promise<Readonly<Record<string, number>>>): Promise<Measured> {
  const started = performance.now();
  const before = process.cpuUsage();
  const facts = await work();
  const used = process.cpuUsage(before);
  return {
    wallMs: performance.now() - started,
    cpuMs: (used.user + used.system) / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    facts,
  };
}

/** What the suite asked this worker or server for. */
export const inputOf = <T>(): T => JSON.parse(process.argv[2] ?? "{}") as T;

/** The last line on standard output is the answer. */
export const answer = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
