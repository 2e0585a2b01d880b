import type { Day } from "../../platform/day.ts";
import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { COUNTER_WORDS, joined, rejudgedText } from "../drawing/words.ts";
import { rejudgedOf } from "../model/share.ts";
import type { Totals } from "../model/totals.ts";
import type { ComparedMoney } from "../sections/money/figures.ts";
import type { OwnSection } from "../sections/own/figures.ts";

export interface Figure {
  readonly label: string;
  readonly value: string;
  /** Against the stretch it is compared with. */
  readonly change: string;
}

/** The figures at the top of the mail. */
export function topFiguresOf(model: DigestModel, format: Format): readonly Figure[] {
  if (model.sections.own !== null) return ownFigures(model, format);
  const now = model.totals?.now ?? null;
  const before = model.totals?.previous ?? null;
  const figures: Figure[] = [];
  if (now !== null) {
    figures.push({
      label: capitalised(COUNTER_WORDS[model.capCounter]),
      value: format.count(now.capLeads),
      change: joined([
        before !== null && comparedText(before, format),
        now.corrected < 0 && `corrections ${format.change(now.corrected)}`,
      ]),
    });
  }
  const rejudged = now === null ? 0 : rejudgedOf(now.invalid, now.total);
  if (rejudged > 0) figures.push({ label: "Invalid rate", value: "–", change: rejudgedText(rejudged, format) });
  if (now !== null && now.invalidRate !== null) {
    const change = before === null || before.invalidRate === null ? null : (now.invalidRate - before.invalidRate) * 100;
    figures.push({
      label: "Invalid rate",
      value: format.percent(now.invalidRate, 1),
      change: change === null ? "" : pointsText(change, "worse", "better", format),
    });
  }
  return [...figures, ...moneyFigures(model, format)];
}

function moneyFigures(model: DigestModel, format: Format): readonly Figure[] {
  const { currency } = model;
  const { money } = model.sections;
  if (money === null) return [];
  const { total, compared } = money;
  const change = compared === null ? "" : comparedMoneyText(compared, currency, format);
  const [share, before] = [compared?.now.share ?? null, compared?.before.share ?? null];
  const points = share === null || before === null ? null : (share - before) * 100;
  const margin =
    total.share !== null
      ? format.percent(total.share, 1)
      : total.margin === null
        ? null
        : format.roundMoney(total.margin, currency);
  return [
    {
      label: currency === null ? "Revenue" : `Revenue (${currency})`,
      value: format.roundMoney(total.revenue, currency),
      change,
    },
    ...(margin === null
      ? []
      : [
          {
            label: "Margin",
            value: margin,
            change: points === null ? "" : pointsText(points, "better", "worse", format),
          },
        ]),
  ];
}

function comparedMoneyText(
  { now, before, workingDays: days, partial }: ComparedMoney,
  currency: string | null,
  format: Format,
) {
  const change =
    days === null
      ? format.moneyChange(now.revenue - before.revenue, currency)
      : `${format.moneyChange(now.revenue / BigInt(days.now) - before.revenue / BigInt(days.before), currency)} a working day`;
  return `${change}${partial ? ", like for like" : ""}`;
}

function ownFigures({ sections: { own }, capCounter }: DigestModel, format: Format): readonly Figure[] {
  if (own === null) return [];
  const rate = own.invalidRate;
  const rejudged = rejudgedOf(own.invalid, own.leads);
  return [
    { label: capitalised(COUNTER_WORDS[capCounter]), value: format.count(own.capLeads), change: "" },
    {
      label: "Leads sent",
      value: format.count(own.leads),
      change: rejudged > 0 ? rejudgedText(rejudged, format) : `${format.count(own.invalid)} invalid`,
    },
    ...(rate === null ? [] : [{ label: "Invalid rate", value: format.percent(rate, 1), change: "" }]),
    ...earnedFigures(own.earned, format),
  ];
}

/** Amounts of different currencies are never added: the first is the figure, the others stand below it. */
function earnedFigures(earned: OwnSection["earned"], format: Format): readonly Figure[] {
  const [first, ...others] = earned.map(({ currency, amount }) => format.money(amount, currency));
  return first === undefined ? [] : [{ label: "Earned", value: first, change: joined(others) }];
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** `+35 vs Mon 16 Nov`; a month `+1.4 a working day vs 1 – 30 Sep`. */
export function comparedText(compared: NonNullable<Totals["previous"]>, format: Format): string {
  const { now, capLeads, workingDays: days, partial } = compared;
  const change =
    days === null
      ? format.change(now - capLeads)
      : `${format.changePerDay(now / days.now - capLeads / days.before)} a working day`;
  return `${change} vs ${daysText(compared, format)}${partial ? ", like for like" : ""}`;
}

/** The days a figure is compared with: `Mon 16 Nov`, or `13 – 15 Nov`. */
const daysText = ({ firstDay, lastDay }: { firstDay: Day; lastDay: Day }, format: Format): string =>
  firstDay === lastDay ? format.weekday(lastDay) : format.days(firstDay, lastDay);

/** The sign alone does not say whether a rise is good. */
function pointsText(points: number, up: string, down: string, format: Format): string {
  if (Math.abs(points) < 0.05) return "unchanged";
  return `${points > 0 ? up : down}: ${format.points(points)} pt`;
}

/** The caption of the bars, which also says what they show to who cannot see them. */
export function trendText(model: DigestModel, format: Format): string {
  const days = model.totals?.trend ?? [];
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return "";
  const perDay = days.map(({ leads, days: spanned }) => leads / spanned);
  const range = `${format.count(Math.min(...perDay))} to ${format.count(Math.max(...perDay))}`;
  const over = days.some(({ days: spanned }) => spanned > 1) ? "; missing days as an average" : "";
  return `${capitalised(COUNTER_WORDS[model.capCounter])} a day, ${format.days(first.date, last.date)}: ${range}${over}`;
}
