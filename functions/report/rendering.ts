import type { MailAttachment } from "../../shared/digest/delivery/mime-limit.ts";
import { instantAt } from "../../shared/platform/day.ts";
import { type RenderedMail, renderReport } from "../../shared/reports/mail/render.ts";
import type { MailPart } from "../../shared/reports/mail/report-mail.ts";
import type { ReportPeriod } from "../../shared/reports/names.ts";
import type { PartResult } from "../../shared/reports/sheets.ts";
import { aboutOf } from "./about.ts";
import { filesOf, type ReportFiles, textFile } from "./files.ts";
import { prefixOf, type ReportRun } from "./report-run.ts";

/** Everything that is sent and kept of one member's report. */
export interface Rendering extends RenderedMail {
  readonly files: readonly MailAttachment[];
  readonly attachments: ReportFiles["attachments"];
}

export interface MemberResult {
  readonly member: number | null;
  readonly period: ReportPeriod;
  readonly results: readonly PartResult[];
  /** Of this code. */
  readonly version: string;
}

export async function renderingOf(
  run: ReportRun,
  { member, period, results, version }: MemberResult,
): Promise<Rendering> {
  const { request, enterprise, report, date, sources } = run;
  const { settings } = report;
  const { kept, attached, attachments } = await filesOf({
    ...{ report: report.name, date, attach: settings.attach, parts: results },
    about: aboutOf({ report, member, period }, results),
    madeAt: instantAt(date, settings.at, enterprise.timeZone),
  });
  const mail = renderReport({
    ...{ enterprise: report.enterprise, report: report.name, title: settings.title, audience: settings.audience },
    ...{ member, locale: settings.locale, timeZone: enterprise.timeZone, baseCurrency: enterprise.baseCurrency },
    ...{ period, parts: results.map((result, at) => mailPart(run, result, at)), attached, sources, version },
    prefix: prefixOf(run, member),
    test: request.to !== undefined,
  });
  const files = [
    ...kept,
    textFile("report.html", "text/html", mail.html),
    textFile("report.txt", "text/plain", mail.text),
  ];
  return { ...mail, files, attachments };
}

/** The engine's columns, with the units that the checks found for them. */
function mailPart({ report }: ReportRun, { name, title, columns, rows }: PartResult, at: number): MailPart {
  const part = report.parts[at];
  const units = new Map(part?.columns.map((column) => [column.name, column]));
  return {
    ...{ name, title, rows, with: part?.with ?? {}, chart: report.settings.parts[at]?.chart },
    columns: columns.map((column) => {
      const known = units.get(column.name);
      return known?.kind === column.kind && known.unit !== undefined ? { ...column, unit: known.unit } : column;
    }),
  };
}
