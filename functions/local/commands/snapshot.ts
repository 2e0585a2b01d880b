import { DATASET_NAMES, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { parseSnapshotEvent } from "../../snapshot/event.ts";
import { takeSnapshot } from "../../snapshot/job.ts";
import { localSnapshotDependencies } from "../dependencies.ts";
import { note, printResult } from "../output.ts";
import { createProgress } from "../progress.ts";

export interface SnapshotOptions {
  readonly data: string;
  readonly settings?: string;
  readonly enterprise: string;
  readonly dataset?: DatasetName;
  readonly date?: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly verbose?: boolean;
}

/** Campaigns come last, so that what refers to them is never newer than they are. */
const ORDER = [...DATASET_NAMES].reverse();

/** One dataset after another; one that fails does not stop the others. @returns whether every outcome is good */
export async function runSnapshot(options: SnapshotOptions): Promise<boolean> {
  const { enterprise, date, overwrite, dryRun } = options;
  const progress = createProgress();
  const datasets = options.dataset === undefined ? ORDER : [options.dataset];
  const requests = datasets.map((dataset) =>
    parseSnapshotEvent({ enterprise, dataset, overwrite, dryRun, ...(date === undefined ? {} : { date }) }),
  );
  let good = true;
  for (const request of requests) {
    const { dataset } = request;
    const onProgress = (done: number, total: number): void => progress.say(`${dataset}: page ${done} of ${total}`);
    const deps = await localSnapshotDependencies(options, { onProgress });
    try {
      const record = await takeSnapshot(deps, request);
      progress.done(`${dataset}: ${record.outcome}${record.rows === null ? "" : `, ${record.rows} rows`}`);
      printResult(record);
    } catch (error) {
      if (!isReportsError(error) || error.name === "InvalidEvent" || error.name === "UnknownEnterprise") throw error;
      progress.failed(`${dataset}: ${error.name}`);
      note(error.message);
      const { name, message } = error;
      printResult({ enterprise, dataset, outcome: "failed", error: { name, message } });
      good = false;
    }
  }
  return good;
}
