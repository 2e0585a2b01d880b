import type { CheckedReport } from "../../shared/reports/checked.ts";
import type { ReportPeriod } from "../../shared/reports/names.ts";
import type { About, PartResult } from "../../shared/reports/sheets.ts";

interface Of {
  readonly report: CheckedReport;
  readonly member: number | null;
  readonly period: ReportPeriod;
}

/**
 * What the workbook's last sheet says of where its rows come from. How they were asked for, by which constants and SQL, is the team's and
 * is told to none of many.
 */
export function aboutOf({ report, member, period }: Of, parts: readonly PartResult[]): About {
  const { title, audience } = report.settings;
  const common: About = [
    ["Report", title],
    ["Enterprise", report.enterprise],
    ...(member === null ? [] : [[`For ${audience}`, String(member)] as const]),
    ["Days told of", `${period.firstDay} to ${period.lastDay}`],
  ];
  if (member !== null) return [...common, ["Figures as of", period.date]];
  const constants = report.parts.flatMap((part) =>
    Object.entries(part.with).map(([name, value]) => [`${part.title}: ${name}`, String(value)] as const),
  );
  return [
    ...common,
    ["Snapshot of", period.date],
    ["Snapshot before", period.previousDate],
    ...constants,
    ...parts.map((part) => [`SQL of ${part.title}`, part.sql] as const),
  ];
}
