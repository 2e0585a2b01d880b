import type { MailBefore } from "../../../shared/digest/cards/board.ts";
import type { DigestModel } from "../../../shared/digest/digest-model.ts";

/** How many cards the settings at hand would have sent. */
export interface Tiers {
  /** The mail itself, and those before it, newest first. */
  readonly mails: readonly MailBefore[];
  readonly watch: number;
  readonly information: number;
}

const MOST_MAILS = 25;

/** Of the mail and of those replayed for it: what these settings would have told. @returns null of a mail without tiers */
export function tiersOf({ board, date }: DigestModel): Tiers | null {
  if (board === null || board.state === "nothing") return null;
  const { counts, act, open, watch, information, mails } = board;
  const own: MailBefore = { date, ...counts, open: act.length + open.length, toldNothing: false };
  return {
    mails: [own, ...mails.toReversed()].slice(0, MOST_MAILS),
    watch: watch.length,
    information: information.length,
  };
}
