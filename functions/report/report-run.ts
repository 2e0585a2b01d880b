import { type Day, dayOf } from "../../shared/platform/day.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { refuseContradiction } from "../../shared/platform/event.ts";
import type { CheckedReport } from "../../shared/reports/checked.ts";
import type { Source } from "../../shared/reports/mail/report-mail.ts";
import { membersOf } from "../../shared/settings/recipients.ts";
import type { ReportSettings } from "../../shared/settings/report.ts";
import type { EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import { reportPrefix } from "../../shared/snapshot/keys.ts";
import { isRehearsal, type ReportRequest } from "./event.ts";

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

/** Whose reports an event asks for. @throws InvalidEvent */
export function askedMembers(
  { member, to }: Pick<ReportRequest, "member" | "to">,
  settings: Pick<ReportSettings, "to">,
): readonly (number | null)[] {
  const all = membersOf(settings);
  const ids = all.filter((id) => id !== null);
  if (member === undefined) {
    if (to === undefined || ids.length === 0) return all;
    throw refused(
      "a test of a report that many get must name one of them",
      "member",
      `It is sent to ${ids.join(", ")}`,
    );
  }
  if (all.includes(member)) return [member];
  throw refused(
    ids.length === 0 ? "the report is of no audience that has members" : `the report is not sent to ${member}`,
    "member",
    ids.length === 0 ? "Leave member out" : `It is sent to ${ids.join(", ")}`,
  );
}

/**
 * The snapshot_date that is told of: the one asked for, the scheduled time's, or today's in the enterprise's zone.
 * @throws InvalidEvent for a day to come, one before `historyFrom`, or two days
 */
export function reportDateOf(
  request: Pick<ReportRequest, "date" | "scheduledTime">,
  { zone, historyFrom, now }: { readonly zone: string; readonly historyFrom: Day; readonly now: number },
): Day {
  const today = dayOf(now, zone);
  refuseContradiction(request, zone, "report");
  const date = request.date ?? dayOf(request.scheduledTime ?? now, zone);
  const remedy = "Name a day that has a snapshot";
  if (date > today) throw refused(`the day lies after today, ${today} in ${zone}`, "date", remedy);
  if (date < historyFrom) throw refused(`the day lies before historyFrom, ${historyFrom}`, "date", remedy);
  return date;
}

const refused = (what: string, field: string, remedy: string): ReportsError =>
  new ReportsError("InvalidEvent", { what, where: `event of report, ${field}`, remedy });
