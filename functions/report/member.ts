import { type DeliverDependencies, deliver } from "../../shared/digest/delivery/deliver.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import type { NotMade } from "../../shared/reports/mail/owner-notice.ts";
import { periodOf, type ReportPeriod } from "../../shared/reports/names.ts";
import type { QueryEngine } from "../../shared/reports/result.ts";
import type { PartResult } from "../../shared/reports/sheets.ts";
import { isRehearsal } from "../../shared/settings/event-fields.ts";
import type { ReportSettings } from "../../shared/settings/report.ts";
import type { MemberAnswer } from "./answer.ts";
import { keepFiles, textFile, WORKBOOK_NAME } from "./files.ts";
import { deliveryRequest, mailsFor } from "./mails.ts";
import { markNotSent, markOutcome } from "./marks.ts";
import { runPart, sqlOf } from "./parts.ts";
import { type Rendering, renderingOf } from "./rendering.ts";
import { prefixOf, type ReportRun } from "./report-run.ts";

export interface MemberDependencies extends DeliverDependencies {
  readonly engine: QueryEngine;
  readonly version: string;
  readonly stopAt?: number;
}

/** What became of a member's report, and whether a run before said the same of the day. */
export interface MemberEnd {
  readonly answer: MemberAnswer;
  readonly isRepeated: boolean;
  /** Of what failed: what the owner is told. */
  readonly why?: NotMade;
  /** What nobody foresaw. */
  readonly thrown?: unknown;
}

/** All parts for one member and its mails, or nothing: what fails here is an answer and stops no other member. Never throws. */
export async function runMember(deps: MemberDependencies, run: ReportRun, member: number | null): Promise<MemberEnd> {
  const { stopAt = Number.POSITIVE_INFINITY } = deps;
  if (deps.clock.now() >= stopAt) return { answer: leftToLater(member), isRepeated: false };
  const made = await madeOf(deps, run, member);
  if (isRehearsal(run.request)) return { ...made, isRepeated: false };
  return { ...made, ...(await marked(deps, run, made.answer)) };
}

const nothing = (member: number | null) => ({
  ...{ member, subject: null, htmlKey: null, workbookKey: null, recipients: [], parts: [] },
});

const leftToLater = (member: number | null): MemberAnswer => ({
  ...nothing(member),
  outcome: "deferred",
  reason: "The run's time was used up before its turn; a later run makes it.",
});

/** What is being worked on, so that a failure can say where it was. */
interface Progress {
  sqlKey: string | null;
}

async function madeOf(
  deps: MemberDependencies,
  run: ReportRun,
  member: number | null,
): Promise<Omit<MemberEnd, "isRepeated">> {
  const progress: Progress = { sqlKey: null };
  try {
    return { answer: await madeAndSent(deps, run, { member, progress }) };
  } catch (error) {
    const answer = { ...nothing(member), outcome: "failed" as const };
    if (!isReportsError(error)) return { answer: { ...answer, reason: "An unknown error." }, thrown: error };
    const { name, message, where } = error;
    return {
      answer: { ...answer, reason: `${name}, ${where}.`, error: { name, message } },
      why: { member, name, where, told: null, sqlKey: progress.sqlKey },
    };
  }
}

async function madeAndSent(
  deps: MemberDependencies,
  run: ReportRun,
  { member, progress }: { readonly member: number | null; readonly progress: Progress },
): Promise<MemberAnswer> {
  const period = periodOf(run.report.settings, run.date, run.enterprise);
  const prefix = prefixOf(run, member);
  const results: PartResult[] = [];
  for (const part of run.report.parts) {
    const given = { report: run.report, enterprise: run.enterprise, member, period };
    // Kept before it is run: who is told that it failed can run it.
    const file = textFile(`${part.name}.sql`, "application/sql", `${sqlOf(given, part)}\n`);
    await keepFiles(deps.store, prefix, [file]);
    progress.sqlKey = `${prefix}${file.filename}`;
    results.push(await runPart(deps.engine, given, part, { turn: turnOf(run), before: results }));
  }
  const quiet = whyQuiet(run.report.settings, results);
  if (quiet !== undefined) {
    return { ...nothing(member), outcome: "empty", reason: quiet, parts: partsOf(results, prefix) };
  }
  return await sent(deps, run, { member, period, results });
}

const turnOf = ({ request, runId }: ReportRun): string =>
  request.scheduledTime === undefined ? runId : new Date(request.scheduledTime).toISOString();

/** Why, by the settings' `send`, nobody is to get it. */
export function whyQuiet({ send }: Pick<ReportSettings, "send">, results: readonly PartResult[]): string | undefined {
  const isEmpty = results.every(({ rows }) => rows.length === 0);
  if (send === "when-rows" && isEmpty) return "There are no rows, and send is when-rows.";
  if (send === "when-empty" && !isEmpty) return "There are rows, and send is when-empty.";
  return undefined;
}

const partsOf = (results: readonly PartResult[], prefix: string): MemberAnswer["parts"] =>
  results.map(({ name, rows, query }) => ({
    ...{ name, rows: rows.length, key: `${prefix}${name}.csv` },
    ...(query === undefined ? {} : { queryId: query.id, bytesScanned: query.bytesScanned }),
  }));

interface MemberResults {
  readonly member: number | null;
  readonly period: ReportPeriod;
  readonly results: readonly PartResult[];
}

async function sent(deps: MemberDependencies, run: ReportRun, made: MemberResults): Promise<MemberAnswer> {
  const { member, results } = made;
  const prefix = prefixOf(run, member);
  const rendering = await renderingOf(run, { ...made, version: deps.version });
  await keepFiles(deps.store, prefix, rendering.files);
  const hasWorkbook = rendering.files.some(({ filename }) => filename === WORKBOOK_NAME);
  return {
    ...{ member, ...(await delivered(deps, run, { member, rendering })), subject: rendering.subject },
    ...{ htmlKey: `${prefix}report.html`, workbookKey: hasWorkbook ? `${prefix}${WORKBOOK_NAME}` : null },
    parts: partsOf(results, prefix),
  };
}

async function delivered(
  deps: MemberDependencies,
  run: ReportRun,
  { member, rendering }: { readonly member: number | null; readonly rendering: Rendering },
): Promise<Pick<MemberAnswer, "outcome" | "recipients">> {
  if (run.request.dryRun) return { outcome: "dry-run", recipients: [] };
  const asked = deliveryRequest(run, member, { content: rendering.html, stopAt: deps.stopAt });
  return await deliver(deps, asked, mailsFor(run, member, rendering));
}

/** Leaves word beside the files. What was sent stays sent where that fails. */
async function marked(deps: MemberDependencies, run: ReportRun, answer: MemberAnswer): Promise<Omit<MemberEnd, "why">> {
  const { outcome, reason = null, parts } = answer;
  const { runId } = run;
  const prefix = prefixOf(run, answer.member);
  try {
    if (outcome === "empty") await markNotSent(deps.store, prefix, { runId, outcome, reason: reason ?? "" });
    const before = await markOutcome(deps.store, prefix, { runId, outcome, reason, parts });
    return { answer, isRepeated: before === outcome };
  } catch (error) {
    if (!isReportsError(error)) return { answer, isRepeated: false, thrown: error };
    const told = `outcome.json could not be written: ${error.name}, ${error.where}.`;
    return { answer: { ...answer, reason: reason === null ? told : `${reason} ${told}` }, isRepeated: false };
  }
}
