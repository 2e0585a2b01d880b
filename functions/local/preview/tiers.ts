import type { DigestModel } from "../../../shared/digest/digest-model.ts";
import type { Day } from "../../../shared/platform/day.ts";

/** Cards of one mail. */
export interface MailTiers {
  readonly date: Day;
  readonly fresh: number;
  readonly changed: number;
  readonly reminders: number;
  /** Told as a line. */
  readonly open: number;
  /** A snapshot was missing or shrunk: it told nothing. */
  readonly toldNothing: boolean;
}

/** How many cards the settings at hand would have sent. */
export interface Tiers {
  /** The mail itself, and those before it, newest first. */
  readonly mails: readonly MailTiers[];
  readonly watch: number;
  readonly information: number;
}

const MOST_MAILS = 25;

/** Of the mail and of those replayed for it: what these settings would have told. @returns null of a mail without tiers */
export function tiersOf({ board, date }: DigestModel): Tiers | null {
  if (board === null || board.state === "nothing") return null;
  const { counts, open, watch, information, mails } = board;
  const own: MailTiers = { date, ...counts, open: open.length, toldNothing: false };
  return {
    mails: [own, ...mails.toReversed()].slice(0, MOST_MAILS),
    watch: watch.length,
    information: information.length,
  };
}
