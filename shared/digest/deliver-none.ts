import { notSentKey } from "../snapshot/keys.ts";
import type { ObjectStore } from "../snapshot/store.ts";
import type { DeliveryRun } from "./ledger.ts";

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
