import { ReportsError } from "../platform/errors.ts";
import type { Token } from "./account-memory.ts";
import type { RefusedSecrets } from "./client.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";
import { loginUrl } from "./endpoint.ts";
import { type Exchange, noteSuccess, send, waitUnlessLate } from "./exchange.ts";
import { describeFailure, type Failure } from "./failure.ts";
import { type Asked, failureReport, passwordExpired } from "./failure-report.ts";
import { type LoginAnswer, readLoginAnswer } from "./login-answer.ts";
import { decide, type Tries } from "./retry-policy.ts";
import type { Answer, Outcome } from "./transport.ts";

const LOGIN: Asked = { what: "a token", collection: "login", isOneOfMany: false };

export interface LoginDesk {
  readonly shared: Exchange;
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
 * the account. The secret is read once past the cache before giving up (faults.md, part 1.7).
 * @throws AuthFailed | PasswordExpired | BadResponse | ApiUnavailable | RateLimited | DeadlineExceeded | SecretUnavailable |
 *   SecretMalformed | StoreFailed
 */
export async function logIn(desk: LoginDesk, signal: AbortSignal): Promise<LoggedIn> {
  const { enterprise } = desk.shared.endpoint;
  const refused = await desk.refusedSecrets.read(enterprise);
  const cached = await desk.credentials.get(enterprise);
  if (cached.version !== refused) {
    const token = await tryLogin(desk, cached, signal);
    if (token !== undefined) return { token, version: cached.version };
  }
  const fresh = await desk.credentials.get(enterprise, { refresh: true });
  if (fresh.version !== refused && fresh.version !== cached.version) {
    const token = await tryLogin(desk, fresh, signal);
    if (token !== undefined) return { token, version: fresh.version };
  }
  throw new ReportsError("AuthFailed", {
    what: "Convertr refused the service user's name and password, and this version of the secret is not tried again",
    where: enterprise,
    remedy: "Store the right username and password in the enterprise's secret; ten wrong logins lock the account",
  });
}

/** Undefined when the credentials were refused, which is remembered. */
async function tryLogin(desk: LoginDesk, credentials: Credentials, signal: AbortSignal): Promise<Token | undefined> {
  desk.addSecret(credentials.password);
  desk.addSecret(credentials.username);
  const answer = await requestLogin(desk, credentials, signal);
  switch (answer.kind) {
    case "token":
      for (const secret of answer.secrets) desk.addSecret(secret);
      return answer.token;
    case "refused":
      await rememberRefusal(desk, credentials.version);
      return undefined;
    case "password-expired":
      throw passwordExpired(desk.shared.endpoint);
    case "mfa":
      throw new ReportsError("AuthFailed", {
        what: "Convertr asks the service user for a second factor, which nobody is there to give",
        where: desk.shared.endpoint.enterprise,
        remedy: "Turn multi-factor authentication (MFA) off for the service user",
      });
    default:
      throw badLogin(desk, answer.failure);
  }
}

/** A refusal that cannot be remembered must still end as a refusal; the log says that the next run will try again. */
async function rememberRefusal(desk: LoginDesk, version: string): Promise<void> {
  try {
    await desk.refusedSecrets.remember(desk.shared.endpoint.enterprise, version);
  } catch {
    desk.shared.log.error("refused-secret-not-remembered", { enterprise: desk.shared.endpoint.enterprise });
  }
}

/** The answer to one login, tried again only while the network or the server fails. */
async function requestLogin(desk: LoginDesk, credentials: Credentials, signal: AbortSignal): Promise<LoginAnswer> {
  const { shared } = desk;
  const { limits, random, clock, budget, traffic, log } = shared;
  const tries: Tries = { attempts: 0, content: 0, immediate: 0, logins: 0 };
  for (;;) {
    traffic.logins += 1;
    const { outcome, episode } = await send(shared, { signal }, () => loginRequest(desk, credentials));
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
      budget.retried();
      traffic.retries += 1;
      await waitUnlessLate(shared, decision.delayMs, signal);
    } else throw failureReport(failure, LOGIN, shared.endpoint);
  }
}

function loginRequest({ shared }: LoginDesk, { username, password }: Credentials) {
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
  return { failure: { kind: "status", status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
}

function badLogin({ shared }: LoginDesk, failure: Failure): ReportsError {
  if (failure.kind === "status" && failure.status === 403) {
    return new ReportsError("AuthFailed", {
      what: "Convertr does not let the service user log in (403)",
      where: shared.endpoint.enterprise,
      remedy: "Check in Convertr that the user is active, and that nothing blocks this machine's address",
    });
  }
  return failureReport(failure, LOGIN, shared.endpoint);
}
