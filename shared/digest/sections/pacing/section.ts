import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING } from "../../drawing/markup.ts";
import { MOVEMENT_HEAD, movementCells } from "../../drawing/movement-cells.ts";
import {
  dailyText,
  endText,
  forecastText,
  movementText,
  progressText,
  STATUS_MOODS,
} from "../../drawing/pace-words.ts";
import { INK } from "../../drawing/palette.ts";
import { bar, dataTable, pill, rowName, small, strong } from "../../drawing/pieces.ts";
import { isolated } from "../../drawing/text-lines.ts";
import { COUNTER_WORDS, joined, STATUS_WORDS } from "../../drawing/words.ts";
import { section } from "../section.ts";
import { type PacingRow, pacingOf } from "./figures.ts";
import { notesText, pacingLead, pacingRest, statusText } from "./words.ts";

/** Rows of campaigns that need nobody only fill up what those that do leave, and a day on which nothing does is a short mail. */
const FILL_TO = { busy: 12, quiet: 3 } as const;

/** Active capped campaigns against their caps. */
export const pacing = section({
  audiences: ["internal"],
  needs: ["campaigns"],
  figures: pacingOf,
  rows: ({ rows }) => rows,
  limit: { html: 25, text: 60 },
  most: ({ counts }, { quiet }) => Math.max(counts["at-risk"] + counts.behind, quiet ? FILL_TO.quiet : FILL_TO.busy),
  query: "pacing",
  html: ({ figures, shown, more, head, format }) => {
    const rest = joined([more, pacingRest(format, figures, shown.length)]);
    if (shown.length === 0 && rest === "") return null;
    return { title: "Pacing", lead: pacingLead(head), body: tableOf(shown, format), more: rest };
  },
  text: ({ figures, shown, more, head, format }) => {
    const rest = joined([more, pacingRest(format, figures, shown.length)]);
    if (shown.length === 0 && rest === "") return null;
    return {
      title: `Pacing, by ${COUNTER_WORDS[head.capCounter]}, worst first`,
      lines: shown.flatMap((row) => linesOf(row, format)),
      more: rest,
    };
  },
  sheetName: "pacing",
  sheet: ({ rows }) => ({
    head: [
      ...["campaign_id", "campaign", "advertiser", "status", "delivered", "required", "end_date", "days_total"],
      ...["days_elapsed", "days_left", "expected", "on_schedule_index", "rate_per_day", "needed_per_day"],
      ...["forecast", "forecast_low", "forecast_high", "cap_reached_on", "held", "status_days", ...MOVEMENT_HEAD],
    ],
    rows: rows.map(({ campaign, pace, range, movement, held, streak }) => [
      ...[campaign.id, campaign.name, campaign.advertiser, STATUS_WORDS[pace.status], pace.capLeads, pace.required],
      ...[pace.endDate, pace.daysTotal, pace.daysElapsed, pace.daysLeft, pace.expected, pace.index, pace.rate],
      ...[pace.needed, pace.forecast, range?.low ?? null, range?.high ?? null, pace.reachedOn, held],
      ...[streak?.days ?? null, ...movementCells(movement)],
    ]),
  }),
});

function tableOf(rows: readonly PacingRow[], format: Format): Markup {
  if (rows.length === 0) return NOTHING;
  return dataTable({
    caption: "Campaigns against their caps",
    head: ["Campaign, delivered of its cap", "At its end"],
    rows: rows.map((row) => ({ main: mainCell(row, format), side: sideCell(row, format) })),
  });
}

function mainCell(row: PacingRow, format: Format): Markup {
  const { campaign, pace, movement } = row;
  const place = { share: pace.capLeads / pace.required, mark: pace.expected / pace.required };
  return html`${rowName(campaign.name)}${small(joinedName(campaign.advertiser, endText(format, pace)))}${bar(STATUS_MOODS[pace.status], place)}<div>${strong(format.count(pace.capLeads))} of ${format.count(pace.required)} <span class="m" style="color:${INK.muted.light};font-size:13px">${movementText(format, movement)}</span></div>${small(progressText(format, pace))}`;
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

function linesOf(row: PacingRow, format: Format): readonly string[] {
  const { campaign, pace } = row;
  const count = `${format.count(pace.capLeads)} of ${format.count(pace.required)}`;
  const daily = dailyText(format, pace);
  const notes = notesText(format, row);
  return [
    `- ${statusText(row).toUpperCase()}: ${isolated(campaign.name)}${campaign.advertiser === "" ? "" : `, ${isolated(campaign.advertiser)}`}`,
    `  ${count}, ${progressText(format, pace)}; ${movementText(format, row.movement)}; ${endText(format, pace)}`,
    `  ${[forecastText(format, pace, row.range), daily, notes].filter((text) => text !== "").join("; ")}`,
  ];
}
