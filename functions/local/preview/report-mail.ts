import { dirname } from "node:path";
import type { Day } from "../../../shared/platform/day.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { VERSION } from "../../../shared/platform/version.ts";
import { checkReports } from "../../../shared/reports/checks/check-reports.ts";
import { periodOf } from "../../../shared/reports/names.ts";
import type { PartResult } from "../../../shared/reports/sheets.ts";
import { enterpriseOf, reportOf } from "../../../shared/settings/lookup.ts";
import { recipientsOf } from "../../../shared/settings/recipients.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { settingsPathOrExample } from "../../../shared/settings/settings-file.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { parseReportEvent } from "../../report/event.ts";
import { gateOf } from "../../report/gate.ts";
import { mailsFor } from "../../report/mails.ts";
import { whyQuiet } from "../../report/member.ts";
import { runPart } from "../../report/parts.ts";
import { type Rendering, renderingOf } from "../../report/rendering.ts";
import type { ReportRun } from "../../report/report-run.ts";
import { reportEngine } from "../sql/report-engine.ts";
import { openReports } from "../sql/session.ts";

/** What of a report the page is asked for. */
export interface AskedReport {
  /** The data folder. */
  readonly data: string;
  readonly settings: Settings;
  /** Settings file. @default as every command finds it */
  readonly file?: string | undefined;
  readonly enterprise: string;
  readonly report: string;
  /** Null of one that is nobody's own. */
  readonly member: number | null;
  readonly date: Day;
}

export interface PreviewedReport {
  readonly rendering: Rendering;
  readonly to: readonly string[];
  readonly eml: Uint8Array;
  /** Each part's text as it was run. */
  readonly sql: readonly { readonly name: string; readonly sql: string }[];
  /** Why, by its settings, nobody would get it. */
  readonly quiet: string | undefined;
}

const RUN_ID = "preview";

/** A report's mail as the job would make it for one member, by DuckDB; nothing is kept or sent. @throws what the job would tell */
export async function reportMailOf(asked: AskedReport): Promise<PreviewedReport> {
  const { data, settings, enterprise: name, member, date } = asked;
  const enterprise = enterpriseOf(settings, name);
  reportOf(enterprise, asked);
  const folder = dirname(settingsPathOrExample(asked.file, process.env));
  const [report] = await checkReports(settings, { folder, only: { enterprise: name, report: asked.report } });
  if (report === undefined) throw new Error(`${asked.report} was not checked`);
  const request = parseReportEvent({ enterprise: name, report: asked.report, date });
  const before: Omit<ReportRun, "sources"> = { request, settings, enterprise, report, date, runId: RUN_ID };
  const gate = await gateOf(createFolderStore(data), before, Number.POSITIVE_INFINITY);
  if (gate.closed !== undefined) throw closed(asked, gate.closed.reason);
  const run: ReportRun = { ...before, sources: gate.sources };
  const period = periodOf(report.settings, date, enterprise);
  const session = await openReports(data);
  try {
    const engine = reportEngine(session);
    const results: PartResult[] = [];
    for (const part of report.parts) {
      results.push(
        await runPart(engine, { report, enterprise, member, period }, part, { turn: RUN_ID, before: results }),
      );
    }
    const rendering = await renderingOf(run, { member, period, results, version: VERSION });
    const [first] = mailsFor(run, member, rendering);
    return {
      ...{ rendering, to: recipientsOf(report.settings, member), quiet: whyQuiet(report.settings, results) },
      eml: first === undefined ? new Uint8Array() : (await first.compose()).raw,
      sql: results.map(({ title, sql }) => ({ name: title, sql })),
    };
  } finally {
    session.close();
  }
}

const closed = ({ enterprise, report }: AskedReport, reason: string): ReportsError =>
  new ReportsError("NoSnapshot", {
    what: reason.replace(/^NoSnapshot: |\.$/g, ""),
    where: `enterprise ${enterprise}, report ${report}`,
    remedy: "Choose a day that has it; on this one the report is not sent",
    retryable: false,
  });
