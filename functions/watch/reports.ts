import { findDelivery, isUnsettled } from "../../shared/digest/delivery/ledger.ts";
import { jsonOfBytes } from "../../shared/platform/json.ts";
import { ledgerName } from "../../shared/reports/ledger-name.ts";
import { deliveryKey, reportNotSentKey, reportOutcomeKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { DueReport } from "./due.ts";

/**
 * A report is in order for one of its members when everybody on its list is in the ledger, or a run has left word why nobody is and no
 * later one failed, and no claim is without a result. What failed or is unknown by its run's own word was reported by that run. One request for each recipient, and
 * up to two more where somebody is missing.
 * @returns the number of claims without a result when it is not in order; undefined when it is
 * @throws StoreFailed
 */
export async function unsettledReport(
  store: ObjectStore,
  { enterprise, date, report, member, to }: DueReport,
  now: number,
): Promise<number | undefined> {
  const name = ledgerName(report, member);
  let [lacking, unsettled] = [0, 0];
  for (const recipient of to) {
    const record = await findDelivery(store, deliveryKey(enterprise, date, name, recipient));
    if (record === undefined) lacking += 1;
    else if (isUnsettled(record, now)) unsettled += 1;
  }
  if (unsettled > 0) return unsettled;
  if (lacking === 0) return undefined;
  const at = { date, report, member };
  if ((await store.head(reportNotSentKey(enterprise, at))) === undefined) return 0;
  return (await lastFailed(store, reportOutcomeKey(enterprise, at))) ? 0 : undefined;
}

/** Whether the day's last run failed, although one before it found nothing to send. A word that cannot be read is none. */
async function lastFailed(store: ObjectStore, key: string): Promise<boolean> {
  const word = await store.get(key);
  const record = word === undefined ? undefined : jsonOfBytes(word.body);
  return typeof record === "object" && record !== null && "outcome" in record && record.outcome === "failed";
}
