import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import {
  dailyText,
  endText,
  forecastText,
  movementText,
  notesText,
  progressText,
  statusText,
} from "../drawing/pace-words.ts";
import { closing, heading, isolated } from "../drawing/text-lines.ts";
import { COUNTER_WORDS, joined, STATUS_WORDS } from "../drawing/words.ts";
import { isStill, moneyLead, moneyNotes } from "../sections/money/words.ts";
import { ownText } from "../sections/own/words.ts";
import type { PacingRow } from "../sections/pacing/figures.ts";
import {
  marginText,
  pacingRest,
  qualityLead,
  qualityText,
  qualityTitle,
  quietText,
} from "../sections/section-words.ts";
import { isQuiet, moreText, pacingShown } from "./limits.ts";

export function pacingLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const { pacing } = model;
  if (pacing === null) return [];
  const shown = pacingShown(pacing, { limit, quiet: isQuiet(model) });
  const more = moreText(model, format, { total: pacing.rows.length, shown: shown.length, file: "pacing.csv" });
  const rest = joined([more, pacingRest(format, pacing, shown.length)]);
  if (shown.length === 0 && rest === "") return [];
  return [
    ...heading(`Pacing, by ${COUNTER_WORDS[model.capCounter]}, worst first`),
    ...shown.flatMap((row) => pacingRow(row, format)),
    ...closing(rest, "pacing"),
  ];
}

function pacingRow(row: PacingRow, format: Format): readonly string[] {
  const { campaign, pace } = row;
  const count = `${format.count(pace.delivered)} of ${format.count(pace.required)}`;
  const daily = dailyText(format, pace);
  const notes = notesText(format, row);
  return [
    `- ${statusText(row).toUpperCase()}: ${isolated(campaign.name)}${campaign.advertiser === "" ? "" : `, ${isolated(campaign.advertiser)}`}`,
    `  ${count}, ${progressText(format, pace)}; ${movementText(format, row.movement)}; ${endText(format, pace)}`,
    `  ${[forecastText(format, pace, row.range), daily, notes].filter((text) => text !== "").join("; ")}`,
  ];
}

export function ownLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const { own } = model;
  if (own === null || own.rows.length === 0) return [];
  const shown = own.rows.slice(0, limit);
  const more = moreText(model, format, { total: own.rows.length, shown: shown.length, file: "campaigns.csv" });
  const lines = shown.flatMap((row) => {
    const text = ownText(row, format);
    const status = row.pace === null ? "" : `${STATUS_WORDS[row.pace.status].toUpperCase()}: `;
    const end = [text.end, text.daily, text.earned].filter((part) => part !== "").join("; ");
    return [
      `- ${status}${isolated(row.campaign)}`,
      `  ${text.delivered}${text.of}; ${text.detail}`,
      ...(end === "" ? [] : [`  ${end}`]),
    ];
  });
  return [...heading(`Your campaigns, by ${COUNTER_WORDS[model.capCounter]}`), ...lines, ...closing(more, "contracts")];
}

export function qualityLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const { quality } = model;
  if (quality === null || quality.all.length === 0) return [];
  const shown = quality.flagged.slice(0, limit);
  const quiet = quietText(model, format);
  const more = moreText(model, format, { total: quality.flagged.length, shown: shown.length, file: "quality.csv" });
  const lines = shown.map((row) => {
    const { rate, detail } = qualityText(row, format);
    return `- ${isolated(row.publisher)}: ${rate}; ${detail}`;
  });
  const rest = quiet === "" ? [] : [`${quiet}.`];
  return [
    ...heading(qualityTitle(model)),
    qualityLead(model),
    ...lines,
    ...rest,
    ...closing(more, "publisher-quality"),
  ];
}

export function moneyLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const { money, currency } = model;
  if (money === null || isStill(money)) return [];
  const rows = [...money.rows.filter(({ low }) => low), ...money.rows.filter(({ low }) => !low)];
  const shown = rows.slice(0, isQuiet(model) ? 0 : limit);
  const more = moreText(model, format, { total: rows.length, shown: shown.length, file: "money.csv" });
  const line = (name: string, row: (typeof rows)[number] | (typeof money)["total"]): string =>
    `- ${name}: revenue ${format.money(row.revenue, currency)}, pays ${format.money(row.payout, currency)}, ${marginText(row, currency, format)}`;
  return [
    ...heading("Money"),
    moneyLead(model, format),
    line("All campaigns", money.total),
    ...shown.map((row) => `${line(isolated(row.campaign.name), row)}${row.low ? " LOW MARGIN" : ""}`),
    ...moneyNotes(model, format),
    ...closing(more, "money"),
  ];
}
