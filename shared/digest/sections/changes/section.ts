import { html, NOTHING, named } from "../../drawing/markup.ts";
import { dataTable, small } from "../../drawing/pieces.ts";
import { isolated, lined } from "../../drawing/text-lines.ts";
import { section } from "../section.ts";
import { changesOf } from "./figures.ts";
import { changeTexts } from "./words.ts";

/** What is different from the previous mail's snapshot; in every mail. */
export const changes = section({
  audiences: ["internal", "publisher"],
  needs: [],
  figures: changesOf,
  rows: ({ rows }, { format }) => changeTexts(rows, format),
  limit: { html: 12, text: 40 },
  query: "changes",
  html: ({ shown, more, figures, format }) =>
    figures.rows.length === 0
      ? null
      : {
          title: "What changed",
          body: dataTable({
            caption: "Changes since the previous mail",
            head: ["What", "Change"],
            rows: shown.map(({ subjects, unnamed, what, detail }) => ({
              main: html`${subjects.map((name, position) => html`${position > 0 ? ", " : ""}${named(name)}`)}${unnamed > 0 ? ` and ${format.count(unnamed)} more` : ""}`,
              side: html`${what}${detail === "" ? NOTHING : small(detail)}`,
            })),
          }),
          more,
        },
  text: ({ shown, more, figures, format }) =>
    figures.rows.length === 0
      ? null
      : {
          title: "What changed",
          lines: shown.map(({ subjects, unnamed, what, detail }) => {
            const others = unnamed > 0 ? ` and ${format.count(unnamed)} more` : "";
            const said = [what, detail].filter((text) => text !== "").join("; ");
            return lined(`${subjects.map(isolated).join(", ")}${others}`, said);
          }),
          more,
        },
  sheetName: "changes",
  sheet: ({ rows }) =>
    rows.length === 0
      ? null
      : {
          head: ["kind", "subject", "from", "to", "currency"],
          rows: rows.map(({ kind, subject, from, to, currency }) => [kind, subject, from, to, currency]),
        },
});
