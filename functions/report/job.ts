import type { Clock } from "../../shared/platform/clock.ts";
import { type Day, dayOf } from "../../shared/platform/day.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { CheckedReport } from "../../shared/reports/checks/check-reports.ts";
import type { QueryEngine } from "../../shared/reports/result.ts";
import { enterpriseOf, reportOf } from "../../shared/settings/lookup.ts";
import { membersOf } from "../../shared/settings/recipients.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { keep } from "../../shared/snapshot/keep.ts";
import { reportPrefix } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { MemberAnswer, ReportAnswer } from "./answer.ts";
import type { ReportRequest } from "./event.ts";
import { closedGate } from "./gate.ts";
import { runMember } from "./member.ts";

export interface ReportDependencies {
  readonly settings: Settings;
  readonly store: ObjectStore;
  readonly engine: QueryEngine;
  /** The report as its checks left it. @throws InvalidSettings */
  readonly checked: (asked: { readonly enterprise: string; readonly report: string }) => Promise<CheckedReport>;
  readonly clock: Clock;
  readonly log: Log;
  readonly newRunId: (now: number) => string;
}

/**
 * Runs the parts of a report over published snapshots, once for each member, and keeps what they gave. It is sent to nobody.
 * @throws UnknownEnterprise | UnknownReport | InvalidEvent | InvalidSettings before anything is run; StoreFailed
 */
export async function makeReport(deps: ReportDependencies, request: ReportRequest): Promise<ReportAnswer> {
  const enterprise = enterpriseOf(deps.settings, request.enterprise);
  const settings = reportOf(enterprise, request);
  const now = deps.clock.now();
  const date = dateOf(request, { zone: enterprise.timeZone, historyFrom: deps.settings.historyFrom, now });
  const members = askedMembers(request, membersOf(settings));
  const report = await deps.checked(request);
  const runId = deps.newRunId(now);
  const identity = { runId, enterprise: request.enterprise, report: request.report, date };
  const datasets = [...new Set(report.parts.flatMap((part) => part.datasets))];
  const gate = { enterprise: request.enterprise, settings: enterprise, report: settings, date, datasets, now };
  const closed = await closedGate(deps.store, gate);
  if (closed !== undefined) return { ...identity, ...closed, members: [] };
  const answers: MemberAnswer[] = [];
  for (const member of members) {
    const answer = await runMember(deps, { report, enterprise, member, date, runId, dryRun: request.dryRun });
    answers.push(answer);
    if (answer.outcome === "empty" && !request.dryRun) await markEmpty(deps.store, { ...identity, member });
    deps.log[answer.error === undefined ? "info" : "warn"]("report-run", { ...identity, ...answer });
  }
  return { ...identity, outcome: outcomeOf(answers), members: answers };
}

function outcomeOf(answers: readonly MemberAnswer[]): ReportAnswer["outcome"] {
  const outcomes = new Set(answers.map(({ outcome }) => outcome));
  if (outcomes.has("failed")) return outcomes.size === 1 ? "failed" : "partial";
  return [...outcomes].find((outcome) => outcome !== "empty") ?? "empty";
}

/** Says that a run found nothing to tell, so that its silence is not taken for a failure. */
async function markEmpty(
  store: ObjectStore,
  run: Parameters<typeof reportPrefix>[1] & { enterprise: string; runId: string },
) {
  const content = new TextEncoder().encode(`${JSON.stringify({ run_id: run.runId, outcome: "empty" })}\n`);
  await keep(store, {
    key: `${reportPrefix(run.enterprise, run)}not-sent.json`,
    contentType: "application/json",
    content,
  });
}

function askedMembers({ member }: ReportRequest, all: readonly (number | null)[]): readonly (number | null)[] {
  if (member === undefined) return all;
  if (all.includes(member)) return [member];
  const ids = all.filter((id) => id !== null);
  throw refused(
    ids.length === 0 ? "the report is of no audience that has members" : `the report is not sent to ${member}`,
    "member",
    ids.length === 0 ? "Leave member out" : `It is sent to ${ids.join(", ")}`,
  );
}

/** The snapshot_date that is told of: the one asked for, or today's in the enterprise's zone. @throws InvalidEvent */
function dateOf(
  request: Pick<ReportRequest, "date">,
  { zone, historyFrom, now }: { readonly zone: string; readonly historyFrom: Day; readonly now: number },
): Day {
  const today = dayOf(now, zone);
  const date = request.date ?? today;
  const remedy = "Name a day that has a snapshot";
  if (date > today) throw refused(`the day lies after today, ${today} in ${zone}`, "date", remedy);
  if (date < historyFrom) throw refused(`the day lies before historyFrom, ${historyFrom}`, "date", remedy);
  return date;
}

const refused = (what: string, field: string, remedy: string): ReportsError =>
  new ReportsError("InvalidEvent", { what, where: `event of report, ${field}`, remedy });
