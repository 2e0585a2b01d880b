// Runs the snapshot function's own composition once for each line of its argument, in one process, as a warm Lambda does; tells
// after each run what keeps the process alive. It must end by itself.
import { awsSnapshotDependencies } from "../../functions/snapshot/dependencies.ts";
import { parseSnapshotEvent } from "../../functions/snapshot/event.ts";
import { takeSnapshot } from "../../functions/snapshot/job.ts";
import { stillAlive } from "./still-alive.ts";

/** One run: an enterprise of its own at an address of its own. */
export interface ChildRun {
  readonly enterprise: string;
  readonly baseUrl: string;
  /** What Lambda says is left, in milliseconds. */
  readonly remainingMs: number;
}

export interface ChildResult {
  readonly enterprise: string;
  /** The outcome, or the error's name. */
  readonly outcome: string;
  readonly rows: number | null;
  /** Node's names of what keeps the event loop alive, standard streams left out. */
  readonly alive: readonly string[];
  readonly rejections: number;
  /** Megabytes: the most that the process ever had. */
  readonly peakRss: number;
}

const RESULT = "result ";

let rejections = 0;
process.on("unhandledRejection", () => {
  rejections += 1;
});

async function outcomeOf({
  enterprise,
  baseUrl,
  remainingMs,
}: ChildRun): Promise<{ outcome: string; rows: number | null }> {
  const dependencies = awsSnapshotDependencies({ ...process.env, CONVERTR_BASE_URL: baseUrl });
  const event = parseSnapshotEvent({ enterprise, dataset: "campaigns" });
  try {
    return await takeSnapshot(dependencies.of(enterprise, { getRemainingTimeInMillis: () => remainingMs }), event);
  } catch (error) {
    return { outcome: error instanceof Error ? error.name : String(error), rows: null };
  }
}

const runs: readonly ChildRun[] = JSON.parse(process.argv[2] ?? "[]");
for (const run of runs) {
  const { outcome, rows } = await outcomeOf(run);
  const alive = await stillAlive();
  const peakRss = Math.round(process.resourceUsage().maxRSS / 1024);
  const result: ChildResult = { enterprise: run.enterprise, outcome, rows, alive, rejections, peakRss };
  process.stdout.write(`${RESULT}${JSON.stringify(result)}\n`);
}
