import { addDays, type Day } from "../../../platform/day.ts";
import { firstDayRead } from "../../input/window.ts";
import type { Account } from "../../model/account.ts";
import type { MonthToDate } from "../period-figures.ts";
import { leadsOf, revenueOf } from "./daily.ts";
import { projectionOf } from "./projection.ts";

/** The month of the newest day so far; null where the snapshot before it is missing. */
export function monthToDateOf(account: Account): MonthToDate | null {
  const { infos, last } = account.campaignSeries;
  const toDay = infos[last]?.activityDate;
  if (toDay === undefined) return null;
  const firstDay = firstOf(toDay);
  const leads = leadsOf(account, firstDay, toDay);
  if (leads === null) return null;
  const revenue = revenueOf(account, firstDay, toDay);
  const lastDay = lastOf(toDay);
  const before = addDays(firstDay, -1);
  const leadsBefore = leadsOf(account, firstOf(before), before);
  return {
    firstDay,
    lastDay,
    toDay,
    leads,
    revenue: revenue?.amount ?? null,
    revalued: revenue?.revalued ?? false,
    projected: projectionOf(account, { leads, revenue: revenue?.amount ?? null, toDay, lastDay }),
    leadsBefore,
    historyFrom: leadsBefore === null ? historyFrom(account) : null,
  };
}

/** The first day there is; null where more may lie before the snapshots that are read. */
function historyFrom({ campaignSeries: { infos }, input }: Account): Day | null {
  const [first] = infos;
  return first === undefined || first.date <= firstDayRead(input.since) ? null : first.activityDate;
}

const firstOf = (day: Day): Day => `${day.slice(0, 8)}01`;
/** No month has more than 31 days. */
const lastOf = (day: Day): Day => addDays(firstOf(addDays(firstOf(day), 31)), -1);
