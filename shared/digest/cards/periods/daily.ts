import { addDays, type Day } from "../../../platform/day.ts";
import type { CampaignPoint } from "../../input/digest-input.ts";
import { type Account, campaignKey } from "../../model/account.ts";
import { type RevenueIn, revenueIn } from "../../model/money-movement.ts";
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

/** Net revenue of all campaigns over a stretch of days; null where an end is missing or no campaign tells it. */
export function revenueOf(account: Account, firstDay: Day, lastDay: Day = firstDay): RevenueIn | null {
  const stretch = stretchOf(account, firstDay, lastDay);
  return stretch === null ? null : revenueBetween(account, account.campaigns, stretch);
}

/** Net revenue of campaigns in the base currency between two snapshots; null where none of them tells it. */
export function revenueBetween(
  account: Account,
  campaigns: readonly CampaignPoint[],
  stretch: Stretch,
): RevenueIn | null {
  const told = campaigns.flatMap((campaign) => revenueIn(account, campaignKey(campaign), stretch) ?? []);
  if (told.length === 0) return null;
  return {
    amount: told.reduce((total, { amount }) => total + amount, 0n),
    revalued: told.some(({ revalued }) => revalued),
  };
}
