import type { RecipientResult } from "../../shared/digest/delivery/deliver.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { MemberAnswer, ReportAnswer } from "./answer.ts";

/** Nothing is wrong, so nothing sounds. */
const QUIET: ReadonlySet<MemberAnswer["outcome"]> = new Set(["sent", "already-sent", "empty", "deferred", "dry-run"]);
/** The day's report is done. */
const DONE: ReadonlySet<MemberAnswer["outcome"]> = new Set(["sent", "already-sent", "empty"]);

export interface Told {
  /** How many members' reports could not be made, and no earlier run of the day said so. */
  readonly failed: number;
  /** All members were asked for, so that the day can be done. */
  readonly isWhole: boolean;
}

/**
 * A log line a member and one a run, without addresses and without what an engine said, which may repeat data; and the metrics that alarms
 * go by. A run counts what it did itself: what an earlier run of the day reported is not told again.
 */
export function reportReport(
  deps: { readonly log: Log; readonly metrics: Metrics },
  answer: ReportAnswer,
  { failed, isWhole }: Told,
): void {
  const { members, ...line } = answer;
  const { enterprise, outcome } = answer;
  const { runId, report, date } = answer;
  for (const member of members) {
    const { recipients, subject: _, error, ...rest } = member;
    deps.log[QUIET.has(member.outcome) ? "info" : "warn"]("report-member", {
      ...{ runId, enterprise, report, date, ...rest, ...statesOf(recipients) },
      ...(error === undefined ? {} : { error: error.name }),
    });
  }
  const recipients = members.flatMap((member) => member.recipients);
  const outcomes = Object.fromEntries(
    [...Map.groupBy(members, (member) => member.outcome)].map(([name, group]) => [name, group.length]),
  );
  deps.log[QUIET.has(outcome) ? "info" : "warn"]("report-run", { ...line, outcomes, ...statesOf(recipients) });
  if (outcome === "dry-run" || (outcome === "deferred" && members.length === 0)) return;
  if (DONE.has(outcome) && isWhole) deps.metrics.put("ReportSucceeded", 1, "Count", { enterprise });
  if (failed > 0) deps.metrics.put("ReportsFailed", failed, "Count");
  const own = (state: RecipientResult["state"]): number =>
    recipients.filter((one) => one.state === state && one.earlier !== true).length;
  const counted = { MailsSent: own("sent"), MailsFailed: own("failed"), MailsUnknown: own("unknown") };
  if (counted.MailsFailed + counted.MailsUnknown > 0) deps.metrics.put("ReportNotSent", 1, "Count");
  for (const [name, value] of Object.entries(counted)) deps.metrics.put(name, value, "Count");
}

function statesOf(recipients: readonly RecipientResult[]) {
  const states = { sent: 0, failed: 0, unknown: 0, "already-sent": 0 };
  for (const { state } of recipients) if (state !== "withheld") states[state] += 1;
  return states;
}
