import type { Decimal4 } from "../../../catalog/column.ts";
import { addDays, type Day, weekdayOf } from "../../../platform/day.ts";
import type { Account } from "../../model/account.ts";
import type { Projection } from "../period-figures.ts";
import { leadsOf, revenueOf } from "./daily.ts";

const WEEKS = 4;
const WEEK_DAYS = 7;
/** So many of a weekday's days must be known. */
const FEWEST = 3;

interface From {
  /** Leads and revenue up to `toDay`. */
  readonly leads: number;
  readonly revenue: Decimal4 | null;
  readonly toDay: Day;
  readonly lastDay: Day;
}

/**
 * To date and, for each day left, the mean of its weekday over the four weeks before; low and high take the worst and the best of these.
 * @returns null without a day left, and where a weekday is known on fewer than three of the four
 */
export function projectionOf(account: Account, { leads, revenue, toDay, lastDay }: From): Projection | null {
  if (toDay >= lastDay) return null;
  const sums = { leads, low: leads, high: leads };
  let money = revenue;
  const weekdays = weekdaysOf(account, toDay);
  for (let day = addDays(toDay, 1); day <= lastDay; day = addDays(day, 1)) {
    const known = weekdays[weekdayOf(day) - 1];
    if (known === undefined || known.leads.length < FEWEST) return null;
    sums.leads += known.leads.reduce((total, one) => total + one, 0) / known.leads.length;
    sums.low += Math.min(...known.leads);
    sums.high += Math.max(...known.leads);
    money = money === null || known.revenue.length < FEWEST ? null : money + meanOf(known.revenue);
  }
  return { leads: Math.round(sums.leads), low: sums.low, high: sums.high, revenue: money };
}

interface WeekdayDays {
  readonly leads: readonly number[];
  readonly revenue: readonly Decimal4[];
}

/** Monday to Sunday: what is known of the last four of each up to a day. */
function weekdaysOf(account: Account, toDay: Day): readonly WeekdayDays[] {
  const found = Array.from({ length: WEEK_DAYS }, () => ({ leads: [] as number[], revenue: [] as Decimal4[] }));
  for (let back = 0; back < WEEKS * WEEK_DAYS; back += 1) {
    const day = addDays(toDay, -back);
    const of = found[weekdayOf(day) - 1];
    const [leads, revenue] = [leadsOf(account, day), revenueOf(account, day)];
    if (leads !== null) of?.leads.push(leads);
    if (revenue !== null && !revenue.revalued) of?.revenue.push(revenue.amount);
  }
  return found;
}

const meanOf = (amounts: readonly Decimal4[]): Decimal4 =>
  amounts.reduce((total, amount) => total + amount, 0n) / BigInt(amounts.length);
