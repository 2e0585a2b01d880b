import type { Decimal4 } from "../../catalog/column.ts";
import type { Day } from "../../platform/day.ts";
import type { CampaignRef } from "../model/account.ts";
import type { CardCampaign, CardPublisher } from "../model/refs.ts";
import type { Beside, ComparedWith } from "./day-figures.ts";

/** What a weekly mail tells beside the board. */
export interface WeekFigures {
  /** Every day of the week, the oldest first. */
  readonly days: readonly WeekDay[];
  readonly advertisers: readonly AdvertiserRow[];
  readonly month: MonthToDate | null;
}

export interface WeekDay {
  /** activity_date. */
  readonly date: Day;
  /** Net leads; null where a snapshot is missing. */
  readonly leads: number | null;
  /** Of the day a week before. */
  readonly before: number | null;
}

/** By money at stake, then leads, then id. */
export interface AdvertiserRow {
  readonly id: number | null;
  readonly name: string;
  readonly stake: Decimal4;
  /** Of cards without a price. */
  readonly unpriced: number;
  readonly campaigns: number;
  readonly leads: number;
  /** Null without snapshots of the stretch before. */
  readonly leadsBefore: number | null;
  /** Null where no campaign tells it. */
  readonly revenue: Decimal4 | null;
}

/** A month so far, and where it goes. */
export interface MonthToDate {
  /** First and last day of the month, and the day it is told to. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly toDay: Day;
  readonly leads: number;
  readonly revenue: Decimal4 | null;
  /** A currency's rate moved: what it moved on that day is not in the revenue. */
  readonly revalued: boolean;
  /** Null with fewer than four weeks of snapshots behind it, and on its last day. */
  readonly projected: Projection | null;
  /** All leads of the month before; null where its history is not read or not there. */
  readonly leadsBefore: number | null;
  /** Why there is none: the first day of the history as far as it is read. */
  readonly historyFrom: Day | null;
}

/** To date and, for each day left, the mean of its weekday over four weeks; the range takes the worst and the best of these weekdays. */
export interface Projection {
  readonly leads: number;
  readonly low: number;
  readonly high: number;
  readonly revenue: Decimal4 | null;
}

/** What a monthly mail tells beside the board. */
export interface MonthFigures {
  readonly compared: ComparedWith | null;
  readonly leads: Beside<number> | null;
  readonly revenue: Beside<Decimal4> | null;
  readonly advertisers: readonly AdvertiserRow[];
  /** The most leads first. */
  readonly publishers: readonly PublisherRow[];
  readonly endedShort: readonly EndedShort[];
  readonly overcommitted: readonly Overcommitted[];
  readonly forecasts: ForecastsCameOut | null;
}

export interface PublisherRow {
  readonly publisher: CardPublisher;
  readonly campaigns: number;
  readonly leads: number;
  readonly invalid: number;
  /** Its own share of the 28 days before; null without leads there. */
  readonly usual: number | null;
}

export interface EndedShort {
  readonly campaign: CardCampaign;
  readonly endDate: Day;
  readonly required: number;
  readonly missing: number;
  readonly money: Decimal4 | null;
}

export interface Overcommitted {
  readonly campaign: CardCampaign;
  /** What its contracts may still deliver, and what it still needs. */
  readonly open: number;
  readonly wanted: number;
  readonly contracts: number;
}

/** Of the campaigns that ended in the month: where they were forecast to end as it began, and where they did. */
export interface ForecastsCameOut {
  /** activity_date of the snapshot that the forecasts are of. */
  readonly made: Day;
  readonly forecast: number;
  readonly delivered: number;
  /** Campaigns that ended within a tenth of their cap from their forecast. */
  readonly close: number;
  /** The furthest off first. */
  readonly rows: readonly ForecastOutcome[];
}

export interface ForecastOutcome {
  readonly campaign: CampaignRef;
  readonly required: number;
  readonly forecast: number;
  readonly delivered: number;
}
