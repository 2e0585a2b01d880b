import type { Decimal4 } from "../../../catalog/column.ts";
import { addDays, type Day } from "../../../platform/day.ts";
import { type Account, campaignKey } from "../../model/account.ts";
import { movedBetween } from "../../model/money-movement.ts";
import type { Stretch } from "../../model/movement.ts";
import { sumOf } from "../../model/totals.ts";

/** Position of the snapshot that tells of a day last; -1 when there is none. */
export const positionOf = ({ campaignSeries: { infos } }: Account, day: Day): number =>
  infos.findLastIndex(({ activityDate, shrunk }) => activityDate === day && !shrunk);

/** The two snapshots that a stretch of days lies between; null when one of them is missing. */
export function stretchOf(account: Account, firstDay: Day, lastDay: Day): Stretch | null {
  const [from, to] = [positionOf(account, addDays(firstDay, -1)), positionOf(account, lastDay)];
  return from < 0 || to < 0 || from >= to ? null : { from, to };
}

/** Net leads of all campaigns over a stretch of days; null where a snapshot of its ends is missing. */
export function leadsOf(account: Account, firstDay: Day, lastDay: Day = firstDay): number | null {
  const stretch = stretchOf(account, firstDay, lastDay);
  return stretch === null ? null : sumOf(account, account.campaigns, stretch).delta;
}

/** Net revenue in the base currency over a stretch of days, but what was revalued; null where an end is missing or no campaign tells it. */
export function revenueOf(account: Account, firstDay: Day, lastDay: Day = firstDay): Decimal4 | null {
  const stretch = stretchOf(account, firstDay, lastDay);
  if (stretch === null) return null;
  const amounts = account.campaigns.flatMap((campaign) => revenueIn(account, campaignKey(campaign), stretch) ?? []);
  return amounts.length === 0 ? null : amounts.reduce((total, amount) => total + amount, 0n);
}

/** One campaign's; null while unknown, and where it was revalued. */
export function revenueIn(account: Account, key: string | number, stretch: Stretch): Decimal4 | null {
  const { revenue } = movedBetween(account, key, stretch);
  return revenue === null || revenue.revalued ? null : revenue.amount;
}
