import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { notSentKey, recipientHash } from "../../snapshot/keys.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import {
  claimDelivery,
  concludeDelivery,
  type DeliveryRecord,
  type DeliveryRun,
  isRetryable,
  noteFailure,
  type OwnClaim,
  readDeliveries,
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
  /** Tries every failed and unknown recipient again, never sent ones. */
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
  readonly state: "sent" | "failed" | "unknown" | "already-sent" | "withheld";
  readonly messageId?: string;
  /** Without addresses. */
  readonly reason?: string;
  /** Failed or unknown by the word of an earlier run, which has reported it; this one tried nothing. */
  readonly earlier?: true;
}

export interface DeliveryResult {
  /** `partial` and `not-sent` are answers, not exceptions. */
  readonly outcome: "sent" | "already-sent" | "partial" | "not-sent";
  readonly recipients: readonly RecipientResult[];
}

/** Why no further recipient is tried. */
interface Stop {
  readonly reason: string;
  /** A later run is to try by itself. */
  readonly retryable: boolean;
}
type Outcome = Omit<RecipientResult, "to"> & { readonly stop?: Stop };

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
  let stop: Stop | undefined;
  for (const mail of onePerRecipient(mails)) {
    if (deps.clock.now() >= stopAt) stop ??= TIME_IS_UP;
    const outcome =
      stop === undefined ? await deliverOne(deps, request, mail) : await notTried(deps, request, { mail, ...stop });
    const { stop: next, ...result } = outcome;
    stop ??= next;
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
    return notTried(deps, request, { mail, reason: `could not be composed: ${textOf(error)}`, retryable: false });
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
    retryable: sent.state === "failed" ? (sent.retryable ?? false) : null,
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
  { mail, ...why }: Stop & { readonly mail: PendingMail },
): Promise<Outcome> {
  const failed: Outcome = { state: "failed", reason: why.reason };
  if (request.test) return failed;
  const noted = noteFailure(deps.store, { run: request, to: mail.to }, { now: deps.clock.now(), ...why });
  const standing = await noted.catch(() => undefined);
  return standing === undefined ? failed : resultOfStanding(standing);
}

function resultOf(sent: SendOutcome): Outcome {
  if (sent.state === "sent") return { state: "sent", messageId: sent.messageId };
  const { state, reason } = sent;
  if (state === "failed" && sent.quota)
    return {
      state,
      reason,
      stop: { reason: `not tried, after this from the mail service: ${reason}`, retryable: false },
    };
  return { state, reason };
}

function resultOfStanding(record: DeliveryRecord): Outcome {
  const messageId = record.messageId === null ? {} : { messageId: record.messageId };
  if (record.state === "sent") return { state: "already-sent", ...messageId };
  const by = `run ${record.runId} at ${record.claimedAt}`;
  if (record.state === "claimed") return { state: "unknown", reason: `claimed by ${by}, and no result was recorded` };
  return { state: record.state, reason: `${by}: ${record.reason ?? "no reason recorded"}`, earlier: true };
}

/**
 * What the ledger says of the recipients when no run has anything left to try: each has the mail, or has failed for a reason that does
 * not pass, or is unknown by its run's own word.
 * @returns undefined when a run has something to do: a recipient is not in the ledger yet, is claimed, or failed for a reason that passes
 * @throws StoreFailed
 */
export async function settledDelivery(
  store: ObjectStore,
  run: Pick<DeliveryRun, "enterprise" | "date" | "digest">,
  to: readonly string[],
): Promise<DeliveryResult | undefined> {
  const records = new Map((await readDeliveries(store, run)).map((record) => [record.recipient, record]));
  const recipients: RecipientResult[] = [];
  for (const address of to) {
    const record = records.get(recipientHash(address));
    if (record === undefined || record.state === "claimed" || isRetryable(record)) return undefined;
    recipients.push({ to: address, ...resultOfStanding(record) });
  }
  return { outcome: outcomeOf(recipients), recipients };
}

function outcomeOf(recipients: readonly RecipientResult[]): DeliveryResult["outcome"] {
  const served = recipients.filter(({ state }) => state === "sent" || state === "already-sent");
  if (served.length === 0) return "not-sent";
  if (served.length < recipients.length) return "partial";
  return served.some(({ state }) => state === "sent") ? "sent" : "already-sent";
}

const TIME_IS_UP: Stop = { reason: "the run's time was used up before its turn", retryable: true };

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
 * Leaves word that a run decided to send nothing: a calm day where the settings want none, or snapshots too old or too small,
 * of which the owner has been told. Without it the watch reports the digest as overdue. The first word of a day stays.
 * @param run.member whose of many; null where it is nobody's own
 * @param why.reason a clause without addresses
 * @returns whether this was the first word
 * @throws StoreFailed
 */
export async function recordNotSent(
  store: ObjectStore,
  { enterprise, date, digest, member, runId }: Omit<DeliveryRun, "htmlSha256"> & { readonly member: number | null },
  { outcome, reason }: { readonly outcome: "empty" | "withheld"; readonly reason: string },
): Promise<boolean> {
  const whose = member === null ? {} : { member };
  const line = JSON.stringify({ enterprise, digest_date: date, digest, ...whose, run_id: runId, outcome, reason });
  const body = new TextEncoder().encode(`${line}\n`);
  const key = notSentKey(enterprise, date, { digest, member });
  return (await store.create(key, body, { contentType: "application/json" })).outcome === "created";
}
