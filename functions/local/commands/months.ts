import type { DatasetName } from "../../../shared/catalog/datasets.ts";
import { parseMonthsEvent } from "../../months/event.ts";
import { makeMonths } from "../../months/job.ts";
import { folderWithData } from "../data-folder.ts";
import { localMonthsDependencies } from "../dependencies.ts";
import { note, printResult } from "../output.ts";
import { readSettings, withEnterprise } from "../settings.ts";

export interface MonthsOptions {
  readonly data: string;
  readonly settings?: string;
  readonly enterprise: string;
  readonly dataset?: DatasetName;
  readonly month?: string;
  readonly dryRun: boolean;
  readonly verbose?: boolean;
}

/** Makes the closed months of a data folder. @returns whether every one could be made, and none is left */
export async function runMonths(options: MonthsOptions): Promise<boolean> {
  const { enterprise, dataset, month, dryRun } = options;
  const request = parseMonthsEvent({
    ...{ enterprise, dryRun },
    ...(dataset === undefined ? {} : { dataset }),
    ...(month === undefined ? {} : { month }),
  });
  const deps = localMonthsDependencies({
    data: await folderWithData(options.data),
    settings: withEnterprise(await readSettings(options.settings), enterprise, options.settings),
    verbose: options.verbose,
  });
  const answer = await makeMonths(deps, request);
  printResult(answer);
  for (const result of answer.months) if (result.outcome === "failed") note(result.error.message);
  return answer.outcome === "done" && answer.left === 0;
}
