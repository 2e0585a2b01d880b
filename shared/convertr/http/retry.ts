import type { Failure } from "./failure.ts";
import type { ConvertrLimits } from "./limits.ts";

/** What is to be done about a failed attempt. */
export type Decision =
  /** @property isStale the socket had died while idle: it says nothing of the server */
  | { readonly act: "retry"; readonly delayMs: number; readonly isStale: boolean }
  /** The server wants everybody to wait: not counted against the attempts of this page. */
  | { readonly act: "pause" }
  | { readonly act: "log-in" }
  | { readonly act: "give-up" };

/** How often one request failed so far, by what limits it. */
export interface Tries {
  attempts: number;
  content: number;
  immediate: number;
  /** New logins because the token that was current was refused. */
  logins: number;
}

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
/** What a socket dies of that the server closed while it lay idle, as after a Lambda freeze. */
const STALE_SOCKET: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
/** Not known to pass quickly: a host name that is not found, and what nobody has a name for. */
const RARELY_PASSING: ReadonlySet<string> = new Set(["ENOTFOUND", "UNKNOWN"]);

/**
 * Decides by the class of the failure (docs/pulling.md, "What is tried again"), and counts it in `tries`.
 * @param random between 0 and 1: full jitter
 */
export function decide(failure: Failure, tries: Tries, by: { limits: ConvertrLimits; random: () => number }): Decision {
  const { limits, random } = by;
  if (failure.kind === "status") {
    if (failure.passwordExpired === true || failure.malformedText === true) return { act: "give-up" };
    if (failure.status === 401) return { act: "log-in" };
    if (isThrottling(failure)) return { act: "pause" };
    if (!RETRYABLE_STATUS.has(failure.status)) return { act: "give-up" };
  }
  if (failure.kind === "refused" || failure.kind === "tls") return { act: "give-up" };
  tries.attempts += 1;
  if (tries.attempts >= limits.attempts) return { act: "give-up" };
  if (failure.kind === "content" || (failure.kind === "network" && RARELY_PASSING.has(failure.code))) {
    tries.content += 1;
    if (tries.content > limits.contentRetries) return { act: "give-up" };
  }
  if (isStaleSocket(failure) && tries.immediate === 0) {
    tries.immediate += 1;
    return { act: "retry", delayMs: 0, isStale: true };
  }
  const longest = Math.min(limits.backoffCapMs, limits.backoffBaseMs * 2 ** (tries.attempts - 1));
  return { act: "retry", delayMs: random() * longest, isStale: false };
}

/** 429, or 503 that says when to come back. */
export function isThrottling(failure: Failure): boolean {
  if (failure.kind !== "status") return false;
  return failure.status === 429 || (failure.status === 503 && failure.retryAfterMs !== undefined);
}

function isStaleSocket(failure: Failure): boolean {
  return failure.kind === "network" && STALE_SOCKET.has(failure.code);
}

/** Keeps a run from hammering a server that is down (docs/pulling.md, "What is tried again"). */
export interface RetryBudget {
  succeeded(): void;
  /** A failed attempt that says something of the server's health. */
  failed(): void;
  retried(): void;
  /** Why the run must stop now. */
  exhausted(requests: number): string | undefined;
  /** Half of the retries are gone: everybody should slow down before they all are. */
  strained(requests: number): boolean;
}

export function createRetryBudget(limits: ConvertrLimits): RetryBudget {
  let retries = 0;
  let failuresInARow = 0;
  const most = (requests: number) => Math.max(limits.retryBudget, limits.retryBudgetShare * requests);
  return {
    succeeded: () => {
      failuresInARow = 0;
    },
    failed: () => {
      failuresInARow += 1;
    },
    retried: () => {
      retries += 1;
    },
    exhausted: (requests) => {
      if (failuresInARow >= limits.breakerFailures) return `${failuresInARow} attempts in a row failed`;
      return retries >= most(requests) ? `${retries} of ${requests} requests were retries` : undefined;
    },
    strained: (requests) => retries * 2 >= most(requests),
  };
}

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*GMT$/;

/**
 * Milliseconds a `Retry-After` header asks for: seconds, or a date measured against the answer's own `Date` header, so that
 * a clock that is off does no harm. Past dates are 0; anything else is as if the header were absent.
 * @see docs/pulling.md, "When Convertr asks for patience"
 */
export function retryAfterMs(
  header: string | null,
  answered: { readonly date: string | null; readonly nowMs: number },
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  const at = httpDate(text);
  if (at === undefined) return undefined;
  return Math.max(0, at - (httpDate(answered.date ?? "") ?? answered.nowMs));
}

function httpDate(text: string): number | undefined {
  if (!HTTP_DATE.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
