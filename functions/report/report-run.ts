import type { Day } from "../../shared/platform/day.ts";
import type { CheckedReport } from "../../shared/reports/checked.ts";
import type { Source } from "../../shared/reports/mail/report-mail.ts";
import { isRehearsal } from "../../shared/settings/event-fields.ts";
import type { EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import { reportPrefix } from "../../shared/snapshot/keys.ts";
import type { ReportRequest } from "./event.ts";

/** One invocation of the job. */
export interface ReportRun {
  readonly request: ReportRequest;
  readonly settings: Settings;
  readonly enterprise: EnterpriseSettings;
  readonly report: CheckedReport;
  readonly date: Day;
  readonly runId: string;
  /** Snapshots of the day that it is made of. */
  readonly sources: readonly Source[];
}

/** Where what is made of a member lies; dry runs and tests in a folder of their own. */
export function prefixOf(
  { request, date, runId }: Pick<ReportRun, "request" | "date" | "runId">,
  member: number | null,
) {
  const { enterprise, report } = request;
  return reportPrefix(enterprise, { date, report, member }) + (isRehearsal(request) ? `test/${runId}/` : "");
}
