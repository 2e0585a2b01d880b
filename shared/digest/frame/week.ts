import { daysBetween } from "../../platform/day.ts";
import type { AdvertiserRow, MonthToDate, WeekDay, WeekFigures } from "../cards/period-figures.ts";
import type { Block, Cell, Part } from "../drawing/mail-parts.ts";
import { nameOf, phraseOf, sentences, strong } from "../drawing/phrase/phrase.ts";
import { blocksOf } from "../drawing/trend.ts";
import type { Writing } from "../words/writing.ts";
import { LIMITS, moreLine } from "./limits.ts";
import { lines } from "./lists.ts";

/** Day by day, the month so far, and advertisers by what is at stake. */
export const weekParts = (writing: Writing, { days, month, advertisers }: WeekFigures): readonly Part[] => [
  ...daysPart(writing, days),
  ...(month === null ? [] : [monthSoFar(writing, month)]),
  ...advertisersPart(writing, advertisers),
];

function daysPart({ format, words: { week } }: Writing, days: readonly WeekDay[]): readonly Part[] {
  if (days.length === 0) return [];
  const blocks = blocksOf(days.map(({ leads }) => leads));
  const rows = days.map(({ date, leads, before }, position): readonly Cell[] => [
    phraseOf(format.weekday(date)),
    leads === null ? phraseOf(week.missing) : { said: [strong(format.count(leads))], block: blocks[position] ?? "" },
    phraseOf(before === null ? week.none : week.before({ before, leads })),
  ]);
  const table: Block = {
    kind: "table",
    caption: week.daysCaption,
    head: [
      { text: week.dayColumn, align: "left" },
      { text: week.leadsColumn, align: "right" },
      { text: week.beforeColumn, align: "right" },
    ],
    rows,
  };
  return [{ title: week.daysHeading, blocks: [table] }];
}

function monthSoFar(writing: Writing, month: MonthToDate): Part {
  const { week } = writing.words;
  const { firstDay, lastDay, toDay, projected } = month;
  const text = sentences(
    week.toDate({
      leads: month.leads,
      revenue: writing.money(month.revenue),
      revalued: month.revalued,
      days: daysBetween(firstDay, toDay) + 1,
      all: daysBetween(firstDay, lastDay) + 1,
    }),
    projected === null ? null : week.projected({ ...projected, revenue: writing.money(projected.revenue), lastDay }),
    monthBefore(writing, month),
  );
  return { title: week.monthHeading(firstDay), blocks: [{ kind: "lines", lines: [text] }] };
}

function monthBefore({ words: { week } }: Writing, { firstDay, leadsBefore, historyFrom }: MonthToDate): string | null {
  const month = new Date(Date.parse(firstDay) - 86_400_000).toISOString().slice(0, 10);
  if (leadsBefore !== null) return week.monthBefore({ month, leads: leadsBefore });
  return historyFrom === null ? null : week.noMonthBefore({ month, historyFrom });
}

/** The most at stake first: a line each, which no width breaks. */
export function advertisersPart(writing: Writing, advertisers: readonly AdvertiserRow[]): readonly Part[] {
  if (advertisers.length === 0) return [];
  const { week } = writing.words;
  const shown = advertisers.slice(0, LIMITS.rows);
  const items = shown.map((row) =>
    week.advertiser({
      stake: row.stake > 0n ? writing.money(row.stake) : row.unpriced > 0 ? week.noPrice : null,
      name: nameOf(row.name, row.id, writing.link("advertiser", { advertiser: row.id })),
      leads: row.leads,
      change: row.leadsBefore === null ? null : row.leads - row.leadsBefore,
      revenue: writing.money(row.revenue),
    }),
  );
  const more = moreLine(writing, {
    ofBoard: false,
    left: advertisers.slice(shown.length),
    moneyOf: ({ stake }) => stake,
  });
  return [{ title: week.advertisersHeading, blocks: [{ kind: "ruled", items }, ...lines(more)] }];
}
