import { type AwsFailure, awsFailureOf, isClockRefusal, isSignatureRefusal } from "../../platform/aws-client.ts";
import type { SendOutcome } from "./mailer.ts";

/** SES has not taken the mail and will soon: it came too fast, or was signed by a clock that has been set since. */
export type AskAgain =
  | { readonly state: "too-fast"; readonly reason: string }
  | { readonly state: "clock-set"; readonly reason: string };
type Failed = Extract<SendOutcome, { state: "failed" }>;

/** Nothing left this machine: no connection was made, or no name was found. */
const NEVER_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** What services of AWS call it that requests come too fast. */
const TOO_FAST: ReadonlySet<string> = new Set([
  ...["Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException"],
  ...["RequestThrottled", "RequestThrottledException", "RequestLimitExceeded", "SlowDown"],
]);
const TOO_MANY_REQUESTS = 429;

/** Credentials of the process that have run out or are not known yet; the next run is given others. */
const PASSING_CREDENTIALS: ReadonlySet<string> = new Set([
  ...["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"],
]);

/** SES's own text may name addresses, so the reason is ours: by code. */
const MEANING: Readonly<Record<string, string>> = {
  MessageRejected: "SES refused the message",
  MailFromDomainNotVerifiedException: "the custom MAIL FROM domain's MX record is not found",
  ConfigurationSetDoesNotExist: "the configuration set does not exist: deploy the stack again",
  ConfigurationSetDoesNotExistException: "the configuration set does not exist: deploy the stack again",
  ConfigurationSetSendingPausedException: "sending is paused for the configuration set",
  AccountSendingPausedException: "sending is paused for the account: see SES, Account dashboard",
  AccessDenied: "the function's role may not send as this sender to this recipient",
  AccessDeniedException: "the function's role may not send as this sender to this recipient",
  InvalidParameterValue: "SES found the message or an address badly formed",
};

/**
 * What a failed `SendRawEmail` means for the ledger. `failed` is what SES has certainly not taken: an answer below 500, or no
 * connection at all; `retryable` where the next run may fare better. Everything else may have been sent.
 */
export function judgeRefusal(error: unknown): SendOutcome | AskAgain {
  const failure = awsFailureOf(error);
  const { name, message, code, status } = failure;
  if (TOO_FAST.has(name) || status === TOO_MANY_REQUESTS) return tooFast(failure);
  if (isSignatureRefusal(failure)) return signatureRefused(failure);
  if (PASSING_CREDENTIALS.has(name)) {
    return retryable(`SES: ${name}, the function's own credentials have run out or are not known yet`);
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) return refused(failure);
  const connecting = name === "TimeoutError" && /did not establish a connection/.test(message);
  if (connecting || (code !== undefined && NEVER_CONNECTED.has(code)) || name === "CredentialsProviderError") {
    return retryable(`SES was not reached: ${code ?? name}`);
  }
  return {
    state: "unknown",
    reason: `SES gave no answer that tells: ${[name, code, status].filter(Boolean).join(" ")}`,
  };
}

const retryable = (reason: string): Failed => ({ state: "failed", reason, retryable: true });

function tooFast({ name, message, status }: AwsFailure): Failed | AskAgain {
  if (/quota exceeded/i.test(message))
    return { state: "failed", reason: "SES: Daily message quota exceeded", quota: true };
  const said = /sending rate exceeded/i.test(message)
    ? "Maximum sending rate exceeded"
    : `${name} ${status ?? ""}`.trim();
  return { state: "too-fast", reason: `SES: ${said}` };
}

function signatureRefused(failure: AwsFailure): Failed | AskAgain {
  const reason = isClockRefusal(failure)
    ? `SES: ${failure.name}, the clock of the function is wrong`
    : `SES: ${failure.name}, the clock or the key of the function is wrong`;
  return failure.isClockCorrected ? { state: "clock-set", reason } : retryable(reason);
}

function refused({ name, message }: AwsFailure): Failed {
  const unverified = name === "MessageRejected" && /not verified/i.test(message);
  const meaning = unverified
    ? "an identity is not verified: confirm the sender's domain, and in the sandbox the recipient too"
    : MEANING[name];
  return { state: "failed", reason: meaning === undefined ? `SES: ${name}` : `SES: ${name}, ${meaning}` };
}
