import type { Day } from "../../../platform/day.ts";
import { type Bit, joinedBy, type Phrase, say } from "../../drawing/phrase/phrase.ts";
import type { Tools } from "../tools.ts";

interface Compared {
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** 1: the nearest like stretch. */
  readonly back: number;
}

/** The figures of the days told of, and the trend. */
export const dayWords = ({ format }: Tools) => ({
  heading: (days: number) => (days === 1 ? "The day" : "The days"),
  revenue: "Revenue",
  invalid: "Invalid",
  margin: "Margin",
  noBase: "no days before to compare with",
  /** `vs Mon 16 Nov`; a gap before it is said. */
  versus: ({ firstDay, lastDay, back }: Compared) => {
    const days = firstDay === lastDay ? format.weekday(lastDay) : format.days(firstDay, lastDay);
    return `vs ${days}${back > 1 ? ", the last like days there are" : ""}`;
  },
  aWorkingDay: (change: string) => `${change} a working day`,
  /** Where not all could be compared. */
  comparedShare: (share: number) => `of the ${format.percent(share)} that can be compared`,
  ofWhichCorrections: (leads: number) => `of which corrections ${format.change(leads)}`,
  takenBack: (leads: number) => `${format.count(leads)} taken back`,
  /** `80 of 527` */
  partOf: ({ part, whole }: { part: number; whole: number }) => `${format.count(part)} of ${format.count(whole)}`,
  /** Earlier leads judged again: no share can be told. */
  rejudged: ({ back, fresh }: { back: number; fresh: number }) =>
    `${format.count(back)} re-judged, ${format.count(fresh)} new`,
  points: (points: number) => `${format.points(points)} points`,
  /** `23 are Meridian’s` */
  ofPublisher: ({ count, publisher }: { count: number; publisher: Bit }): Phrase =>
    say`${format.count(count)} of them by ${publisher}`,
  and: (...parts: readonly (Phrase | string | null)[]): Phrase => joinedBy(", ", parts),
  besides: (...parts: readonly (Phrase | string | null)[]): Phrase => joinedBy("; ", parts),
  unknown: (count: number) =>
    count === 1
      ? "1 campaign is in no figure: its movement is unknown."
      : `${format.count(count)} campaigns are in no figure: their movement is unknown.`,
  revalued: (count: number) =>
    `Revenue is without ${count === 1 ? "1 campaign" : `${format.count(count)} campaigns`} on days on which a currency’s rate moved.`,
  moneyUnknown: (count: number) =>
    `Revenue or payout of ${count === 1 ? "1 campaign is" : `${format.count(count)} campaigns are`} not known.`,
  /** `Leads a day, Tue 10 Nov to Mon 23 Nov: 56 to 596; Monday 433, the Monday before 517.` */
  trend: (of: {
    first: Day;
    last: Day;
    lowest: number;
    highest: number;
    now: number | null;
    before: number | null;
    averaged: boolean;
  }): Phrase => {
    const name = format.weekdayName(of.last);
    const now = of.now === null ? "" : `; ${name} ${format.count(of.now)}`;
    const before = of.before === null ? "" : `, the ${name} before ${format.count(of.before)}`;
    const averaged = of.averaged ? " Missing days are told as an average." : "";
    return say`Leads a day, ${format.weekday(of.first)} to ${format.weekday(of.last)}: ${format.count(of.lowest)} to ${format.count(of.highest)}${now}${before}.${averaged}`;
  },
});
