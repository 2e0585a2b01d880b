import { html, named } from "../../drawing/markup.ts";
import type { Mood } from "../../drawing/palette.ts";
import { dataTable, pill, rowName, small } from "../../drawing/pieces.ts";
import { isolated, lined } from "../../drawing/text-lines.ts";
import { FINDING_WORDS } from "../../drawing/words.ts";
import { section } from "../section.ts";
import { type AttentionRow, attentionOf } from "./figures.ts";
import { ATTENTION_TITLE, attentionText } from "./words.ts";

const MOODS: Readonly<Record<AttentionRow["kind"], Mood>> = {
  silent: "risk",
  "paused-behind": "behind",
  "ended-short": "calm",
  "starting-unsigned": "behind",
};

/** Campaigns that need somebody for another reason than their pace. */
export const attention = section({
  audiences: ["internal"],
  needs: ["campaigns"],
  reads: ["publisher-contracts"],
  figures: attentionOf,
  rows: ({ rows }) => rows,
  limit: { html: 10, text: 10 },
  query: "pacing",
  html: ({ figures, shown, more, head, format }) =>
    figures.rows.length === 0
      ? null
      : {
          title: ATTENTION_TITLE,
          body: dataTable({
            caption: "Campaigns that need a look",
            head: ["Campaign", "What is the matter"],
            rows: shown.map((row) => {
              const { state, detail } = attentionText(row, { format, today: head.date });
              return {
                main: html`${rowName(row.campaign.name)}${small(named(row.campaign.advertiser))}`,
                side: html`${pill(MOODS[row.kind], state)}${small(detail)}`,
              };
            }),
          }),
          more,
        },
  text: ({ figures, shown, more, head, format }) =>
    figures.rows.length === 0
      ? null
      : {
          title: ATTENTION_TITLE,
          lines: shown.map((row) => {
            const { state, detail } = attentionText(row, { format, today: head.date });
            return lined(`${isolated(row.campaign.name)}, ${state.toLowerCase()}`, detail);
          }),
          more,
        },
  sheetName: "attention",
  sheet: ({ rows }) =>
    rows.length === 0
      ? null
      : {
          head: [
            ...["campaign_id", "campaign", "advertiser", "finding", "days", "missing", "required", "date"],
            "last_conversion",
          ],
          rows: rows.map((row) => [
            ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, FINDING_WORDS[row.kind][0]],
            ...[row.streak?.days ?? null, row.missing, row.required, row.date],
            row.lastConversion === null ? null : new Date(row.lastConversion).toISOString(),
          ]),
        },
});
