import { ReportsError } from "../../platform/errors.ts";
import { changePasswordUrl } from "../http/endpoint.ts";
import type { Failure } from "../http/failure.ts";
import { failureReport, passwordExpired, type RequestSubject } from "../http/failure-report.ts";
import { type ConnectionOptions, createRequestContext, type RequestContext, send } from "../http/request-context.ts";
import { isThrottling } from "../http/retry.ts";
import type { Outcome } from "../http/transport.ts";
import type { Credentials } from "./credentials.ts";
import { loginFailure, requestLogin } from "./login.ts";
import type { LoginEntry } from "./login-answer.ts";

export interface ServiceUserOptions extends Omit<ConnectionOptions, "concurrency"> {
  /** Told of password and tokens before they are used, so that whatever leaves can be redacted. */
  readonly redactor?: { addSecret(value: string): void };
}

/** The account's user, for who changes its password. Every call is one login; nothing is remembered here. */
export interface ServiceUser {
  /**
   * One login, not repeated when the network fails: it may have counted.
   * @returns undefined when name or password were refused
   * @throws AuthFailed (locked, second factor, blocked) | PasswordExpired | BadResponse | ApiUnavailable | RateLimited | DeadlineExceeded
   */
  logIn(credentials: Credentials): Promise<UserSession | undefined>;
}

export interface UserSession {
  /** Convertr lets the user in, and refuses everything until the password is changed. */
  readonly isExpired: boolean;
  /**
   * Not repeated when the answer is lost: whether it was changed shows at the next login.
   * @returns refused when the password policy does not take the new one
   * @throws Forbidden | PasswordExpired | BadResponse | ApiUnavailable | RateLimited | DeadlineExceeded
   */
  changePassword(passwords: { readonly from: string; readonly to: string }): Promise<"changed" | "refused">;
}

const CHANGE: RequestSubject = { what: "a new password", collection: "change-password", isOneOfMany: false };

export function createServiceUser(options: ServiceUserOptions): ServiceUser {
  const limits = { ...options.limits, loginRetries: 0 };
  const shared = createRequestContext(
    { ...options, limits, concurrency: 1 },
    { collection: "change-password", done: 0, total: 0 },
  );
  const { signal } = new AbortController();
  const addSecret = (value: string) => options.redactor?.addSecret(value);
  return {
    logIn: async (credentials) => {
      addSecret(credentials.password);
      addSecret(credentials.username);
      const answer = await requestLogin(shared, credentials, signal);
      if (answer.kind === "refused") return undefined;
      if (answer.kind !== "token" && answer.kind !== "password-expired") throw loginFailure(shared.endpoint, answer);
      const { entry } = answer;
      if (entry === undefined) throw passwordExpired(shared.endpoint);
      for (const secret of entry.secrets) addSecret(secret);
      return {
        isExpired: answer.kind === "password-expired",
        changePassword: async ({ from, to }) => {
          addSecret(to);
          return await changePassword(shared, entry, { from, to, signal });
        },
      };
    },
  };
}

/**
 * `POST /api/v4/users/{id}/change-password` (docs/convertr-api.md, "Passwords"). Its documentation has the token in the query; it goes into the
 * header here, as everywhere, since addresses are logged on the way.
 */
async function changePassword(
  shared: RequestContext,
  { token, userId }: LoginEntry,
  { from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
): Promise<"changed" | "refused"> {
  const { endpoint, limits, log } = shared;
  if (userId === undefined) {
    throw new ReportsError("BadResponse", {
      what: "the login told no user_id, without which the password cannot be changed",
      where: endpoint.enterprise,
      remedy: 'Change the password by hand (docs/operations.md, "Rotate the password")',
    });
  }
  const request = {
    url: changePasswordUrl(endpoint, userId),
    headers: { accept: "application/ld+json", authorization: `Bearer ${token.value}` },
    json: JSON.stringify({ currentPassword: from, newPassword: to }),
    timeoutMs: limits.attemptTimeoutMs,
  };
  for (;;) {
    const { outcome } = await send(shared, { signal }, () => request);
    const verdict = verdictOf(outcome);
    if (verdict === "pause") continue;
    if (typeof verdict === "string") return verdict;
    log.warn("convertr-change-password", { failure: verdict.kind });
    if (verdict.kind === "status" && verdict.status === 403) {
      throw new ReportsError("Forbidden", {
        what: "the service user may not change its own password (403)",
        where: endpoint.enterprise,
        remedy: "Give the user a role that may, or turn rotatePassword off and change it by hand",
      });
    }
    throw failureReport(verdict, CHANGE, endpoint);
  }
}

/** Any 2xx is taken for done, for a login proves it afterwards. A throttled request was not looked at and waits for its turn. */
function verdictOf(outcome: Outcome): "changed" | "refused" | "pause" | Failure {
  if (!outcome.ok) return outcome.failure;
  const { status, retryAfterMs } = outcome.answer;
  if (status >= 200 && status < 300) return "changed";
  if (status === 400 || status === 422) return "refused";
  const failure: Failure = { kind: "status", status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return isThrottling(failure) ? "pause" : failure;
}
