import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { baseUrlOf } from "../../../shared/settings/environment.ts";
import { enterpriseOf } from "../../../shared/settings/lookup.ts";
import { snapshotSlots } from "../../../shared/settings/timetable.ts";
import { parseSnapshotEvent, type SnapshotRequest } from "../../snapshot/event.ts";
import { takeSnapshot } from "../../snapshot/job.ts";
import { environmentCredentials } from "../credentials.ts";
import { localSnapshotDependencies } from "../dependencies.ts";
import { note, printResult } from "../output.ts";
import { createProgress, type Progress } from "../progress.ts";
import { readSettings, withEnterprise } from "../settings.ts";

export interface SnapshotOptions {
  readonly data: string;
  readonly settings?: string;
  readonly enterprise: string;
  readonly dataset?: DatasetName;
  readonly date?: string;
  readonly overwrite: boolean;
  readonly acceptShrunk: boolean;
  readonly dryRun: boolean;
  readonly look: boolean;
  readonly verbose?: boolean;
}

/** Wrong input: it would be the same for every dataset. */
const WRONG_INPUT: ReadonlySet<string> = new Set(["InvalidEvent", "UnknownEnterprise", "InvalidSettings"]);

/** One dataset after another; one that fails does not stop the others. @returns whether every outcome is good */
export async function runSnapshot(options: SnapshotOptions): Promise<boolean> {
  const { enterprise, date, overwrite, acceptShrunk, dryRun, look } = options;
  const settings = withEnterprise(await readSettings(options.settings), enterprise, options.settings);
  const slots = snapshotSlots(enterpriseOf(settings, enterprise));
  // Of what is read on and on there is no look.
  const all = slots.map(({ dataset }) => dataset).filter((dataset) => !look || !DATASETS[dataset].inParts);
  const datasets = options.dataset === undefined ? all : [options.dataset];
  const requests = datasets.map((dataset) =>
    parseSnapshotEvent({
      enterprise,
      dataset,
      overwrite,
      acceptShrunk,
      dryRun,
      look,
      ...(date === undefined ? {} : { date }),
    }),
  );
  const progress = createProgress();
  let good = true;
  for (const request of requests) {
    const deps = localSnapshotDependencies({
      data: options.data,
      settings,
      credentials: environmentCredentials(process.env),
      baseUrl: baseUrlOf(process.env),
      verbose: options.verbose,
      onProgress: (done, total) => progress.say(`${request.dataset}: page ${done} of ${total}`),
    });
    good = (await runOne(() => takeSnapshot(deps, request), request, progress)) && good;
  }
  return good;
}

async function runOne(
  run: () => ReturnType<typeof takeSnapshot>,
  { enterprise, dataset }: SnapshotRequest,
  progress: Progress,
): Promise<boolean> {
  try {
    const record = await run();
    progress.done(`${dataset}: ${record.outcome}${record.rows === null ? "" : `, ${record.rows} rows`}`);
    printResult(record);
    return true;
  } catch (error) {
    if (!isReportsError(error) || WRONG_INPUT.has(error.name)) throw error;
    const { name, message } = error;
    progress.failed(`${dataset}: ${name}`);
    note(message);
    printResult({ enterprise, dataset, outcome: "failed", error: { name, message } });
    return false;
  }
}
