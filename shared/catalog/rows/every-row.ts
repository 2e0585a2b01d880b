import { ReportsError } from "../../platform/errors.ts";
import type { Row } from "../column.ts";
import type { Dataset } from "../dataset.ts";

export interface EveryRowProof {
  /** @throws BadResponse when the row shows that the filter was ignored */
  see(row: Row): void;
  /** @throws BadResponse when a row could not show that the filter held */
  assertShown(): void;
}

/** The API ignores filters it does not know, so every row must show that ours held. */
export function createEveryRowProof(dataset: Dataset): EveryRowProof {
  const proofs = Object.entries(dataset.everyRow);
  let unshown = 0;
  const refuse = (what: string) =>
    new ReportsError("BadResponse", {
      what,
      where: `${dataset.collection} with ${new URLSearchParams(dataset.filters)}`,
      remedy: "Ask Convertr whether the filter changed; nothing was published",
    });
  return {
    see: (row: Row): void => {
      for (const [column, expected] of proofs) {
        const value = row[column];
        if (value === expected) continue;
        if (value !== null) throw refuse(`the API ignored the filter: a row with ${column} other than ${expected}`);
        unshown += 1;
      }
    },
    assertShown: (): void => {
      if (unshown > 0) throw refuse(`${unshown} rows do not show that the filter held`);
    },
  };
}
