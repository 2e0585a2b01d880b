import type { CheckedReport } from "../../shared/reports/checked.ts";
import { type ReportPeriod, valuesOf } from "../../shared/reports/names.ts";
import { MOST_CELLS, MOST_ROWS, type QueryEngine, refuseForeign, sizeOf } from "../../shared/reports/result.ts";
import type { PartResult } from "../../shared/reports/sheets.ts";
import { bound } from "../../shared/reports/text/template.ts";
import type { EnterpriseSettings } from "../../shared/settings/schema.ts";

export interface PartRun {
  readonly report: CheckedReport;
  readonly enterprise: Pick<EnterpriseSettings, "timeZone">;
  readonly member: number | null;
  readonly period: ReportPeriod;
}

type Part = CheckedReport["parts"][number];

/** A part's text as it is run for a member. */
export function sqlOf({ report, enterprise, member, period }: PartRun, part: Part): string {
  const values = valuesOf({
    ...{ enterprise: report.enterprise, settings: enterprise, report: report.settings },
    ...{ period, member, constants: part.with },
  });
  return bound(part.template, values);
}

interface Turn {
  /** What this run of the report is once: its scheduled time, or its id. */
  readonly turn: string;
  /** Parts that were run before. */
  readonly before: readonly PartResult[];
}

/**
 * The rows of a part, all of them the member's.
 * @throws QueryFailed | ResultTooLarge | ScopeViolated
 */
export async function runPart(
  engine: QueryEngine,
  run: PartRun,
  part: Part,
  { turn, before }: Turn,
): Promise<PartResult> {
  const { report, member } = run;
  const sql = sqlOf(run, part);
  const where = whereOf(run, part);
  const once = JSON.stringify([report.enterprise, report.name, member, part.name, turn]);
  const cells = before.flatMap(({ rows }) => rows).reduce((sum, row) => sum + sizeOf(row), 0);
  const limits = { mostRows: MOST_ROWS, mostCells: MOST_CELLS - cells };
  const result = await engine.run(sql, { ...limits, where, once, columns: part.columns });
  refuseForeign(result, { audience: report.settings.audience, enterprise: report.enterprise, member, where });
  return { ...result, name: part.name, title: part.title, sql };
}

const whereOf = ({ report, member }: PartRun, part: Part): string =>
  `report ${report.name}, part ${part.name}${member === null ? "" : `, member ${member}`}`;
