import type { JobEnd } from "./job-run.ts";
import { OWNER, RECIPIENTS } from "./job-run.ts";
import type { Standing } from "./standing.ts";

/** One scenario with its job killed after one step, and everything that came of it. */
export interface Course {
  readonly scenario: string;
  readonly afterKill: Standing;
  readonly again: JobEnd;
  readonly afterAgain: Standing;
  readonly last: JobEnd;
  readonly afterLast: Standing;
  /** Wrong logins of all runs. */
  readonly logins: number;
}

/** What must hold of a course, whatever the step. @returns what does not */
export function judgeCourse(course: Course): string[] {
  if (course.scenario.startsWith("month")) return judgeMonth(course);
  if (course.scenario === "refused login") return judgeRefused(course);
  if (course.scenario === "withheld digest") return [...judgeMails(course), ...judgeWithheld(course)];
  if (course.scenario === "broken report") return [...judgeMails(course), ...judgeBroken(course)];
  return course.scenario === "snapshot" || course.scenario === "replacement"
    ? judgeSnapshot(course)
    : judgeMails(course);
}

/** One snapshot stands, the record of its own run is there once and tells of its very bytes; nothing changes any more. */
function judgeSnapshot({ scenario, afterKill, again, afterAgain, last, afterLast }: Course): string[] {
  const problems: string[] = [];
  const killedPublished = afterKill.snapshot?.run === 3;
  const expected = scenario === "snapshot" && killedPublished ? "already-published" : "published";
  if (again.outcome !== expected) problems.push(`the next run ended as ${again.outcome}, not ${expected}`);
  if (last.outcome !== "already-published") problems.push(`the last run ended as ${last.outcome}`);
  for (const { snapshot, records } of [afterAgain, afterLast]) {
    const own = records.filter(({ outcome, sha256 }) => outcome === "published" && sha256 === snapshot?.sha256);
    const ofRun = own.filter(({ runId }) => runId.endsWith(`-${String(snapshot?.run).padStart(8, "0")}`));
    if (snapshot === undefined || ofRun.length !== 1)
      problems.push(`${ofRun.length} records of the snapshot's own run`);
    if (records.some(({ outcome }) => outcome === "failed")) problems.push("a record says failed");
  }
  if (afterLast.snapshot?.sha256 !== afterAgain.snapshot?.sha256) problems.push("the last run changed the snapshot");
  return problems;
}

/** The month stands whole, with the days as they are now; the next run finds it or makes it, and nothing changes any more. */
function judgeMonth({ scenario, afterKill, again, last, afterAgain, afterLast }: Course): string[] {
  const problems: string[] = [];
  const [runs, made] = scenario === "month" ? [[1, 2], "made"] : [[1, 4], "remade"];
  const wasMade = afterKill.month?.runs.join() === runs.join();
  const expected = wasMade ? "already-made" : made;
  if (again.outcome !== expected) problems.push(`the next run ended as ${again.outcome}, not ${expected}`);
  if (last.outcome !== "already-made") problems.push(`the last run ended as ${last.outcome}`);
  for (const { month } of [afterAgain, afterLast]) {
    if (month?.runs.join() !== runs.join()) problems.push(`the month has days of runs ${month?.runs.join()}`);
  }
  if (afterLast.month?.etag !== afterAgain.month?.etag) problems.push("the last run changed the month");
  return problems;
}

/** At most two logins whatever dies: the refusal is remembered before anything else, or tried once more. */
function judgeRefused({ again, last, afterAgain, afterLast, logins }: Course): string[] {
  const problems: string[] = [];
  for (const { outcome } of [again, last]) if (outcome !== "AuthFailed") problems.push(`a run ended as ${outcome}`);
  if (afterAgain.refused !== 1) problems.push("the refused version is not noted");
  if (logins > 2) problems.push(`${logins} wrong logins`);
  if (afterLast.snapshot !== undefined) problems.push("a snapshot was published");
  return problems;
}

/**
 * Nobody has two mails unless a person asked for it, not knowing of the first; who has none is claimed, told of as unknown, or
 * gets it by the next run. A claim whose run died stays as it is until a person forces it.
 */
function judgeMails({ scenario, afterKill, again, afterAgain, afterLast }: Course): string[] {
  const problems: string[] = [];
  const isOwners = scenario === "withheld digest" || scenario === "broken report";
  const people = isOwners ? [OWNER] : RECIPIENTS;
  for (const to of people) {
    const killed = at(afterKill, to);
    const next = at(afterAgain, to);
    const end = at(afterLast, to);
    if (next.count > 1) problems.push(`${to} has ${next.count} mails`);
    if (next.ledger !== "sent" && next.ledger !== "claimed") problems.push(`the ledger says ${next.ledger} of ${to}`);
    if (next.ledger === "sent" && next.count !== 1) problems.push(`${to} counts as sent and has ${next.count} mails`);
    if (killed.ledger === "claimed" && next.ledger !== "claimed") problems.push(`the claim of ${to} was taken over`);
    if (killed.ledger !== "claimed" && next.ledger === "claimed") problems.push(`${to} stayed claimed`);
    const told = again.told[to];
    if (to !== OWNER && next.ledger === "claimed" && told !== "unknown") problems.push(`${to} was told of as ${told}`);
    if (isOwners) {
      if (end.count !== next.count || end.ledger !== next.ledger) problems.push("the last run told the owner again");
      continue;
    }
    // The force of a person who does not know whether the mail of an unknown one had left.
    const forced = next.ledger === "claimed" ? 1 : 0;
    if (end.ledger !== "sent") problems.push(`the ledger says ${end.ledger} of ${to} in the end`);
    if (end.count !== next.count + forced) problems.push(`${to} has ${end.count} mails in the end`);
  }
  return problems;
}

function judgeWithheld({ again, last, afterLast }: Course): string[] {
  const problems: string[] = [];
  for (const { outcome } of [again, last]) if (outcome !== "withheld") problems.push(`a run ended as ${outcome}`);
  if (!afterLast.notSent) problems.push("nothing says that it was not sent on purpose");
  return [...problems, ...judgeSpared(afterLast)];
}

const judgeSpared = (standing: Standing): string[] =>
  RECIPIENTS.filter((to) => at(standing, to).count > 0 || at(standing, to).ledger !== undefined).map(
    (to) => `${to} was not spared`,
  );

/** The owner alone is told, and nothing says that it was on purpose: the watch is to hear of it too. */
function judgeBroken({ again, last, afterLast }: Course): string[] {
  const problems: string[] = [];
  for (const { outcome } of [again, last]) if (outcome !== "failed") problems.push(`a run ended as ${outcome}`);
  if (afterLast.notSent) problems.push("a failure is noted as meant");
  return [...problems, ...judgeSpared(afterLast)];
}

const at = ({ mails }: Standing, to: string) => mails.get(to) ?? { count: 0, ledger: undefined };
