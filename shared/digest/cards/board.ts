import type { Decimal4 } from "../../catalog/column.ts";
import type { Day } from "../../platform/day.ts";
import type { Note } from "../model/note.ts";
import type { ActCard, Card, OpenLine, OverCard } from "./card.ts";

/** What cards are worth together: each campaign once. */
export interface Sum {
  readonly cards: number;
  /** In the base currency, of those with a price. */
  readonly money: Decimal4;
  /** Of those without one. */
  readonly unpriced: { readonly cards: number; readonly leads: number };
}

/**
 * `busy`: a card is new, changed or due again. `calm`: none is. `cannot-tell`: a snapshot that the tiers are made of is missing, shrunk or of
 * another day, or no weekday has been judged yet; what is on the board is known, and more may be. `nothing`: the filter matches nothing.
 */
export type BoardState = "busy" | "calm" | "cannot-tell" | "nothing";

/** Everything of the account by what it asks of the reader. A campaign is in one of `act`, `open` and `watch`. */
export interface Board {
  readonly state: BoardState;
  /** No mail of this digest could be told before: nothing on it is new. */
  readonly first: boolean;
  /** Cards told whole today. As every list of cards: money, then leads, then id. */
  readonly act: readonly ActCard[];
  /** What else is open, a line each. */
  readonly open: readonly OpenLine[];
  /** Over since the previous mail. */
  readonly over: readonly OverCard[];
  readonly watch: readonly Card[];
  /** What has changed and asks for nothing, in the order of the kinds; nothing that a card tells already. */
  readonly information: readonly Note[];
  readonly sums: {
    readonly act: Sum;
    readonly open: Sum;
    /** Both together. */
    readonly atStake: Sum;
    readonly watch: Sum;
  };
  /** Of the active campaigns with a cap and dates. */
  readonly well: { readonly paced: number; readonly wellOrAhead: number };
  readonly counts: { readonly fresh: number; readonly changed: number; readonly reminders: number };
  /** Mails replayed before this one, the newest last, for what has been told and when. */
  readonly mails: readonly MailBefore[];
}

/** What the replay knows of a mail before. */
export interface MailBefore {
  readonly date: Day;
  readonly fresh: number;
  readonly changed: number;
  readonly reminders: number;
  /** Cards that it told of, whole or as a line. */
  readonly open: number;
  /** A snapshot was missing or shrunk: what it said counts as told to nobody. */
  readonly toldNothing: boolean;
}
