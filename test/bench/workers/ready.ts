// Imports a function's bundle and tells the milliseconds since this process began.
import { pathToFileURL } from "node:url";
import { answer, inputOf } from "../measure.ts";

export interface ReadyInput {
  readonly bundle: string;
}

export interface Ready {
  readonly readyMs: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly rssMb: number;
}

const { handler } = await import(pathToFileURL(inputOf<ReadyInput>().bundle).href);
if (typeof handler !== "function") throw new Error("no export handler");
const { user, system } = process.cpuUsage();
answer({
  readyMs: performance.now(),
  cpuMs: (user + system) / 1000,
  rssMb: process.memoryUsage.rss() / 2 ** 20,
} satisfies Ready);
process.exit(0);
