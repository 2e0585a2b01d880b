import type { Day } from "../../../platform/day.ts";
import type { Format } from "../../drawing/format.ts";
import { counted, joined, LEAD_WORDS, streakText } from "../../drawing/words.ts";
import type { AttentionRow } from "./figures.ts";

/** Campaigns whose trouble their pace alone does not show. */
export const ATTENTION_TITLE = "Stopped, ended or starting";

/** What is the matter, and what it leaves undone. */
export function attentionText(
  row: AttentionRow,
  told: { format: Format; today: Day },
): { state: string; detail: string } {
  const { format, today } = told;
  const missing = row.missing === null ? null : `${counted(format, row.missing, LEAD_WORDS)} missing`;
  switch (row.kind) {
    case "silent": {
      const last = row.lastConversion === null ? "no lead yet" : `last lead ${format.instant(row.lastConversion)}`;
      return { state: `Silent${dayOf(row)}`, detail: joined([last, missing]) };
    }
    case "paused-behind":
      return {
        state: `Paused, behind${dayOf(row)}`,
        detail: joined([missing, row.date !== null && `ends ${format.day(row.date)}`]),
      };
    case "ended-short":
      return {
        state: "Ended short",
        detail: joined([missing, row.date !== null && `last day ${format.day(row.date)}`]),
      };
    case "starting-unsigned": {
      const state =
        row.date === today
          ? "Starts today, unsigned"
          : `Started ${row.date === null ? "" : format.day(row.date)}, unsigned`;
      return {
        state,
        detail:
          row.required === null
            ? "no publisher has signed"
            : `no publisher has signed for ${counted(format, row.required, LEAD_WORDS)}`,
      };
    }
  }
}

const dayOf = ({ streak }: Pick<AttentionRow, "streak">): string => {
  const text = streakText(streak);
  return text === "" ? "" : `, ${text}`;
};
