import type { DatasetName } from "../../shared/catalog/datasets.ts";
import { MONTHLY_DATASETS } from "../../shared/catalog/months.ts";
import { type Month, monthOf } from "../../shared/platform/month.ts";
import { monthKey } from "../../shared/snapshot/keys.ts";
import { daysOfMonth, MONTH_GRACE_MS, newestClosedMonth } from "../../shared/snapshot/months.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { WatchedEnterprise } from "./due.ts";

export interface OverdueMonth {
  readonly enterprise: string;
  readonly dataset: DatasetName;
  readonly month: Month;
}

/**
 * Datasets whose newest closed month has days and no object though there was time to make it; of a retired enterprise too. One request
 * for each dataset as a rule: only where there is none are days looked for. Older months were overdue before.
 * @throws StoreFailed
 */
export async function overdueMonths(
  store: ObjectStore,
  { enterprise, of, historyFrom }: WatchedEnterprise,
  now: number,
): Promise<readonly OverdueMonth[]> {
  const month = newestClosedMonth(now, MONTH_GRACE_MS);
  if (month < monthOf(historyFrom)) return [];
  const overdue: OverdueMonth[] = [];
  for (const dataset of MONTHLY_DATASETS.filter((name) => of.datasets.includes(name))) {
    if ((await store.head(monthKey(dataset, { enterprise, month }))) !== undefined) continue;
    const days = await daysOfMonth(store, dataset, { enterprise, month });
    if (days.length > 0) overdue.push({ enterprise, dataset, month });
  }
  return overdue;
}
