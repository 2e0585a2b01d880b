import type { Decimal4 } from "../../catalog/column.ts";
import type { Day } from "../../platform/day.ts";
import type { Pace } from "../model/pace.ts";
import type { CardCampaign, CardPublisher } from "../model/refs.ts";
import type { Advice } from "./advice.ts";
import type { Cause } from "./cause.ts";

/** What a card is of: a campaign, or a publisher whose leads are not accepted. */
export type CardSubject =
  | { readonly kind: "campaign"; readonly campaign: CardCampaign }
  | { readonly kind: "publisher"; readonly publisher: CardPublisher; readonly campaigns: number };

/** What is lost where nobody acts. */
export interface Stake {
  /** `short`: missing at the end; `stuck`: waiting at a job; `invalid`: above the publisher's usual; `lost`: paid beyond what was earned. */
  readonly of: "short" | "stuck" | "invalid" | "lost";
  /** Null where it is no matter of leads. */
  readonly leads: number | null;
  /** In the base currency; null without a price. */
  readonly money: Decimal4 | null;
}

/** How long a card has been open. Day 1 is that of the first snapshot that shows it. */
export interface OpenSince {
  /** snapshot_date. */
  readonly since: Day;
  /** Calendar days, the first included. */
  readonly days: number;
  /** It may have begun before the snapshots that are read. */
  readonly atLeast: boolean;
}

/** Why the whole card is told today, and not a line of it. */
export type Telling =
  /** `first`: of the first mail there is: it may be as old as it likes, and is not called new. */
  | { readonly why: "new" | "first" }
  /** Since the mail of that snapshot_date, which told the stake beside it; the causes are those that are new since. */
  | { readonly why: "changed"; readonly toldOn: Day; readonly told: Stake; readonly causes: readonly Cause[] }
  | { readonly why: "reminder"; readonly toldOn: Day };

/** All there is to say of one campaign or publisher. */
export interface Card {
  readonly subject: CardSubject;
  /** The largest of its causes', never their sum. */
  readonly stake: Stake;
  /** The most urgent first: those that call by themselves before those that only explain. While `easing` none calls, and there may be none. */
  readonly causes: readonly Cause[];
  /** Null for a publisher, and for a campaign without a cap or dates. */
  readonly pace: Pace | null;
  readonly advice: Advice;
}

/** A card to act on: open, and told whole or as a line. */
export interface OpenCard extends Card {
  readonly open: OpenSince;
  /** Nothing that calls holds at the newest snapshot; it is over if the next one says so too. */
  readonly easing: boolean;
}

export interface ActCard extends OpenCard {
  readonly telling: Telling;
}

/** Told before: a line until its card comes again. */
export interface OpenLine extends OpenCard {
  /** The date (a snapshot_date) of the mail that has its whole card again, unless it changes before; null when none is scheduled. */
  readonly next: Day | null;
}

/** Was open and is no more. */
export interface OverCard {
  readonly subject: CardSubject;
  /** How long it was open. */
  readonly open: OpenSince;
  /**
   * What became of it: the campaign is well again, runs again (whether it is well cannot be told yet), has nothing to be short of any more
   * (no cap, a signature, a job that is switched off), has reached its cap, or ended without falling far short of it.
   */
  readonly end: "well" | "resumed" | "settled" | "reached" | "ended";
}
