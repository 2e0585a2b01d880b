import type { Format } from "../../drawing/format.ts";
import { counted, joined, LEAD_WORDS, streakText } from "../../drawing/words.ts";
import type { JobRow } from "./figures.ts";

/** How a job fares. */
export function jobText(row: JobRow, format: Format): { state: string; detail: string } {
  const share = row.share === null ? "" : ` (${format.percent(row.share)})`;
  const moved =
    row.failed === null || row.total === null
      ? "no earlier snapshot"
      : row.total === 0 && row.failed === 0
        ? "no new leads"
        : `${format.count(row.failed)} of ${counted(format, row.total, LEAD_WORDS)} failed${share}`;
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
    ok: row.disabled ? "Switched off" : "Working",
  };
  return { state: states[row.state], detail };
}
