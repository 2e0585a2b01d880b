import { dirname } from "node:path";
import { settingsPathOrExample } from "../../../shared/settings/settings-file.ts";
import type { MemberAnswer, ReportAnswer } from "../../report/answer.ts";
import { parseReportEvent } from "../../report/event.ts";
import { makeReport } from "../../report/job.ts";
import { folderWithData } from "../data-folder.ts";
import { printResult } from "../output.ts";
import { createProgress, type Progress } from "../progress.ts";
import { localReportDependencies } from "../report-dependencies.ts";
import { readSettings } from "../settings.ts";
import { openReports } from "../sql/session.ts";

export interface ReportOptions {
  readonly data: string;
  readonly settings?: string;
  readonly enterprise: string;
  readonly report: string;
  readonly member?: number;
  readonly date?: string;
  readonly to?: readonly string[];
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly wait: boolean;
  readonly early: boolean;
  readonly verbose?: boolean;
}

const GOOD: ReadonlySet<ReportAnswer["outcome"]> = new Set(["sent", "already-sent", "empty", "dry-run"]);

/** @returns whether everybody has the mail, or none was needed; `later` when it waits for its snapshots */
export async function runReport(options: ReportOptions): Promise<boolean | "later"> {
  const { enterprise, report, member, date, to, dryRun, force, wait, early } = options;
  const request = parseReportEvent({
    ...{ enterprise, report, dryRun, force, wait, early },
    ...(member === undefined ? {} : { member }),
    ...(date === undefined ? {} : { date }),
    ...(to === undefined ? {} : { to }),
  });
  const data = await folderWithData(options.data);
  const settings = await readSettings(options.settings);
  const folder = dirname(settingsPathOrExample(options.settings, process.env));
  const progress = createProgress();
  const session = await openReports(data);
  try {
    const deps = localReportDependencies({
      ...{ data, settings, folder, session, verbose: options.verbose },
      onWritten: ({ html }) => progress.done(`mail: ${html}`),
    });
    const answer = await makeReport(deps, request);
    printResult(answer);
    tell(progress, answer, data);
    return answer.outcome === "deferred" ? "later" : GOOD.has(answer.outcome);
  } finally {
    session.close();
  }
}

function tell(progress: Progress, { report, outcome, reason, members }: ReportAnswer, data: string): void {
  for (const member of members) tellMember(progress, member, data);
  progress[GOOD.has(outcome) ? "done" : "failed"](`${report}: ${outcome}${reason === undefined ? "" : `, ${reason}`}`);
}

function tellMember(progress: Progress, answer: MemberAnswer, data: string): void {
  const { member, outcome, subject, reason, htmlKey, workbookKey, parts, error } = answer;
  const who = member === null ? "" : `${member}: `;
  const said = error === undefined ? (reason ?? (subject === null ? undefined : `"${subject}"`)) : undefined;
  const mark = GOOD.has(outcome) ? "done" : "failed";
  if (error !== undefined) progress.failed(`${who}${error.name}: ${error.message}`);
  const keys = outcome === "empty" || subject === null ? [] : [htmlKey, workbookKey, ...parts.map(({ key }) => key)];
  for (const key of keys) if (key !== null) progress.done(`${who}${data}/${key}`);
  if (member !== null) progress[mark](`${who}${outcome}${said === undefined ? "" : `, ${said}`}`);
  else if (said !== undefined) progress[mark](said);
}
