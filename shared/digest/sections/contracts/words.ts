import type { Format } from "../../drawing/format.ts";
import { counted, DAY_WORDS } from "../../drawing/words.ts";
import type { ContractRow } from "./figures.ts";

/** What is to be done about a contract. */
export function contractText(row: ContractRow, format: Format): { state: string; detail: string } {
  const across = row.contracts === 1 ? "" : `, across ${format.count(row.contracts)} contracts`;
  const progress =
    row.required === null || row.capLeads === null
      ? ""
      : `${format.count(row.capLeads)} of ${format.count(row.required)} delivered${across}`;
  switch (row.kind) {
    case "contract-unsigned":
      return {
        state: row.days === null ? "Not signed" : `Not signed for ${counted(format, row.days, DAY_WORDS)}`,
        detail: row.ownCap === null ? "" : `cap ${format.count(row.ownCap)}`,
      };
    case "contract-ending":
      return {
        state: row.days === null ? "Ending" : `Ends in ${counted(format, row.days, DAY_WORDS)}`,
        detail: progress,
      };
    case "contract-reached":
      return { state: "At its cap", detail: `${progress}; the campaign needs more` };
    case "overcommitted":
      return {
        state: "More than needed",
        detail: `may deliver ${format.count(row.open ?? 0)} more, the campaign needs ${format.count(row.wanted ?? 0)}`,
      };
  }
}
