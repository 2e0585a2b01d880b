import { section } from "../section.ts";
import { changesOf } from "./figures.ts";
import { changeNotes } from "./notes.ts";

/** What is different from the previous mail's snapshot; in every mail. */
export const changes = section({
  needs: [],
  figures: changesOf,
  notes: ({ rows }, { account }) => changeNotes(account, rows),
  query: "changes",
  sheetName: "changes",
  sheet: ({ rows }) =>
    rows.length === 0
      ? null
      : {
          head: ["kind", "subject", "from", "to", "currency"],
          rows: rows.map(({ kind, subject, from, to, currency }) => [kind, subject, from, to, currency]),
        },
});
