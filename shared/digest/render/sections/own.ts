import type { DigestModel } from "../../digest-model.ts";
import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING } from "../../drawing/markup.ts";
import { bar, dataTable, pill, rowName, section, small, strong } from "../../drawing/pieces.ts";
import { COUNTER_WORDS, STATUS_WORDS } from "../../drawing/words.ts";
import type { OwnRow } from "../../sections/own/figures.ts";
import { ownShare, ownText } from "../../sections/own/words.ts";
import { moreText } from "../limits.ts";
import { STATUS_MOODS } from "./pacing.ts";

/** A publisher's own campaigns, one by one. */
export function ownSection(model: DigestModel, format: Format, limit: number): Markup {
  const { own } = model;
  if (own === null || own.rows.length === 0) return NOTHING;
  const shown = own.rows.slice(0, limit);
  const paced = shown.some(({ pace }) => pace !== null);
  return section({
    title: "Your campaigns",
    lead: `By ${COUNTER_WORDS[model.capCounter]}, as your contracts count them.${paced ? " The mark in a bar is where delivery should be today." : ""}`,
    body: dataTable({
      caption: "Your campaigns against your contracts' caps",
      head: ["Campaign, delivered of your cap", paced ? "At its end" : "Earned"],
      rows: shown.map((row) => ({ main: mainCell(row, format), side: sideCell(row, format) })),
    }),
    more: moreText(model, format, { total: own.rows.length, shown: shown.length, file: "campaigns.csv" }),
    query: "contracts",
  });
}

function mainCell(row: OwnRow, format: Format): Markup {
  const { pace } = row;
  const text = ownText(row, format);
  const share = ownShare(row);
  const mood = pace === null ? "calm" : STATUS_MOODS[pace.status];
  const mark = pace === null ? null : pace.expected / pace.required;
  const progress = share === null ? NOTHING : bar(mood, { share, mark });
  return html`${rowName(row.campaign)}${progress}<div>${strong(text.delivered)}${text.of}</div>${small(text.detail)}`;
}

function sideCell(row: OwnRow, format: Format): Markup {
  const { pace } = row;
  const text = ownText(row, format);
  return html`${pace === null ? NOTHING : pill(STATUS_MOODS[pace.status], STATUS_WORDS[pace.status])}${small(text.end)}${
    text.daily === "" ? NOTHING : html`<div style="font-size:13px;line-height:18px">${strong(text.daily)}</div>`
  }${text.earned === "" ? NOTHING : small(text.earned)}`;
}
