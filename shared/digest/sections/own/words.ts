import type { Format } from "../../drawing/format.ts";
import { dailyText, endText, forecastText, movementText, progressText } from "../../drawing/pace-words.ts";
import { joined, rejudgedText } from "../../drawing/words.ts";
import type { OwnRow } from "./figures.ts";

export interface OwnText {
  readonly capLeads: string;
  readonly of: string;
  readonly detail: string;
  readonly end: string;
  readonly daily: string;
  readonly earned: string;
}

/** What is delivered of the cap of the contracts. */
export const ownShare = ({ cap, capLeads }: OwnRow): number | null =>
  cap === null || capLeads === null ? null : capLeads / cap;

/** A publisher's contract row in words. */
export function ownText(row: OwnRow, format: Format): OwnText {
  const { pace, invalidRate, earned, currency } = row;
  const share = ownShare(row);
  const none = row.contracts === 1 ? " delivered, no cap" : " delivered";
  const cap = row.cap === null ? none : ` of ${format.count(row.cap)}`;
  return {
    capLeads: row.capLeads === null ? "unknown" : format.count(row.capLeads),
    of: `${cap}${row.contracts === 1 ? "" : `, across ${format.count(row.contracts)} contracts`}`,
    detail: joined([
      pace !== null ? progressText(format, pace) : share !== null && `${format.percent(share)} of your cap`,
      movementText(format, row.movement),
      invalidRate !== null && `${format.percent(invalidRate, 1)} invalid`,
      row.rejudged > 0 && rejudgedText(row.rejudged, format),
    ]),
    end: pace === null ? "" : joined([endText(format, pace), forecastText(format, pace, row.range)]),
    daily: pace === null ? "" : dailyText(format, pace),
    earned: earned === null ? "" : `earned ${format.money(earned, currency)}`,
  };
}
