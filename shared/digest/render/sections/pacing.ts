import type { DigestModel } from "../../digest-model.ts";
import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING } from "../../drawing/markup.ts";
import {
  dailyText,
  endText,
  forecastText,
  movementText,
  notesText,
  progressText,
  statusText,
} from "../../drawing/pace-words.ts";
import { INK, type Mood } from "../../drawing/palette.ts";
import { bar, dataTable, pill, rowName, section, small, strong } from "../../drawing/pieces.ts";
import { joined } from "../../drawing/words.ts";
import type { PaceStatus } from "../../model/pace.ts";
import type { PacingRow, PacingSection } from "../../sections/pacing/figures.ts";
import { pacingLead, pacingRest } from "../../sections/section-words.ts";
import { isQuiet, moreText, pacingShown } from "../limits.ts";

export const STATUS_MOODS: Readonly<Record<PaceStatus, Mood>> = {
  "at-risk": "risk",
  behind: "behind",
  "on-pace": "good",
  ahead: "ahead",
  reached: "good",
  "not-started": "calm",
};

export function pacingSection(model: DigestModel, format: Format, limit: number): Markup {
  const { pacing } = model;
  if (pacing === null) return NOTHING;
  const shown = pacingShown(pacing, { limit, quiet: isQuiet(model) });
  const more = moreText(model, format, { total: pacing.rows.length, shown: shown.length, file: "pacing.csv" });
  const rest = joined([more, pacingRest(format, pacing, shown.length)]);
  if (shown.length === 0 && rest === "") return NOTHING;
  return section({
    title: "Pacing",
    lead: pacingLead(model),
    body: tableOf(shown, format),
    more: rest,
    query: "pacing",
  });
}

function tableOf(rows: PacingSection["rows"], format: Format): Markup {
  if (rows.length === 0) return NOTHING;
  return dataTable({
    caption: "Campaigns against their caps",
    head: ["Campaign, delivered of its cap", "At its end"],
    rows: rows.map((row) => ({ main: mainCell(row, format), side: sideCell(row, format) })),
  });
}

function mainCell(row: PacingRow, format: Format): Markup {
  const { campaign, pace, movement } = row;
  const place = { share: pace.delivered / pace.required, mark: pace.expected / pace.required };
  return html`${rowName(campaign.name)}${small(joinedName(campaign.advertiser, endText(format, pace)))}${bar(STATUS_MOODS[pace.status], place)}<div>${strong(format.count(pace.delivered))} of ${format.count(pace.required)} <span class="m" style="color:${INK.muted.light};font-size:13px">${movementText(format, movement)}</span></div>${small(progressText(format, pace))}`;
}

const joinedName = (advertiser: string, end: string): Markup =>
  advertiser === "" ? html`${end}` : html`<bdi>${advertiser}</bdi> · ${end}`;

function sideCell(row: PacingRow, format: Format): Markup {
  const { pace, range } = row;
  const daily = dailyText(format, pace);
  const notes = notesText(format, row);
  return html`${pill(STATUS_MOODS[pace.status], statusText(row))}${small(forecastText(format, pace, range))}${
    daily === "" ? NOTHING : html`<div style="font-size:13px;line-height:18px">${strong(daily)}</div>`
  }${notes === "" ? NOTHING : small(notes)}`;
}
