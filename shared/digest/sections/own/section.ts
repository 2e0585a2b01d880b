import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING } from "../../drawing/markup.ts";
import { MOVEMENT_HEAD, movementCells } from "../../drawing/movement-cells.ts";
import { STATUS_MOODS } from "../../drawing/pace-words.ts";
import { bar, dataTable, pill, rowName, small, strong } from "../../drawing/pieces.ts";
import { isolated } from "../../drawing/text-lines.ts";
import { COUNTER_WORDS, STATUS_WORDS } from "../../drawing/words.ts";
import { section } from "../section.ts";
import { type OwnRow, publisherViewOf } from "./figures.ts";
import { ownShare, ownText } from "./words.ts";

/** A publisher's own campaigns, one by one. */
export const own = section({
  audiences: ["publisher"],
  needs: ["publisher-contracts"],
  figures: publisherViewOf,
  rows: ({ rows }) => rows,
  limit: { html: 25, text: 60 },
  query: "contracts",
  html: ({ figures, shown, more, head, format }) => {
    if (figures.rows.length === 0) return null;
    const paced = shown.some(({ pace }) => pace !== null);
    return {
      title: "Your campaigns",
      lead: `By ${COUNTER_WORDS[head.capCounter]}, as your contracts count them.${paced ? " The mark in a bar is where delivery should be today." : ""}`,
      body: dataTable({
        caption: "Your campaigns against your contracts' caps",
        head: ["Campaign, delivered of your cap", paced ? "At its end" : "Earned"],
        rows: shown.map((row) => ({ main: mainCell(row, format), side: sideCell(row, format) })),
      }),
      more,
    };
  },
  text: ({ figures, shown, more, head, format }) =>
    figures.rows.length === 0
      ? null
      : {
          title: `Your campaigns, by ${COUNTER_WORDS[head.capCounter]}`,
          lines: shown.flatMap((row) => linesOf(row, format)),
          more,
        },
  sheetName: "campaigns",
  sheet: ({ rows }) => ({
    head: [
      ...["campaign_id", "campaign", "delivered", "cap", "end_date", "days_left", "needed_per_day", "rate_per_day"],
      ...["forecast", "leads", "invalid", "invalid_rate", "currency", "earned", "earned_to_date", ...MOVEMENT_HEAD],
    ],
    rows: rows.map((row) => [
      ...[row.campaignId, row.campaign, row.capLeads, row.cap, row.pace?.endDate ?? null],
      ...[row.pace?.daysLeft ?? null, row.pace?.needed ?? null, row.pace?.rate ?? null, row.pace?.forecast ?? null],
      ...[row.leads, row.invalid, row.invalidRate, row.currency, row.earned, row.earnings],
      ...movementCells(row.movement),
    ]),
  }),
});

function mainCell(row: OwnRow, format: Format): Markup {
  const { pace } = row;
  const text = ownText(row, format);
  const share = ownShare(row);
  const mood = pace === null ? "calm" : STATUS_MOODS[pace.status];
  const mark = pace === null ? null : pace.expected / pace.required;
  const progress = share === null ? NOTHING : bar(mood, { share, mark });
  return html`${rowName(row.campaign)}${progress}<div>${strong(text.capLeads)}${text.of}</div>${small(text.detail)}`;
}

function sideCell(row: OwnRow, format: Format): Markup {
  const { pace } = row;
  const text = ownText(row, format);
  return html`${pace === null ? NOTHING : pill(STATUS_MOODS[pace.status], STATUS_WORDS[pace.status])}${small(text.end)}${
    text.daily === "" ? NOTHING : html`<div style="font-size:13px;line-height:18px">${strong(text.daily)}</div>`
  }${text.earned === "" ? NOTHING : small(text.earned)}`;
}

function linesOf(row: OwnRow, format: Format): readonly string[] {
  const text = ownText(row, format);
  const status = row.pace === null ? "" : `${STATUS_WORDS[row.pace.status].toUpperCase()}: `;
  const end = [text.end, text.daily, text.earned].filter((part) => part !== "").join("; ");
  return [
    `- ${status}${isolated(row.campaign)}`,
    `  ${text.capLeads}${text.of}; ${text.detail}`,
    ...(end === "" ? [] : [`  ${end}`]),
  ];
}
