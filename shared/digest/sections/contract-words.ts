import type { Format } from "../drawing/format.ts";
import { counted, DAYS, joined, LEADS, standingText } from "../drawing/words.ts";
import type { ContractRow } from "./contracts/figures.ts";
import type { JobRow } from "./integrations/figures.ts";

/** What is to be done about a contract. */
export function contractText(row: ContractRow, format: Format): { state: string; detail: string } {
  const across = row.renewed ? ", across its contracts" : "";
  const progress =
    row.required === null || row.delivered === null
      ? ""
      : `${format.count(row.delivered)} of ${format.count(row.required)} delivered${across}`;
  switch (row.kind) {
    case "contract-unsigned":
      return {
        state: row.days === null ? "Not signed" : `Not signed for ${counted(format, row.days, DAYS)}`,
        detail: row.required === null ? "" : `cap ${format.count(row.required)}`,
      };
    case "contract-ending":
      return { state: row.days === null ? "Ending" : `Ends in ${counted(format, row.days, DAYS)}`, detail: progress };
    case "contract-reached":
      return { state: "At its cap", detail: `${progress}; the campaign needs more` };
    case "overcommitted":
      return {
        state: "More than needed",
        detail: `may deliver ${format.count(row.open ?? 0)} more, the campaign needs ${format.count(row.wanted ?? 0)}`,
      };
  }
}

/** How a job fares. */
export function jobText(row: JobRow, format: Format): { state: string; detail: string } {
  const share = row.share === null ? "" : ` (${format.percent(row.share)})`;
  const moved =
    row.failed === null || row.total === null
      ? "no earlier snapshot"
      : row.total === 0 && row.failed === 0
        ? "no new leads"
        : `${format.count(row.failed)} of ${counted(format, row.total, LEADS)} failed${share}`;
  const toDate =
    row.failedToDate === null || row.totalToDate === null
      ? ""
      : `${format.count(row.failedToDate)} of ${format.count(row.totalToDate)} failed to date`;
  const detail = joined([
    moved,
    toDate,
    row.heldBack !== null && `${counted(format, row.heldBack, LEADS)} held back`,
    (row.pending ?? 0) > 0 && `${format.count(row.pending ?? 0)} pending`,
    row.changedOn !== null && `changed ${format.day(row.changedOn)}`,
    row.unmapped > 0 && counted(format, row.unmapped, ["field unmapped", "fields unmapped"]),
    row.hardfail && row.state === "failing" && "failures make leads invalid",
  ]);
  const states = {
    failing: `Failing, ${standingText(row.standing)}`,
    resolved: "Recovered",
    ok: row.disabled ? "Switched off" : "Working",
  };
  return { state: states[row.state], detail };
}
