import type { DatasetName } from "../../shared/catalog/datasets.ts";
import { MONTHLY_DATASETS } from "../../shared/catalog/months.ts";
import { type Month, monthBefore, monthOf } from "../../shared/platform/month.ts";
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
 * Of the two newest closed months those that have days and no object though there was time to make it; of a retired enterprise too. Two, for
 * rows begin to be missing some 40 days after a month's end, when the next one is closed as well. Two requests for each dataset as a rule: only
 * where there is no object are days looked for.
 * @throws StoreFailed
 */
export async function overdueMonths(
  store: ObjectStore,
  { enterprise, of, historyFrom }: WatchedEnterprise,
  now: number,
): Promise<readonly OverdueMonth[]> {
  const newest = newestClosedMonth(now, MONTH_GRACE_MS);
  const months = [monthBefore(newest), newest].filter((month) => month >= monthOf(historyFrom));
  const overdue: OverdueMonth[] = [];
  for (const dataset of MONTHLY_DATASETS.filter((name) => of.datasets.includes(name))) {
    for (const month of months) {
      if ((await store.head(monthKey(dataset, { enterprise, month }))) !== undefined) continue;
      const days = await daysOfMonth(store, dataset, { enterprise, month });
      if (days.length > 0) overdue.push({ enterprise, dataset, month });
    }
  }
  return overdue;
}
