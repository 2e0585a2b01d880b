import type { Format } from "../../drawing/format.ts";
import { dailyText, endText, forecastText, movementText, progressText } from "../../drawing/pace-words.ts";
import { joined } from "../../drawing/words.ts";
import type { OwnRow } from "./figures.ts";

export interface OwnText {
  readonly capLeads: string;
  readonly of: string;
  readonly detail: string;
  readonly end: string;
  readonly daily: string;
  readonly earned: string;
}

/** What is delivered of the contract's own cap; null where the counters go back to earlier contracts. */
export const ownShare = ({ cap, capLeads, renewed }: OwnRow): number | null =>
  cap === null || capLeads === null || renewed ? null : capLeads / cap;

/** A publisher's contract row in words. */
export function ownText(row: OwnRow, format: Format): OwnText {
  const { pace, invalidRate, earned, currency } = row;
  const share = ownShare(row);
  const cap = row.cap === null ? " delivered, no cap" : ` of ${format.count(row.cap)}`;
  return {
    capLeads: row.capLeads === null ? "unknown" : format.count(row.capLeads),
    of: `${cap}${row.renewed ? ", across your contracts" : ""}`,
    detail: joined([
      pace !== null ? progressText(format, pace) : share !== null && `${format.percent(share)} of your cap`,
      movementText(format, row.movement),
      invalidRate !== null && `${format.percent(invalidRate, 1)} invalid`,
    ]),
    end: pace === null ? "" : joined([endText(format, pace), forecastText(format, pace, row.range)]),
    daily: pace === null ? "" : dailyText(format, pace),
    earned: earned === null ? "" : `earned ${format.money(earned, currency)}`,
  };
}
