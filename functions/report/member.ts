import { type Day, instantAt } from "../../shared/platform/day.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import type { CheckedReport } from "../../shared/reports/checks/check-reports.ts";
import { periodOf, type ReportPeriod, valuesOf } from "../../shared/reports/names.ts";
import { MOST_ROWS, type QueryEngine, refuseForeign } from "../../shared/reports/result.ts";
import type { About, PartResult } from "../../shared/reports/sheets.ts";
import { bound } from "../../shared/reports/text/template.ts";
import type { EnterpriseSettings } from "../../shared/settings/schema.ts";
import { reportPrefix } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { MemberAnswer } from "./answer.ts";
import { keepFiles } from "./files.ts";

export interface MemberRun {
  readonly report: CheckedReport;
  readonly enterprise: EnterpriseSettings;
  readonly member: number | null;
  readonly date: Day;
  readonly runId: string;
  readonly dryRun: boolean;
}

interface Deps {
  readonly store: ObjectStore;
  readonly engine: QueryEngine;
}

/** All parts for one member, or nothing: what fails here stops no other member. @throws StoreFailed */
export async function runMember(deps: Deps, run: MemberRun): Promise<MemberAnswer> {
  const { member, report, date } = run;
  const period = periodOf(report.settings, date, run.enterprise);
  try {
    const parts: PartResult[] = [];
    for (const part of report.parts) parts.push(await runPart(deps.engine, run, period, part));
    const isEmpty = parts.every(({ rows }) => rows.length === 0);
    if ({ always: false, "when-rows": isEmpty, "when-empty": !isEmpty }[report.settings.send]) {
      return { member, outcome: "empty", workbookKey: null, parts: [] };
    }
    const madeAt = instantAt(date, report.settings.at, run.enterprise.timeZone);
    const prefix = reportPrefix(report.enterprise, { date, report: report.name, member });
    const kept = await keepFiles(deps.store, {
      prefix: run.dryRun ? `${prefix}test/${run.runId}/` : prefix,
      attach: report.settings.attach,
      parts,
      about: aboutOf(run, period),
      madeAt,
    });
    return { member, outcome: run.dryRun ? "dry-run" : "made", ...kept };
  } catch (error) {
    if (!isReportsError(error) || error.name === "StoreFailed") throw error;
    const { name, message } = error;
    return { member, outcome: "failed", workbookKey: null, parts: [], error: { name, message } };
  }
}

async function runPart(
  engine: QueryEngine,
  { report, enterprise, member }: MemberRun,
  period: ReportPeriod,
  part: CheckedReport["parts"][number],
): Promise<PartResult> {
  const values = valuesOf({
    ...{ enterprise: report.enterprise, settings: enterprise, report: report.settings },
    ...{ period, member, constants: part.with },
  });
  const sql = bound(part.template, values);
  const where = `report ${report.name}, part ${part.name}${member === null ? "" : `, member ${member}`}`;
  const result = await engine.run(sql, { mostRows: MOST_ROWS, where });
  refuseForeign(result, { audience: report.settings.audience, enterprise: report.enterprise, member, where });
  return { ...result, name: part.name, title: part.title, sql };
}

function aboutOf({ report, member }: MemberRun, period: ReportPeriod): About {
  const { title, audience } = report.settings;
  const constants = report.parts.flatMap((part) =>
    Object.entries(part.with).map(([name, value]) => [`${part.title}: ${name}`, String(value)] as const),
  );
  return [
    ["Report", title],
    ["Enterprise", report.enterprise],
    ...(member === null ? [] : [[`For ${audience}`, String(member)] as const]),
    ["Days told of", `${period.firstDay} to ${period.lastDay}`],
    ["Snapshot of", period.date],
    ["Snapshot before", period.previousDate],
    ...constants,
  ];
}
