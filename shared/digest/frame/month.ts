import type {
  EndedShort,
  ForecastsCameOut,
  MonthFigures,
  Overcommitted,
  PublisherRow,
} from "../cards/period-figures.ts";
import type { Block, Part } from "../drawing/mail-parts.ts";
import { nameOf } from "../drawing/phrase/phrase.ts";
import type { Writing } from "../words/writing.ts";
import { LIMITS, moreLine } from "./limits.ts";
import { lines } from "./lists.ts";
import { advertisersPart } from "./week.ts";
import { campaignBit, publisherBit } from "./writing.ts";

/** What a monthly mail adds: advertisers, publishers, what ended short, contracts for too much, and how forecasts came out. */
export const monthParts = (writing: Writing, month: MonthFigures): readonly Part[] => [
  ...advertisersPart(writing, month.advertisers),
  ...publishersPart(writing, month.publishers),
  ...endedPart(writing, month.endedShort),
  ...overcommittedPart(writing, month.overcommitted),
  ...(month.forecasts === null ? [] : [forecastsPart(writing, month.forecasts)]),
];

function publishersPart(writing: Writing, publishers: readonly PublisherRow[]): readonly Part[] {
  if (publishers.length === 0) return [];
  const { format, words } = writing;
  const shown = publishers.slice(0, LIMITS.rows);
  const items = shown.map(({ publisher, invalid, ...row }) =>
    words.month.publisher({
      ...row,
      name: publisherBit(writing, publisher),
      invalid: format.shareOf(invalid, row.leads) ?? words.day.partOf({ part: invalid, whole: row.leads }),
    }),
  );
  const more = moreLine(writing, { ofBoard: false, left: publishers.slice(shown.length) });
  return [{ title: words.month.publishersHeading, blocks: [{ kind: "ruled", items }, ...lines(more)] }];
}

function endedPart(writing: Writing, ended: readonly EndedShort[]): readonly Part[] {
  if (ended.length === 0) return [];
  const { month } = writing.words;
  const shown = ended.slice(0, LIMITS.rows);
  const items = shown.map((one) =>
    month.ended({ ...one, campaign: campaignBit(writing, one.campaign), money: writing.money(one.money) }),
  );
  const more = moreLine(writing, { ofBoard: false, left: ended.slice(shown.length), moneyOf: ({ money }) => money });
  return [{ title: month.endedHeading, blocks: [{ kind: "bullets", items }, ...lines(more)] }];
}

function overcommittedPart(writing: Writing, rows: readonly Overcommitted[]): readonly Part[] {
  if (rows.length === 0) return [];
  const { month } = writing.words;
  const shown = rows.slice(0, LIMITS.rows);
  const items = shown.map((one) => month.overcommitted({ ...one, campaign: campaignBit(writing, one.campaign) }));
  const more = moreLine(writing, { ofBoard: false, left: rows.slice(shown.length) });
  return [{ title: month.overcommittedHeading, blocks: [{ kind: "bullets", items }, ...lines(more)] }];
}

function forecastsPart(writing: Writing, forecasts: ForecastsCameOut): Part {
  const { month } = writing.words;
  const { rows } = forecasts;
  const shown = rows.slice(0, LIMITS.rows);
  const items = shown.map(({ campaign, ...one }) =>
    month.forecast({
      ...one,
      campaign: nameOf(campaign.name, campaign.id, writing.link("campaign", { campaign: campaign.id })),
    }),
  );
  const blocks: readonly Block[] = [
    { kind: "lines", lines: [month.forecasts({ ...forecasts, campaigns: rows.length })] },
    ...(items.length === 0 ? [] : [{ kind: "bullets" as const, items }]),
    ...lines(moreLine(writing, { ofBoard: false, left: rows.slice(shown.length) })),
  ];
  return { title: month.forecastsHeading, blocks };
}
