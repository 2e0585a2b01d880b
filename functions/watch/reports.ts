import { findDelivery, isUnsettled } from "../../shared/digest/delivery/ledger.ts";
import { ledgerName } from "../../shared/reports/ledger-name.ts";
import { deliveryKey, reportNotSentKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { DueReport } from "./due.ts";

/**
 * A report is in order for one of its members when everybody on its list is in the ledger, or a run has left word why nobody is, and no
 * claim is without a result. What failed or is unknown by its run's own word was reported by that run. One request for each recipient, and
 * one more where somebody is missing.
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
  const word = await store.head(reportNotSentKey(enterprise, { date, report, member }));
  return word === undefined ? 0 : undefined;
}
