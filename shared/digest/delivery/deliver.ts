import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { notSentKey, recipientHash } from "../../snapshot/keys.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import {
  claimDelivery,
  concludeDelivery,
  type DeliveryRecord,
  type DeliveryRun,
  noteFailure,
  type OwnClaim,
} from "./ledger.ts";
import type { Mailer, OutgoingMail, SendOutcome } from "./mailer.ts";
import { awaitResult } from "./wait.ts";

export interface DeliverDependencies {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DeliveryRequest extends DeliveryRun {
  /** Tries failed and unknown recipients again, never sent ones. */
  readonly force: boolean;
  /** A test mail: the ledger is neither read nor written. */
  readonly test: boolean;
  /** Epoch ms after which nothing more is started. @default never */
  readonly stopAt?: number;
}

export interface PendingMail {
  /** Bare address. */
  readonly to: string;
  /** Called once, before the recipient is claimed. */
  readonly compose: () => Promise<OutgoingMail>;
}

export interface RecipientResult {
  readonly to: string;
  readonly state: "sent" | "failed" | "unknown" | "already-sent";
  readonly messageId?: string;
  /** Without addresses. */
  readonly reason?: string;
}

export interface DeliveryResult {
  /** `partial` and `not-sent` are answers, not exceptions. */
  readonly outcome: "sent" | "already-sent" | "partial" | "not-sent";
  readonly recipients: readonly RecipientResult[];
}

type Outcome = Omit<RecipientResult, "to"> & { readonly stop?: string };

/**
 * Sends each mail at most once, over any number of runs: a recipient is claimed in the ledger before its mail is handed over,
 * and what has no certain result is never sent again by itself. One recipient's trouble does not hold up the others, except
 * a used-up quota, after which the rest are `failed`. Never throws for one recipient.
 */
export async function deliver(
  deps: DeliverDependencies,
  request: DeliveryRequest,
  mails: readonly PendingMail[],
): Promise<DeliveryResult> {
  const { stopAt = Number.POSITIVE_INFINITY } = request;
  const recipients: RecipientResult[] = [];
  let stop: string | undefined;
  for (const mail of onePerRecipient(mails)) {
    if (deps.clock.now() >= stopAt) stop ??= "the run's time was used up before its turn";
    const outcome =
      stop === undefined
        ? await deliverOne(deps, request, mail)
        : await notTried(deps, request, { mail, reason: stop });
    const { stop: reason, ...result } = outcome;
    stop ??= reason;
    recipients.push({ to: mail.to, ...result });
    deps.log.info("digest-delivery", {
      ...{ enterprise: request.enterprise, digest: request.digest, date: request.date, runId: request.runId },
      ...{ recipient: recipientHash(mail.to), ...result, test: request.test },
    });
  }
  return { outcome: outcomeOf(recipients), recipients };
}

async function deliverOne(deps: DeliverDependencies, request: DeliveryRequest, mail: PendingMail): Promise<Outcome> {
  let message: OutgoingMail;
  try {
    message = await mail.compose();
  } catch (error) {
    return notTried(deps, request, { mail, reason: `could not be composed: ${textOf(error)}` });
  }
  if (request.test) return resultOf(await send(deps.mailer, message));
  const claim = await claimDelivery(
    deps.store,
    { run: request, to: mail.to },
    { now: deps.clock.now(), force: request.force },
  ).catch(textOf);
  if (typeof claim === "string")
    return { state: "failed", reason: `not sent, because it could not be claimed: ${claim}` };
  if (claim.outcome === "standing") return resultOfStanding(await awaitResult(deps, claim, request.stopAt));
  const sent = await send(deps.mailer, message);
  const lost = await keepResult(deps, claim, sent);
  return lost === undefined
    ? resultOf(sent)
    : { ...resultOf(sent), state: "unknown", reason: `${sent.state}, but ${lost}` };
}

async function send(mailer: Mailer, message: OutgoingMail): Promise<SendOutcome> {
  try {
    const outcome = await mailer.send(message);
    return outcome.state === "sent" ? outcome : { ...outcome, reason: withoutAddresses(outcome.reason) };
  } catch (error) {
    return { state: "unknown", reason: textOf(error) };
  }
}

/** @returns why the result is not in the ledger, or undefined */
async function keepResult(deps: DeliverDependencies, claim: OwnClaim, sent: SendOutcome): Promise<string | undefined> {
  const result = {
    state: sent.state,
    messageId: sent.state === "sent" ? sent.messageId : null,
    reason: sent.state === "sent" ? null : sent.reason,
    now: deps.clock.now(),
  };
  try {
    const kept = await concludeDelivery(deps.store, claim, result);
    return kept ? undefined : "another run took the claim over meanwhile";
  } catch (error) {
    return `the ledger could not take the result: ${textOf(error)}`;
  }
}

async function notTried(
  deps: DeliverDependencies,
  request: DeliveryRequest,
  { mail, reason }: { readonly mail: PendingMail; readonly reason: string },
): Promise<Outcome> {
  const failed: Outcome = { state: "failed", reason };
  if (request.test) return failed;
  const noted = noteFailure(deps.store, { run: request, to: mail.to }, { now: deps.clock.now(), reason });
  const standing = await noted.catch(() => undefined);
  return standing === undefined ? failed : resultOfStanding(standing);
}

function resultOf(sent: SendOutcome): Outcome {
  if (sent.state === "sent") return { state: "sent", messageId: sent.messageId };
  const { state, reason } = sent;
  if (state === "failed" && sent.quota)
    return { state, reason, stop: `not tried, after this from the mail service: ${reason}` };
  return { state, reason };
}

function resultOfStanding(record: DeliveryRecord): Outcome {
  const messageId = record.messageId === null ? {} : { messageId: record.messageId };
  if (record.state === "sent") return { state: "already-sent", ...messageId };
  const by = `run ${record.runId} at ${record.claimedAt}`;
  if (record.state === "claimed") return { state: "unknown", reason: `claimed by ${by}, and no result was recorded` };
  return { state: record.state, reason: `${by}: ${record.reason ?? "no reason recorded"}` };
}

function outcomeOf(recipients: readonly RecipientResult[]): DeliveryResult["outcome"] {
  const served = recipients.filter(({ state }) => state === "sent" || state === "already-sent");
  if (served.length === 0) return "not-sent";
  if (served.length < recipients.length) return "partial";
  return served.some(({ state }) => state === "sent") ? "sent" : "already-sent";
}

/** The first mail of each address; settings and events may name one twice. */
function onePerRecipient(mails: readonly PendingMail[]): readonly PendingMail[] {
  const seen = new Set<string>();
  return mails.filter(({ to }) => {
    const hash = recipientHash(to);
    return !seen.has(hash) && seen.add(hash);
  });
}

const MAX_REASON_LENGTH = 300;

/** SES names the address it refuses; ledger, log and answer must not. */
function withoutAddresses(reason: string): string {
  return reason
    .replace(/[^\s<>@,;:"']+@[^\s<>@,;:"']+/g, "(address)")
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, MAX_REASON_LENGTH);
}

const textOf = (error: unknown): string =>
  withoutAddresses(error instanceof Error ? `${error.name}: ${error.message}` : "an unknown error");

/**
 * Leaves word that a run decided to send nothing: an empty day with `sendWhenEmpty` off, or snapshots too old or too small,
 * of which the owner has been told. Without it the watch reports the digest as overdue. The first word of a day stays.
 * @param reason a clause without addresses
 * @throws StoreFailed
 */
export async function recordNotSent(
  store: ObjectStore,
  { enterprise, date, digest, runId }: Omit<DeliveryRun, "htmlSha256">,
  reason: string,
): Promise<void> {
  const line = JSON.stringify({ enterprise, digest_date: date, digest, run_id: runId, reason });
  const body = new TextEncoder().encode(`${line}\n`);
  await store.create(notSentKey(enterprise, date, digest), body, { contentType: "application/json" });
}
