import { addDays } from "../../platform/day.ts";
import type { Beside, ComparedWith, DayFigures, Rated } from "../cards/day-figures.ts";
import type { DigestModel } from "../digest-model.ts";
import type { Block, Figure, Part } from "../drawing/mail-parts.ts";
import { type Phrase, phraseOf, say } from "../drawing/phrase/phrase.ts";
import { rejudgedOf } from "../model/share.ts";
import type { TrendDay } from "../model/totals.ts";
import type { Writing } from "../words/writing.ts";
import { lines } from "./lists.ts";
import { publisherBit } from "./writing.ts";

type Told = Pick<DigestModel, "capCounter" | "currency" | "window"> & { readonly day: DayFigures };

/** The figures of the days that the mail tells of, beside like days before, and the fortnight. */
export function dayPart(writing: Writing, model: Told): readonly Part[] {
  const { day: words } = writing.words;
  const figures = [
    ...leadsFigure(writing, model),
    ...revenueFigure(writing, model),
    ...invalidFigure(writing, model.day),
    ...marginFigure(writing, model.day),
  ];
  const { unknown, revenue, revalued, moneyUnknown } = model.day;
  const leftOut = [
    unknown === 0 ? "" : words.unknown(unknown),
    revenue === null || revalued === 0 ? "" : words.revalued(revalued),
    // A campaign without a movement has no money either, and is told of already.
    revenue === null || moneyUnknown <= unknown ? "" : words.moneyUnknown(moneyUnknown),
  ].filter((text) => text !== "");
  const blocks: readonly Block[] = [
    ...(figures.length === 0 ? [] : [{ kind: "figures" as const, figures }]),
    ...lines(leftOut.map((text) => say`${text}`)),
    ...trendBlock(writing, model.day.trend),
  ];
  return blocks.length === 0 ? [] : [{ title: words.heading(model.window?.days ?? 1), blocks }];
}

function leadsFigure(writing: Writing, { capCounter, day }: Told): readonly Figure[] {
  const { leads, corrected, leadsBeside, compared } = day;
  if (leads === null) return [];
  const { format, words } = writing;
  const change = leadsBeside === null ? null : changeText(writing, compared, leadsBeside);
  const corrections = corrected < 0 && leads >= 0 ? words.day.ofWhichCorrections(corrected) : null;
  return [
    {
      label: capitalised(words.units.counter(capCounter)),
      value: leads < 0 ? words.day.takenBack(-leads) : format.count(leads),
      change: words.day.and(change ?? words.day.noBase, corrections),
    },
  ];
}

/** `−84 vs Mon 16 Nov`, a month `+1.4 a working day vs 1–31 Oct`; where only a part could be compared, what part. */
export function changeText(
  { format, words }: Writing,
  compared: ComparedWith | null,
  beside: Beside<number>,
): string | null {
  if (compared === null) return null;
  const { now, before } = beside;
  const days = compared.workingDays;
  const change =
    days === null
      ? format.change(now - before)
      : words.day.aWorkingDay(format.changePerDay(now / days.now - before / days.before));
  return `${change} ${words.day.versus(compared)}${partText(words, beside)}`;
}

/** Whether the days compared with end where the mail's begin, so that they are "the week before" without their dates. */
export const isRightBefore = (compared: ComparedWith | null, window: DigestModel["window"]): boolean =>
  compared !== null && window !== null && addDays(compared.lastDay, 1) === window.firstDay;

/** From this share on all was compared. */
export const NEARLY_ALL = 0.995;

const partText = ({ day }: Writing["words"], { share }: Beside<unknown>): string =>
  share === null || share > NEARLY_ALL ? "" : `, ${day.comparedShare(share)}`;

/** The revenue of the days, and what it is beside like days. */
export function revenueFigure(writing: Writing, { currency, day }: Pick<Told, "currency" | "day">): readonly Figure[] {
  const { revenue, revenueBeside: beside, compared } = day;
  if (revenue === null) return [];
  const { format, words } = writing;
  const value = format.roundMoney(revenue, currency);
  if (beside === null || compared === null) {
    return [{ label: words.day.revenue, value, change: phraseOf(words.day.noBase) }];
  }
  const days = compared.workingDays;
  const change =
    days === null
      ? format.moneyChange(beside.now - beside.before, currency)
      : words.day.aWorkingDay(
          format.moneyChange(beside.now / BigInt(days.now) - beside.before / BigInt(days.before), currency),
        );
  const text = `${change} ${words.day.versus(compared)}${partText(words, beside)}`;
  return [{ label: words.day.revenue, value, change: phraseOf(text) }];
}

function invalidFigure(writing: Writing, { invalid, invalidBeside, compared }: DayFigures): readonly Figure[] {
  if (invalid === null || (invalid.total <= 0 && invalid.invalid === 0)) return [];
  const { format, words } = writing;
  const { invalid: part, total: whole } = invalid;
  const rejudged = rejudgedOf(part, whole);
  if (rejudged > 0) {
    const value = words.day.rejudged({ back: rejudged, fresh: Math.max(whole, 0) });
    return [{ label: words.day.invalid, value, change: [] }];
  }
  const share = format.shareOf(part, whole);
  const now = invalidBeside === null ? null : rateOf(invalidBeside.now);
  const before = invalidBeside === null ? null : rateOf(invalidBeside.before);
  const points =
    share === null || now === null || before === null || compared === null
      ? null
      : `${words.day.points((now - before) * 100)} ${words.day.versus(compared)}`;
  const worst =
    invalid.worst === null
      ? null
      : words.day.ofPublisher({
          count: invalid.worst.invalid,
          publisher: publisherBit(writing, invalid.worst.publisher),
        });
  const change = words.day.besides(words.day.and(share, points), worst);
  return [{ label: words.day.invalid, value: words.day.partOf({ part, whole }), change }];
}

const FEWEST = 20;

/** Null with too few leads to be a rate. */
const rateOf = ({ invalid, total }: Rated): number | null =>
  total < FEWEST || invalid < 0 || invalid > total ? null : invalid / total;

function marginFigure({ format, words }: Writing, { margin, marginBeside, compared }: DayFigures): readonly Figure[] {
  if (margin === null) return [];
  const change =
    marginBeside === null || compared === null
      ? []
      : say`${words.day.points((marginBeside.now - marginBeside.before) * 100)} ${words.day.versus(compared)}`;
  return [{ label: words.day.margin, value: format.rate(margin), change }];
}

const FEWEST_DAYS = 3;
const WEEK = 7;

function trendBlock({ format, words }: Writing, days: readonly TrendDay[]): readonly Block[] {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined || days.length < FEWEST_DAYS) return [];
  const perDay = days.map(({ leads, days: spanned }) => leads / spanned);
  const weekBefore = days.find(({ date }) => Date.parse(last.date) - Date.parse(date) === WEEK * 86_400_000);
  const text: Phrase = words.day.trend({
    first: first.date,
    last: last.date,
    lowest: Math.min(...perDay),
    highest: Math.max(...perDay),
    now: last.days === 1 ? last.leads : null,
    before: weekBefore?.days === 1 ? weekBefore.leads : null,
    averaged: days.some(({ days: spanned }) => spanned > 1),
  });
  const columns = days.map(({ date }, position) => ({
    value: perDay[position] ?? null,
    initial: format.initial(date),
  }));
  return [{ kind: "trend", text, columns }];
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
