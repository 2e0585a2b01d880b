import type { Clock } from "../../platform/clock.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import { type DeliveryRecord, readDelivery, type StandingClaim } from "./ledger.ts";

/** A mail service's answer takes at most this long, in ms, unless it throttles. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 1_500;

/**
 * Waits a little for the result of another run's claim, so that of two runs at the same time the second does not report as
 * unknown what the first is just sending. A claim older than the patience is not waited for.
 * @returns the record as it stands then
 */
export async function awaitResult(
  { store, clock }: { readonly store: ObjectStore; readonly clock: Clock },
  { key, record }: StandingClaim,
  stopAt = Number.POSITIVE_INFINITY,
): Promise<DeliveryRecord> {
  const until = Math.min(Date.parse(record.claimedAt) + PATIENCE_MS, stopAt);
  let latest = record;
  while (latest.state === "claimed" && clock.now() + LOOK_EVERY_MS < until) {
    await clock.sleep(LOOK_EVERY_MS);
    latest = await readDelivery(store, key).catch(() => latest);
  }
  return latest;
}
