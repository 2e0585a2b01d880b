import { dirname } from "node:path";
import { systemClock } from "../../../shared/platform/clock.ts";
import { createRedactor } from "../../../shared/platform/redaction.ts";
import { newRunId } from "../../../shared/platform/run-id.ts";
import { checkReports } from "../../../shared/reports/checks/check-reports.ts";
import { settingsPathOrExample } from "../../../shared/settings/settings-file.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import type { ReportAnswer } from "../../report/answer.ts";
import { parseReportEvent } from "../../report/event.ts";
import { makeReport, type ReportDependencies } from "../../report/job.ts";
import { folderWithData } from "../data-folder.ts";
import { createStderrLog, printResult } from "../output.ts";
import { createProgress } from "../progress.ts";
import { readSettings } from "../settings.ts";
import { reportEngine } from "../sql/report-engine.ts";
import { openReports } from "../sql/session.ts";

export interface ReportOptions {
  readonly data: string;
  readonly settings?: string;
  readonly enterprise: string;
  readonly report: string;
  readonly member?: number;
  readonly date?: string;
  readonly dryRun: boolean;
  readonly verbose?: boolean;
}

const GOOD: ReadonlySet<ReportAnswer["outcome"]> = new Set(["made", "empty", "dry-run"]);

/** @returns whether all of it was made, or nothing was to be; `later` when it waits for its snapshots */
export async function runReport(options: ReportOptions): Promise<boolean | "later"> {
  const { enterprise, report, member, date, dryRun } = options;
  const request = parseReportEvent({
    ...{ enterprise, report, dryRun },
    ...(member === undefined ? {} : { member }),
    ...(date === undefined ? {} : { date }),
  });
  const data = await folderWithData(options.data);
  const settings = await readSettings(options.settings);
  const folder = dirname(settingsPathOrExample(options.settings, process.env));
  const session = await openReports(data);
  const checked: ReportDependencies["checked"] = async (only) => {
    const [found] = await checkReports(settings, { folder, only });
    if (found === undefined) throw new Error(`${only.report} was not checked`);
    return found;
  };
  try {
    const answer = await makeReport(
      {
        ...{ settings, checked, clock: systemClock, newRunId },
        store: createFolderStore(data),
        engine: reportEngine(session),
        log: createStderrLog(options.verbose === true, createRedactor().redact),
      },
      request,
    );
    printResult(answer);
    tell(answer, data);
    return answer.outcome === "deferred" ? "later" : GOOD.has(answer.outcome);
  } finally {
    session.close();
  }
}

function tell({ report, outcome, reason, members }: ReportAnswer, data: string): void {
  const progress = createProgress();
  for (const { member, workbookKey, parts, error } of members) {
    const who = member === null ? "" : `${member}: `;
    if (error !== undefined) progress.failed(`${who}${error.name}: ${error.message}`);
    for (const key of [...(workbookKey === null ? [] : [workbookKey]), ...parts.map((part) => part.key)]) {
      progress.done(`${who}${data}/${key}`);
    }
  }
  progress[GOOD.has(outcome) ? "done" : "failed"](`${report}: ${outcome}${reason === undefined ? "" : `, ${reason}`}`);
}
