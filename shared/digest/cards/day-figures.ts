import type { Decimal4 } from "../../catalog/column.ts";
import type { Day } from "../../platform/day.ts";
import type { CardPublisher } from "../model/refs.ts";
import type { TrendDay } from "../model/totals.ts";

/** What a mail's figures are compared with. */
export interface ComparedWith {
  /** activity_dates. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** 1: the week (or month) before. More: the snapshots of the nearer ones are missing, and this is the last like stretch there is. */
  readonly back: number;
  /** A month is compared per working day: Monday to Friday of the two. Null where the stretches are alike. */
  readonly workingDays: { readonly now: number; readonly before: number } | null;
}

/** A figure of now, and what like stretch before had; like for like. */
export interface Beside<T> {
  readonly now: T;
  readonly before: T;
  /** Share of the figure of now that could be compared, 0 to 1; null where there is none. */
  readonly share: number | null;
}

/** The figures of the days that a mail tells of. */
export interface DayFigures {
  /** Null on the first day, and without snapshots of a like stretch. */
  readonly compared: ComparedWith | null;
  /** Leads by the counter that delivers against the cap; null before the second snapshot. */
  readonly leads: number | null;
  /** Of which corrections, at most 0. */
  readonly corrected: number;
  readonly leadsBeside: Beside<number> | null;
  readonly invalid: InvalidFigures | null;
  /** Of the campaigns that are known in both stretches. */
  readonly invalidBeside: { readonly now: Rated; readonly before: Rated } | null;
  /** In the base currency; null before the second snapshot and where no campaign tells it. */
  readonly revenue: Decimal4 | null;
  readonly revenueBeside: Beside<Decimal4> | null;
  /** Of the revenue, 0 to 1; null without revenue, at a loss, and where payouts were taken back. */
  readonly margin: number | null;
  readonly marginBeside: Beside<number> | null;
  /** Campaigns whose rate moved: the revenue is without their days of that. */
  readonly revalued: number;
  /** Campaigns of which revenue or payout is not known, new ones not among them. */
  readonly moneyUnknown: number;
  /** Campaigns whose movement is unknown: they are in no figure. */
  readonly unknown: number;
  /** The 14 days up to now. */
  readonly trend: readonly TrendDay[];
}

/** Leads, and how many of them were not accepted. */
export interface Rated {
  readonly invalid: number;
  readonly total: number;
}

export interface InvalidFigures extends Rated {
  /** The publisher with the most of them above its usual, where it has a card. */
  readonly worst: { readonly publisher: CardPublisher; readonly invalid: number } | null;
}
