import { ReportsError } from "../../platform/errors.ts";
import type { Token } from "../http/account-memory.ts";
import { type Endpoint, loginUrl } from "../http/endpoint.ts";
import { describeFailure, type Failure } from "../http/failure.ts";
import { failureReport, passwordExpired, type RequestSubject } from "../http/failure-report.ts";
import { noteSuccess, type RequestContext, send, waitUnlessLate } from "../http/request-context.ts";
import { decide, type Tries } from "../http/retry.ts";
import type { Answer, Outcome } from "../http/transport.ts";
import type { Credentials, CredentialsProvider, RefusedSecrets } from "./credentials.ts";
import { type LoginAnswer, readLoginAnswer } from "./login-answer.ts";

const LOGIN: RequestSubject = { what: "a token", collection: "login", isOneOfMany: false };

export interface LoginContext {
  readonly shared: RequestContext;
  readonly credentials: CredentialsProvider;
  readonly refusedSecrets: RefusedSecrets;
  /** Told of everything that must never be seen, before it is used. */
  readonly addSecret: (value: string) => void;
}

export interface LoggedIn {
  readonly token: Token;
  /** Version of the secret it was got with. */
  readonly version: string;
}

/**
 * Logs in once. A secret version that Convertr refused, now or in an earlier run, is not tried again: ten wrong logins lock
 * the account. Before giving up the secret is read past the cache (docs/pulling.md, "Logging in"), and then what a rotation that has
 * not finished would make its value: it may have died after Convertr took the new password.
 * @throws AuthFailed | PasswordExpired | BadResponse | ApiUnavailable | RateLimited | DeadlineExceeded | SecretUnavailable |
 *   SecretMalformed | StoreFailed
 */
export async function logIn(context: LoginContext, signal: AbortSignal): Promise<LoggedIn> {
  const { endpoint, account } = context.shared;
  const { enterprise } = endpoint;
  const hopeless = new Set(await context.refusedSecrets.read(enterprise)).union(account.refused);
  const places: readonly (() => Promise<Credentials | undefined>)[] = [
    () => context.credentials.get(enterprise),
    () => context.credentials.get(enterprise, { refresh: true }),
    async () => context.credentials.pending?.(enterprise),
  ];
  for (const find of places) {
    const credentials = await find();
    if (credentials === undefined || hopeless.has(credentials.version)) continue;
    hopeless.add(credentials.version);
    const token = await tryLogin(context, credentials, signal);
    if (token !== undefined) return { token, version: credentials.version };
  }
  throw refused(enterprise, account.refused.size === 0);
}

/** @param isNoted in the store, for every later run */
function refused(enterprise: string, isNoted: boolean): ReportsError {
  const what = "Convertr refused the service user's name and password";
  const remedy = "Store the right username and password in the enterprise's secret; ten wrong logins lock the account";
  return isNoted
    ? new ReportsError("AuthFailed", {
        what: `${what}, and this version of the secret is not tried again`,
        where: enterprise,
        remedy,
      })
    : new ReportsError("AuthFailed", {
        what: `${what}; that could not be noted, so this process leaves them alone and the next run tries them once more`,
        where: enterprise,
        remedy: `${remedy}, so see to it that auth/ can be written, or stop the schedule until then`,
      });
}

/** Undefined when the credentials were refused, which is remembered. */
async function tryLogin(
  context: LoginContext,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<Token | undefined> {
  const { shared } = context;
  context.addSecret(credentials.password);
  context.addSecret(credentials.username);
  const answer = await requestLogin(shared, credentials, signal);
  switch (answer.kind) {
    case "token":
      for (const secret of answer.entry.secrets) context.addSecret(secret);
      return answer.entry.token;
    case "refused":
      // First here: the store may be a while, or fail.
      shared.account.refused.add(credentials.version);
      if (await rememberRefusal(context, credentials.version)) shared.account.refused.delete(credentials.version);
      return undefined;
    case "password-expired":
      throw passwordExpired(shared.endpoint);
    default:
      // Not noted in the store: it may be the right one. But nothing is gained by asking at once again.
      if (answer.kind === "bad" && answer.perhapsRefused === true) shared.account.refused.add(credentials.version);
      throw loginFailure(shared.endpoint, answer);
  }
}

/** A refusal that cannot be remembered must still end as a refusal; the log says that the next run will try again. */
async function rememberRefusal(context: LoginContext, version: string): Promise<boolean> {
  const { enterprise } = context.shared.endpoint;
  try {
    await context.refusedSecrets.remember(enterprise, version);
    return true;
  } catch {
    context.shared.log.error("refused-secret-not-remembered", { enterprise });
    return false;
  }
}

/** The answer to one login, tried again only while the network or the server fails. */
export async function requestLogin(
  shared: RequestContext,
  credentials: Pick<Credentials, "username" | "password">,
  signal: AbortSignal,
): Promise<LoginAnswer> {
  const { limits, random, clock, budget, traffic, log } = shared;
  const tries: Tries = { attempts: 0, content: 0, immediate: 0, logins: 0 };
  for (;;) {
    traffic.logins += 1;
    const { outcome, episode } = await send(shared, { signal }, () => loginRequest(shared, credentials));
    const judged = judge(outcome);
    if (judged.failure === undefined) {
      noteSuccess(shared, episode);
      return readLoginAnswer(judged.answer, clock.now());
    }
    const { failure } = judged;
    log.warn("convertr-login-attempt", { failure: describeFailure(failure) });
    const decision = decide(failure, tries, { limits: { ...limits, attempts: limits.loginRetries + 1 }, random });
    if (decision.act === "pause") traffic.retries += 1;
    else if (decision.act === "retry") {
      const delayMs = decision.isStale ? 0 : loginDelayMs(shared, tries.attempts);
      // Within the run's own time; what is told then is why no login came through, and not that time is up.
      if (clock.now() + delayMs >= shared.deadline) throw failureReport(failure, LOGIN, shared.endpoint);
      budget.retried();
      traffic.retries += 1;
      await waitUnlessLate(shared, delayMs, signal);
    } else throw failureReport(failure, LOGIN, shared.endpoint);
  }
}

function loginDelayMs({ limits, random }: RequestContext, attempts: number): number {
  const step = limits.loginStepsMs[attempts - 1] ?? limits.loginStepsMs.at(-1) ?? 0;
  return step * (0.75 + random() / 2);
}

function loginRequest(shared: RequestContext, { username, password }: Pick<Credentials, "username" | "password">) {
  return {
    url: loginUrl(shared.endpoint),
    headers: { accept: "application/json" },
    form: new URLSearchParams({ username, password }),
    timeoutMs: shared.limits.loginTimeoutMs,
  };
}

type Judged = { readonly answer: Answer; readonly failure?: never } | { readonly failure: Failure };

/** What is worth another try, or a pause, is a failure; every other answer is read for what it says. */
function judge(outcome: Outcome): Judged {
  if (!outcome.ok) return { failure: outcome.failure };
  const { status, retryAfterMs } = outcome.answer;
  if (status < 500 && status !== 429 && status !== 408 && status !== 425) return { answer: outcome.answer };
  return { failure: { kind: "status", status, retryAfterMs } };
}

/** The named error of a login that brought no token, though nothing was wrong with the password. */
export function loginFailure(
  endpoint: Endpoint,
  answer: Extract<LoginAnswer, { kind: "mfa" | "locked" | "bad" }>,
): ReportsError {
  const where = endpoint.enterprise;
  if (answer.kind === "mfa") {
    return new ReportsError("AuthFailed", {
      what: "Convertr asks the service user for a second factor, which nobody is there to give",
      where,
      remedy: "Turn multi-factor authentication (MFA) off for the service user",
    });
  }
  if (answer.kind === "locked") {
    return new ReportsError("AuthFailed", {
      what: "Convertr has locked or disabled the service user, as after too many wrong logins; this password was not judged",
      where,
      remedy:
        "Unlock or enable the user in Convertr and find out who else logs in as it; the secret needs no new value for that",
    });
  }
  if (answer.failure.kind === "status" && answer.failure.status === 403) {
    return new ReportsError("AuthFailed", {
      what: "Convertr does not let the service user log in (403)",
      where,
      remedy: "Check in Convertr that the user is active, and that nothing blocks this machine's address",
    });
  }
  return failureReport(answer.failure, LOGIN, endpoint);
}
