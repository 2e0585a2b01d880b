import type { Format } from "../../drawing/format.ts";
import { counted, joined, LEAD_WORDS, rejudgedText, streakText } from "../../drawing/words.ts";
import { rejudgedOf } from "../../model/share.ts";
import type { JobRow } from "./figures.ts";

/** How a job fares. */
export function jobText(row: JobRow, format: Format): { state: string; detail: string } {
  const moved = movedText(row, format);
  const toDate =
    row.failedToDate === null || row.totalToDate === null
      ? ""
      : `${format.count(row.failedToDate)} of ${format.count(row.totalToDate)} failed to date`;
  const detail = joined([
    moved,
    toDate,
    row.heldBack !== null && `${counted(format, row.heldBack, LEAD_WORDS)} held back`,
    (row.pending ?? 0) > 0 && `${format.count(row.pending ?? 0)} pending`,
    row.changedOn !== null && `changed ${format.day(row.changedOn)}`,
    row.unmapped > 0 && counted(format, row.unmapped, ["field unmapped", "fields unmapped"]),
    row.hardfail && row.state === "failing" && "failures make leads invalid",
  ]);
  const states = {
    failing: `Failing, ${streakText(row.streak)}`,
    resolved: "Recovered",
    ok: "Working",
    off: "Switched off",
    unknown: "Nothing known yet",
  };
  return { state: states[row.state], detail };
}

/** Its leads since the previous mail, as far as both counters are of the same days. */
function movedText({ total, failed, related, share }: JobRow, format: Format): string {
  if (failed === null && total === null) return "movement unknown";
  if (failed === null || total === null || !related) {
    return failed === null ? `${counted(format, total ?? 0, LEAD_WORDS)}` : `${format.count(failed)} failed`;
  }
  if (total === 0 && failed === 0) return "no new leads";
  const rejudged = rejudgedOf(failed, total);
  if (rejudged > 0) return `${counted(format, total, ["new lead", "new leads"])}, ${rejudgedText(rejudged, format)}`;
  const rate = share === null ? "" : ` (${format.percent(share)})`;
  return `${format.count(failed)} of ${counted(format, total, LEAD_WORDS)} failed${rate}`;
}
