import { type DeliverDependencies, settledDelivery } from "../../shared/digest/delivery/deliver.ts";
import { atOnce } from "../../shared/platform/at-once.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { CheckedReport } from "../../shared/reports/checked.ts";
import { ledgerName } from "../../shared/reports/ledger-name.ts";
import type { QueryEngine } from "../../shared/reports/result.ts";
import { askedDate, askedMembers } from "../../shared/settings/asked.ts";
import { isRehearsal } from "../../shared/settings/event-fields.ts";
import { enterpriseOf, reportOf } from "../../shared/settings/lookup.ts";
import { recipientsOf } from "../../shared/settings/recipients.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import type { MemberAnswer, ReportAnswer } from "./answer.ts";
import type { ReportRequest } from "./event.ts";
import { type Closed, gateOf } from "./gate.ts";
import { isMarkedEmpty, markNotSent, markOutcome } from "./marks.ts";
import { type MemberEnd, runMember } from "./member.ts";
import { tellOwner } from "./owner.ts";
import { prefixOf, type ReportRun } from "./report-run.ts";
import { reportReport } from "./reporting.ts";

export interface ReportDependencies extends DeliverDependencies {
  readonly settings: Settings;
  readonly engine: QueryEngine;
  /** The report as its checks left it. @throws InvalidSettings */
  readonly checked: (asked: { readonly enterprise: string; readonly report: string }) => Promise<CheckedReport>;
  readonly metrics: Metrics;
  readonly newRunId: (now: number) => string;
  /** Version of this code, printed in the mail's footer. */
  readonly version: string;
  /** Epoch ms after which no member is begun and no mail is started. @default never */
  readonly stopAt?: number;
}

type RunBefore = Omit<ReportRun, "sources">;

/** Members whose queries run at the same time; parts of one run in turn. */
const MEMBERS_AT_ONCE = 4;
/** Looks at the ledger, which are small. */
const LOOKS_AT_ONCE = 16;

/**
 * Runs the parts of a report over published snapshots, once for each member, keeps what they gave, and sends each recipient at most one
 * mail. Every outcome is an answer; what fails for one member is that member's alone, and the owner is told once, of all of them together.
 * @throws UnknownEnterprise | UnknownReport | InvalidEvent | InvalidSettings before anything is run; StoreFailed; what nobody foresaw, when
 *   all have had their turn
 */
export async function makeReport(deps: ReportDependencies, request: ReportRequest): Promise<ReportAnswer> {
  const enterprise = enterpriseOf(deps.settings, request.enterprise);
  const settings = reportOf(enterprise, request);
  const now = deps.clock.now();
  const date = askedDate(request, { zone: enterprise.timeZone, historyFrom: deps.settings.historyFrom, now }, "report");
  const members = askedMembers(request, settings, "report");
  const report = await deps.checked(request);
  const run: RunBefore = { request, settings: deps.settings, enterprise, report, date, runId: deps.newRunId(now) };
  const settled = await settledMembers(deps, run, members);
  const left = members.filter((member) => !settled.some((answer) => answer.member === member));
  const { closed, ends } = await ended(deps, run, { left, now });
  const known = new Map([...settled, ...ends.map(({ answer }) => answer)].map((answer) => [answer.member, answer]));
  const answers = members.flatMap((member) => known.get(member) ?? []);
  const answer: ReportAnswer = {
    ...{ runId: run.runId, enterprise: request.enterprise, report: request.report, date },
    ...(closed === undefined ? { outcome: outcomeOf(answers) } : { outcome: closed.outcome, reason: closed.reason }),
    members: answers,
  };
  reportReport(deps, answer, {
    failed: closed?.failed ?? ends.filter((end) => end.answer.outcome === "failed" && !end.isRepeated).length,
    isWhole: request.member === undefined,
  });
  const thrown = ends.find((end) => end.thrown !== undefined);
  if (thrown !== undefined) throw thrown.thrown;
  return answer;
}

interface Ended {
  readonly closed?: Closed & { readonly failed: number };
  readonly ends: readonly MemberEnd[];
}

async function ended(
  deps: ReportDependencies,
  run: RunBefore,
  { left, now }: { readonly left: readonly (number | null)[]; readonly now: number },
): Promise<Ended> {
  if (left.length === 0) return { ends: [] };
  const gate = await gateOf(deps.store, run, now);
  if (gate.closed !== undefined)
    return { closed: await toldClosed(deps, run, { left, closed: gate.closed }), ends: [] };
  const ends = await atOnce(left, MEMBERS_AT_ONCE, (member) =>
    runMember(deps, { ...run, sources: gate.sources }, member),
  );
  return { ends: await toldFailures(deps, run, ends) };
}

/** The owner is told of all that failed in one, when all have had their turn. */
async function toldFailures(
  deps: ReportDependencies,
  run: RunBefore,
  ends: readonly MemberEnd[],
): Promise<readonly MemberEnd[]> {
  const [first, ...others] = ends.flatMap(({ why }) => why ?? []);
  if (first === undefined || isRehearsal(run.request)) return ends;
  const told = await tellOwner(deps, run, [first, ...others]);
  return ends.map((end) =>
    end.why === undefined ? end : { ...end, answer: { ...end.answer, reason: `${end.answer.reason} ${told}` } },
  );
}

/**
 * Members that have nothing left to try, by the ledger or by word of an earlier run of the schedule: nothing is run for them. One of whom
 * the store cannot say it has its turn, and stops no other.
 */
async function settledMembers(
  { store }: Pick<ReportDependencies, "store">,
  run: RunBefore,
  members: readonly (number | null)[],
): Promise<readonly MemberAnswer[]> {
  const { request, report, date } = run;
  if (isRehearsal(request) || request.force) return [];
  const look = async (member: number | null): Promise<MemberAnswer | undefined> => {
    const prefix = prefixOf(run, member);
    const ledger = { enterprise: request.enterprise, date, digest: ledgerName(report.name, member) };
    const settled = await settledDelivery(store, ledger, recipientsOf(report.settings, member));
    const none = { member, subject: null, htmlKey: null, workbookKey: null, recipients: [], parts: [] };
    if (settled !== undefined) return { ...none, ...settled, htmlKey: `${prefix}report.html` };
    if (request.scheduledTime === undefined || !(await isMarkedEmpty(store, prefix))) return undefined;
    return { ...none, outcome: "empty", reason: "An earlier run of the day found nothing to tell." };
  };
  const found = await atOnce(members, LOOKS_AT_ONCE, (member) =>
    look(member).catch((error: unknown) => {
      if (isReportsError(error, "StoreFailed")) return undefined;
      throw error;
    }),
  );
  return found.filter((answer) => answer !== undefined);
}

/** The day lacks what the report is made of. Where that is final the owner is told, and the watch. */
async function toldClosed(
  deps: ReportDependencies,
  run: RunBefore,
  { left, closed }: { readonly left: readonly (number | null)[]; readonly closed: Closed },
): Promise<Closed & { readonly failed: number }> {
  if (closed.outcome === "deferred" || isRehearsal(run.request)) return { ...closed, failed: 0 };
  const { outcome, reason } = closed;
  const { runId, report } = run;
  const where = `report ${report.name}`;
  const told = await tellOwner(deps, run, [
    { member: run.request.member ?? null, name: "NoSnapshot", where, told: reason, sqlKey: null },
  ]);
  const marks = await atOnce(left, LOOKS_AT_ONCE, async (member) => {
    const prefix = prefixOf(run, member);
    await markNotSent(deps.store, prefix, { runId, outcome, reason });
    return await markOutcome(deps.store, prefix, { runId, outcome, reason, parts: [] });
  }).catch((error: unknown) => {
    if (isReportsError(error, "StoreFailed")) return left.map(() => undefined);
    throw error;
  });
  return { outcome, reason: `${reason} ${told}`, failed: marks.filter((before) => before !== outcome).length };
}

/** Of outcomes that differ, those that gave somebody nothing new do not count. */
function outcomeOf(answers: readonly MemberAnswer[]): ReportAnswer["outcome"] {
  const outcomes = new Set(answers.map(({ outcome }) => outcome));
  const [first = "empty"] = outcomes;
  if (outcomes.size === 1) return first;
  const bad = (["failed", "not-sent", "partial", "deferred"] as const).filter((outcome) => outcomes.has(outcome));
  if (bad.length > 0) return "partial";
  return (["dry-run", "sent", "already-sent"] as const).find((outcome) => outcomes.has(outcome)) ?? "empty";
}
