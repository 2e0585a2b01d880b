import type { Format } from "../../drawing/format.ts";
import { COUNTER_WORDS, joined, STATUS_WORDS, streakText } from "../../drawing/words.ts";
import type { MailHead } from "../../model/mail-head.ts";
import type { PacingRow, PacingSection } from "./figures.ts";

export const pacingLead = (head: MailHead): string =>
  `Furthest from its cap first, by ${COUNTER_WORDS[head.capCounter]}. The mark in a bar is where delivery should be today; forecasts go on at the last 7 days' rate.`;

/** Statuses of the campaigns that are not shown, and what has no pace. */
export function pacingRest(format: Format, { rows, unpaced }: PacingSection, shown: number): string {
  const rest = rows.slice(shown);
  const statuses = (["at-risk", "behind", "on-pace", "ahead", "reached", "early", "not-started"] as const).map(
    (status) => {
      const count = rest.filter(({ pace }) => pace.status === status).length;
      return count > 0 && `${format.count(count)} ${STATUS_WORDS[status].toLowerCase()}`;
    },
  );
  return joined([
    ...statuses,
    unpaced.uncapped > 0 && `${format.count(unpaced.uncapped)} uncapped`,
    unpaced.withoutCap > 0 && `${format.count(unpaced.withoutCap)} without a cap`,
    unpaced.withoutEnd > 0 && `${format.count(unpaced.withoutEnd)} without an end date`,
  ]);
}

/** `At risk, day 3` */
export const statusText = ({ pace, streak }: PacingRow): string =>
  `${STATUS_WORDS[pace.status]}${streak === null ? "" : `, ${streakText(streak)}`}`;

/** What else a reader should know before acting on the row. */
export function notesText(format: Format, row: PacingRow): string {
  const { pace, held } = row;
  const purpose = { schedule: "for scheduled delivery", "over-delivery": "above publishers' caps" } as const;
  return joined([
    pace.reachedOn !== null && `cap reached about ${format.day(pace.reachedOn)}`,
    held > 0 && `${format.count(held)} on hold${row.heldOnPurpose === null ? "" : ` ${purpose[row.heldOnPurpose]}`}`,
    row.extension !== null && `end extension ${format.count(row.extension)}`,
  ]);
}
