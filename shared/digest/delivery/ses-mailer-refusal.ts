import { awsFailureOf } from "../../platform/aws-client.ts";
import type { SendOutcome } from "./mailer.ts";

/** Nothing left this machine: no connection was made, or no name was found. */
const NEVER_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

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
 * What a failed `SendRawEmail` means for the ledger. Only a definite refusal is `failed`: an answer below 500, or no connection at all.
 * Everything else may have been sent.
 */
export function judgeRefusal(error: unknown): SendOutcome | { readonly state: "too-fast" } {
  const { name, message, code, status } = awsFailureOf(error);
  if (/^Throttling/.test(name)) {
    if (/sending rate exceeded/i.test(message)) return { state: "too-fast" };
    if (/quota exceeded/i.test(message))
      return { state: "failed", reason: "SES: Daily message quota exceeded", quota: true };
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) {
    const unverified = name === "MessageRejected" && /not verified/i.test(message);
    const meaning = unverified
      ? "an identity is not verified: confirm the sender's domain, and in the sandbox the recipient too"
      : MEANING[name];
    return { state: "failed", reason: meaning === undefined ? `SES: ${name}` : `SES: ${name}, ${meaning}` };
  }
  const connecting = name === "TimeoutError" && /did not establish a connection/.test(message);
  if (connecting || (code !== undefined && NEVER_CONNECTED.has(code)) || name === "CredentialsProviderError") {
    return { state: "failed", reason: `SES was not reached: ${code ?? name}` };
  }
  return {
    state: "unknown",
    reason: `SES gave no answer that tells: ${[name, code, status].filter(Boolean).join(" ")}`,
  };
}
