import { addDays } from "../../../platform/day.ts";
import type { Account } from "../../model/account.ts";
import type { Board } from "../board.ts";
import type { WeekDay, WeekFigures } from "../period-figures.ts";
import { advertisersOf } from "./advertisers.ts";
import { leadsOf } from "./daily.ts";
import { monthToDateOf } from "./month-to-date.ts";

const WEEK_DAYS = 7;

/** What a weekly mail tells beside the board. */
export function weekOf(account: Account, board: Board): WeekFigures {
  return { days: daysOf(account), advertisers: advertisersOf(account, board), month: monthToDateOf(account) };
}

function daysOf(account: Account): readonly WeekDay[] {
  const { infos, last } = account.campaignSeries;
  const lastDay = infos[last]?.activityDate;
  if (lastDay === undefined) return [];
  return Array.from({ length: WEEK_DAYS }, (_, at) => {
    const date = addDays(lastDay, at + 1 - WEEK_DAYS);
    return { date, leads: leadsOf(account, date), before: leadsOf(account, addDays(date, -WEEK_DAYS)) };
  });
}
