import { type RecordOf, readRecordLine, recordLine } from "../../catalog/record-line.ts";
import { DIGEST_DELIVERIES } from "../../catalog/records.ts";
import { ReportsError } from "../../platform/errors.ts";
import { deliveryKey, deliveryPrefix, recipientHash } from "../../snapshot/keys.ts";
import type { ObjectStore } from "../../snapshot/store.ts";

/** One delivery's state. What each field means stands in `catalog/records.ts`. */
export type DeliveryRecord = RecordOf<typeof DIGEST_DELIVERIES>;

/** What is being delivered: one digest of one day, by one run. */
export interface DeliveryRun {
  readonly enterprise: string;
  /** As the ledger calls it: `daily`, of one of many `daily.12`. */
  readonly digest: string;
  /** The digest's snapshot_date. */
  readonly date: string;
  readonly runId: string;
  readonly htmlSha256: string;
}

/** Ours: nobody else will send this mail. `etag` is of the claim at `key`, which the result replaces. */
export interface OwnClaim {
  readonly outcome: "claimed";
  readonly key: string;
  readonly etag: string;
  readonly record: DeliveryRecord;
}

/** Somebody's claim or result stands. */
export interface StandingClaim {
  readonly outcome: "standing";
  readonly key: string;
  readonly record: DeliveryRecord;
}

/** One mail of a run: which recipient. */
export interface Recipient {
  readonly run: DeliveryRun;
  /** Bare address. */
  readonly to: string;
}

export interface ClaimOptions {
  /** Epoch ms. */
  readonly now: number;
  /**
   * Claim again whatever failed, is unknown, or has no result although its run must be over; never what was sent. Without it only what
   * failed for a reason that passes by itself is claimed again.
   */
  readonly force: boolean;
}

/** The longest a run may take, in ms (Lambda's own limit): a claim older than this has no run behind it any more. */
export const RUN_LIMIT_MS = 15 * 60 * 1000;

/** A claim that no run can conclude any more: who it is for may have the mail or not. @param now epoch ms */
export const isUnsettled = ({ state, claimedAt }: DeliveryRecord, now: number): boolean =>
  state === "claimed" && now - Date.parse(claimedAt) > RUN_LIMIT_MS;
/** What follows the digest's name in a delivery's key: the recipient's hash. */
const RECIPIENT = /^[0-9a-f]{16}\.json$/;
const JSON_TYPE = { contentType: "application/json" };

/** Whether a run may take a delivery over. A claim whose run may still be sending is never taken. */
function mayRetry(record: DeliveryRecord, { now, force }: ClaimOptions): boolean {
  if (!force) return isRetryable(record);
  if (record.state === "claimed") return now - Date.parse(record.claimedAt) > RUN_LIMIT_MS;
  return record.state !== "sent";
}

/** The mail was certainly not taken, for a reason that passes by itself. */
export const isRetryable = ({ state, retryable }: DeliveryRecord): boolean => state === "failed" && retryable === true;

/**
 * Claims one recipient before anything is sent to it: of any number of runs at most one gets it.
 * @throws StoreFailed when the store cannot say whether the claim holds; then nothing may be sent
 */
export async function claimDelivery(
  store: ObjectStore,
  { run, to }: Recipient,
  options: ClaimOptions,
): Promise<OwnClaim | StandingClaim> {
  const { now } = options;
  const key = deliveryKey(run.enterprise, run.date, run.digest, to);
  const fresh = claimOf({ run, to }, { now, attempts: 1 });
  const created = await store.create(key, bytesOf(fresh), JSON_TYPE);
  if (created.outcome === "created") return { outcome: "claimed", key, etag: created.etag, record: fresh };
  const { record, etag } = await standingAt(store, key);
  // A store that retries by itself may find what its own first try wrote.
  if (isSame(record, fresh)) return { outcome: "claimed", key, etag, record };
  if (!mayRetry(record, options)) return { outcome: "standing", key, record };

  const again = claimOf({ run, to }, { now, attempts: record.attempts + 1 });
  const replaced = await replace(store, again, { key, etag });
  if (replaced !== undefined) return { outcome: "claimed", key, etag: replaced, record: again };
  return { outcome: "standing", key, record: await readDelivery(store, key) };
}

/**
 * Leaves a failure for a recipient nothing was tried for.
 * @param why.retryable whether a later run is to try by itself
 * @returns what stood there before, and stays
 * @throws StoreFailed
 */
export async function noteFailure(
  store: ObjectStore,
  { run, to }: Recipient,
  why: { readonly now: number; readonly reason: string; readonly retryable?: boolean },
): Promise<DeliveryRecord | undefined> {
  const { now, ...failure } = why;
  const key = deliveryKey(run.enterprise, run.date, run.digest, to);
  const record: DeliveryRecord = { ...claimOf({ run, to }, { now, attempts: 0 }), state: "failed", ...failure };
  const { outcome } = await store.create(key, bytesOf(record), JSON_TYPE);
  return outcome === "created" ? undefined : readDelivery(store, key);
}

/**
 * Writes the result over the claim.
 * @returns false when the claim is no longer ours, so that the result could not be kept
 * @throws StoreFailed
 */
export async function concludeDelivery(
  store: ObjectStore,
  claim: OwnClaim,
  result: Pick<DeliveryRecord, "state" | "messageId" | "reason"> &
    Partial<Pick<DeliveryRecord, "retryable">> & { readonly now: number },
): Promise<boolean> {
  const { now, ...rest } = result;
  const record: DeliveryRecord = { ...claim.record, ...rest, updatedAt: new Date(now).toISOString() };
  return (await replace(store, record, claim)) !== undefined;
}

/**
 * What the ledger holds of one digest's day, whoever its recipients were.
 * @throws StoreFailed
 */
export async function readDeliveries(
  store: ObjectStore,
  { enterprise, date, digest }: Pick<DeliveryRun, "enterprise" | "date" | "digest">,
): Promise<readonly DeliveryRecord[]> {
  const prefix = `${deliveryPrefix(enterprise, date)}${digest}-`;
  // Another digest's name may begin with this one's and a hyphen.
  const keys = (await store.list(prefix))
    .map(({ key }) => key)
    .filter((key) => RECIPIENT.test(key.slice(prefix.length)));
  const records: DeliveryRecord[] = [];
  for (const key of keys) records.push(await readDelivery(store, key));
  return records;
}

/** @throws StoreFailed when there is none, or one that cannot be read */
export async function readDelivery(store: ObjectStore, key: string): Promise<DeliveryRecord> {
  return (await standingAt(store, key)).record;
}

/**
 * What the ledger holds of one mail.
 * @returns undefined where nobody has tried to send it
 * @throws StoreFailed
 */
export async function findDelivery(store: ObjectStore, key: string): Promise<DeliveryRecord | undefined> {
  const object = await store.get(key);
  return object === undefined ? undefined : recordIn(object, key);
}

function claimOf({ run, to }: Recipient, of: { now: number; attempts: number }): DeliveryRecord {
  const at = new Date(of.now).toISOString();
  return {
    ...{ enterprise: run.enterprise, digestDate: run.date, digest: run.digest, recipient: recipientHash(to) },
    ...{ state: "claimed", runId: run.runId, attempts: of.attempts, claimedAt: at, updatedAt: at },
    ...{ htmlSha256: run.htmlSha256, messageId: null, reason: null, retryable: null },
  };
}

/**
 * @returns the new etag, or undefined when another run has replaced the object
 * @throws StoreFailed
 */
async function replace(
  store: ObjectStore,
  record: DeliveryRecord,
  { key, etag }: { readonly key: string; readonly etag: string },
): Promise<string | undefined> {
  const answer = await store.overwrite(key, bytesOf(record), { ...JSON_TYPE, ifMatch: etag });
  if (answer.outcome === "replaced") return answer.etag;
  const standing = await standingAt(store, key);
  return isSame(standing.record, record) ? standing.etag : undefined;
}

async function standingAt(store: ObjectStore, key: string): Promise<{ record: DeliveryRecord; etag: string }> {
  const object = await store.get(key);
  if (object === undefined) throw unusable(key, "is gone");
  return { record: recordIn(object, key), etag: object.etag };
}

function recordIn({ body }: { readonly body: Uint8Array }, key: string): DeliveryRecord {
  const record = readRecordLine(DIGEST_DELIVERIES, body);
  if (record === undefined) throw unusable(key, "cannot be read");
  return record;
}

function unusable(key: string, how: string): ReportsError {
  return new ReportsError("StoreFailed", {
    what: `the ledger's record ${how}`,
    where: key,
    remedy: "See who deletes or edits objects below deliveries/; only this project may write there",
    retryable: false,
  });
}

const bytesOf = (record: DeliveryRecord): Uint8Array => new TextEncoder().encode(recordLine(DIGEST_DELIVERIES, record));
const isSame = (one: DeliveryRecord, other: DeliveryRecord): boolean =>
  recordLine(DIGEST_DELIVERIES, one) === recordLine(DIGEST_DELIVERIES, other);
