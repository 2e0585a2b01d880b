import type { Day } from "../../../platform/day.ts";
import { type Bit, type Phrase, say, strong } from "../../drawing/phrase/phrase.ts";
import type { Tools } from "../tools.ts";
import { DAYS, LEADS } from "./units.ts";

/** Day by day, the month so far, advertisers. */
export const weekWords = ({ format, plurals }: Tools) => ({
  daysHeading: "Day by day",
  daysCaption: "Leads by day, this week and the week before",
  dayColumn: "Day",
  leadsColumn: "Leads",
  beforeColumn: "Week before",
  missing: "not known",
  monthHeading: (day: Day) => `${format.month(day)} so far`,
  /** `8,279 leads, £299,550 in 22 of 30 days.` */
  toDate: (of: { leads: number; revenue: string | null; revalued: boolean; days: number; all: number }): Phrase => {
    const sum = `${plurals.counted(of.leads, LEADS)}${of.revenue === null ? "" : `, ${of.revenue}`}`;
    return say`${strong(sum)} in ${format.count(of.days)} of ${plurals.counted(of.all, DAYS)}${of.revalued ? ", without the revenue in other currencies of days on which their rate moved" : ""}.`;
  },
  projected: (of: { leads: number; low: number; high: number; revenue: string | null; lastDay: Day }): Phrase => {
    const revenue = of.revenue === null ? [] : say`, ${strong(of.revenue)}`;
    return say`At the pace of the last 4 weeks, weekday by weekday: ${strong(plurals.counted(of.leads, LEADS))} (${format.count(of.low)} to ${format.count(of.high)})${revenue} by ${format.day(of.lastDay)}.`;
  },
  monthBefore: ({ month, leads }: { month: Day; leads: number }) =>
    `${format.month(month)}: ${plurals.counted(leads, LEADS)}.`,
  noMonthBefore: ({ month, historyFrom }: { month: Day; historyFrom: Day }) =>
    `${format.month(month)}: no history before ${format.day(historyFrom)}.`,
  advertisersHeading: "Advertisers, by money at stake",
  /** `493, +24` */
  before: ({ before, leads }: { before: number; leads: number | null }) =>
    `${format.count(before)}${leads === null ? "" : `, ${format.change(leads - before)}`}`,
  /** `£17,551 · Greyfriars Compliance (318): 350 leads, +13; revenue £7,410.` */
  advertiser: (of: {
    stake: string | null;
    name: Bit;
    leads: number;
    change: number | null;
    revenue: string | null;
  }): Phrase => {
    const change = of.change === null ? "" : `, ${format.change(of.change)}`;
    const revenue = of.revenue === null ? "" : `; revenue ${of.revenue}`;
    return say`${of.stake === null ? [] : say`${strong(of.stake)} · `}${of.name}: ${plurals.counted(of.leads, LEADS)}${change}${revenue}.`;
  },
  noPrice: "no price",
  none: "–",
});
