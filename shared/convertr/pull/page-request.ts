import { setImmediate as nextTurn } from "node:timers/promises";
import { ReportsError } from "../../platform/errors.ts";
import { complaintOf } from "../http/error-answer.ts";
import { describeFailure, type Failure } from "../http/failure.ts";
import { failureReport, type RequestSubject } from "../http/failure-report.ts";
import {
  closeGate,
  deadlineExceeded,
  noteSuccess,
  type RequestContext,
  send,
  waitUnlessLate,
} from "../http/request-context.ts";
import { type Decision, decide, type Tries } from "../http/retry.ts";
import type { Answer, Outcome } from "../http/transport.ts";
import type { Session } from "../login/session.ts";
import { type Page, type Read, readPage } from "./envelope.ts";

export interface PageRequest extends RequestSubject {
  readonly url: URL;
  /** Why a readable page cannot be right yet, such as being shorter than its own total says; asked again a little. */
  readonly check?: (page: Page) => string | undefined;
  /** What a 404 stands for, where the collection may have ended before: some servers have no page behind the last. */
  readonly whenAbsent?: Page;
}

/** What the requests of one pull share. */
export interface PullContext extends RequestContext {
  readonly session: Session;
  /** Aborts when the pull has failed. */
  readonly signal: AbortSignal;
  /** Ends the pull for all its workers; the first reason counts. */
  readonly stop: (reason: unknown) => void;
  /** Requests that have not ended yet. */
  readonly underWay: Set<Promise<unknown>>;
}

/** A request for anything that comes with status 200. */
export interface ApiRequest<T> extends RequestSubject {
  readonly url: URL;
  readonly read: (answer: Pick<Answer, "mediaType" | "charset" | "bytes">) => Read<T>;
  readonly whenAbsent?: T;
}

/**
 * Gets one page, through all failures that can pass.
 * @throws AuthFailed | PasswordExpired | Forbidden | RateLimited | ApiUnavailable | BadResponse | IncompleteCollection |
 *   DeadlineExceeded, or the signal's reason
 */
export function requestPage(pull: PullContext, request: PageRequest): Promise<Page> {
  const { check, ...asked } = request;
  const read: ApiRequest<Page>["read"] = (answer) => {
    const page = readPage(answer, { endpoint: pull.endpoint, collection: request.collection });
    const problem = page.ok ? check?.(page.value) : undefined;
    return problem === undefined ? page : { ok: false, problem, passing: true, incomplete: true };
  };
  return requestApi(pull, { ...asked, read });
}

/**
 * Gets one answer, through all failures that can pass.
 * @throws as `requestPage` | NotFound of an item
 */
export async function requestApi<T>(pull: PullContext, request: ApiRequest<T>): Promise<T> {
  const answer = untilAnswered(pull, request);
  pull.underWay.add(answer);
  try {
    return await answer;
  } catch (thrown) {
    pull.stop(thrown);
    throw thrown;
  } finally {
    pull.underWay.delete(answer);
  }
}

type Judged<T> = { readonly value: T; readonly failure?: never } | { readonly failure: Failure };

async function untilAnswered<T>(pull: PullContext, request: ApiRequest<T>): Promise<T> {
  const tries: Tries = { attempts: 0, content: 0, immediate: 0, logins: 0 };
  const needs = {
    isMet: () => pull.session.current() !== undefined,
    meet: () => pull.session.open(pull.signal),
  };
  for (;;) {
    let token = "";
    let login: Promise<void> | undefined;
    const note = (outcome: Outcome) => {
      if (!asksForLogin(outcome)) return;
      const isCurrent = pull.session.current() === token;
      login = pull.session.refused(token, isCurrent && tries.logins > 0);
      if (isCurrent) tries.logins += 1;
      // Awaited below, after others had their turn.
      login.catch(() => {});
    };
    const { outcome, episode } = await send(pull, { signal: pull.signal, needs, note }, () => {
      token = pull.session.current() ?? "";
      return { url: request.url, headers: headersWith(token), timeoutMs: pull.limits.attemptTimeoutMs };
    });
    // The next request goes out before this answer is parsed.
    await nextTurn();
    const judged = judge(outcome, request);
    if (outcome.ok && outcome.answer.status === 200) pull.session.accepted(token);
    if (judged.failure === undefined) {
      noteSuccess(pull, episode);
      return judged.value;
    }
    await login;
    await recover(pull, request, { failure: judged.failure, tries, episode });
  }
}

/** Status 401 is answered with a new login, unless it says that the password has expired. */
function asksForLogin(outcome: Outcome): boolean {
  return outcome.ok && outcome.answer.status === 401 && !complaintOf(outcome.answer.bytes).passwordExpired;
}

function headersWith(token: string): Readonly<Record<string, string>> {
  return { accept: "application/ld+json", authorization: `Bearer ${token}`, "user-agent": "convertr-reports" };
}

function judge<T>(outcome: Outcome, request: ApiRequest<T>): Judged<T> {
  if (!outcome.ok) return { failure: outcome.failure };
  const { answer } = outcome;
  if (answer.status === 404 && request.whenAbsent !== undefined) return { value: request.whenAbsent };
  // No Content is taken for what it is, a page that lacks its body.
  if (answer.status !== 200 && answer.status !== 204) return { failure: statusFailure(answer) };
  const read = request.read(answer);
  if (read.ok) return { value: read.value };
  const { problem, passing } = read;
  if (read.incomplete === true) return { failure: { kind: "content", problem, incomplete: true } };
  if (complaintOf(answer.bytes).passwordExpired)
    return { failure: { kind: "refused", problem, passwordExpired: true } };
  return { failure: passing ? { kind: "content", problem } : { kind: "refused", problem, remedy: read.remedy } };
}

/** An answer with another status than was asked for, with what it says of itself. */
function statusFailure({ status, retryAfterMs, mediaType, bytes }: Answer): Failure {
  const { passwordExpired, malformedText } = complaintOf(bytes);
  return {
    kind: "status",
    status,
    retryAfterMs,
    ...(passwordExpired ? { passwordExpired } : {}),
    ...(malformedText ? { malformedText } : {}),
    ...(mediaType.startsWith("text/") ? { isForeign: true } : {}),
  };
}

interface Failed {
  readonly failure: Failure;
  readonly tries: Tries;
  readonly episode: number;
}

/** Returns when the request is to be sent again. */
async function recover(pull: PullContext, request: RequestSubject, failed: Failed): Promise<void> {
  const { failure, tries, episode } = failed;
  const { limits, random, clock, log } = pull;
  const decision = decide(failure, tries, { limits, random });
  const { collection, what } = request;
  log.warn("convertr-attempt", { collection, what, failure: describeFailure(failure), decision: decision.act });
  const isOver = clock.now() >= pull.deadline;
  if (isOver && (decision.act !== "give-up" || failure.kind === "timeout")) throw deadlineExceeded(pull);
  switch (decision.act) {
    // Both were seen to before the slot was given on.
    case "log-in":
    case "pause":
      countRetry(pull, failure);
      return;
    case "give-up":
      throw failureReport(failure, request, pull.endpoint);
    default:
      return await retry(pull, { failure, episode, decision });
  }
}

async function retry(
  pull: PullContext,
  { failure, episode, decision }: { failure: Failure; episode: number; decision: Decision & { act: "retry" } },
): Promise<void> {
  const { budget, traffic } = pull;
  if (!decision.isStale) budget.failed();
  const stop = budget.exhausted(traffic.requests);
  if (stop !== undefined) throw serverDown(pull, stop, failure);
  budget.retried();
  countRetry(pull, failure);
  if (budget.strained(traffic.requests)) closeGate(pull, { failure, episode, asked: false });
  await waitUnlessLate(pull, decision.delayMs, pull.signal);
}

function countRetry({ traffic }: PullContext, failure: Failure): void {
  traffic.retries += 1;
  const cause = failure.kind === "status" ? `status ${failure.status}` : failure.kind;
  traffic.retriesBy.set(cause, (traffic.retriesBy.get(cause) ?? 0) + 1);
}

function serverDown(pull: PullContext, stop: string, failure: Failure): ReportsError {
  return new ReportsError("ApiUnavailable", {
    what: `${stop}, the last time because ${describeFailure(failure)}`,
    where: `${pull.endpoint.enterprise}, ${pull.progress()}`,
    remedy: "Nothing was published. See how Convertr is doing",
  });
}
