import type { Day } from "../../../platform/day.ts";
import type { OverCard } from "../../cards/card.ts";
import { type Bit, joinedBy, type Phrase, say, soft, strong } from "../../drawing/phrase/phrase.ts";
import type { Pace } from "../../model/pace.ts";
import type { Tools } from "../tools.ts";
import { DAYS, LEADS } from "./units.ts";

interface Line {
  readonly money: string | null;
  readonly name: Bit;
  readonly why: Phrase;
}

/** Headings, and the lines of what is open, over, and to watch. */
export const listWords = ({ format, plurals }: Tools) => {
  const priced = (money: string | null): Phrase => (money === null ? [] : say`${strong(money)} · `);
  return {
    actHeading: "Act today",
    actHeadingOfPeriod: "Act on",
    openHeading: "Still open, told before",
    watchHeading: "Watch",
    informationHeading: "For information",
    /** `£10,992 · Cloud Cost Control (560): 229 short, ends 12 Dec; day 35+. … Told again Tue 1 Dec.` */
    open: (of: Line & { leads: string; days: number; atLeast: boolean; end: Day | null; next: Day | null }): Phrase => {
      const end = of.end === null ? "" : `ends ${format.date(of.end)}; `;
      const day = `${end}day ${format.count(of.days)}${of.atLeast ? "+" : ""}`;
      const next = of.next === null ? null : `Told again ${format.date(of.next)}.`;
      const rest = joinedBy(" ", [of.why, next]);
      return say`${priced(of.money)}${of.name}: ${of.leads === "" ? "" : `${of.leads}, `}${day}.${rest.length > 0 && " "}${rest.length > 0 && soft(rest)}`;
    },
    short: (leads: number) => `${format.count(leads)} short`,
    stuck: (leads: number) => `${format.count(leads)} stuck`,
    invalid: (leads: number) => `${format.count(leads)} invalid above the usual`,
    unknownStake: "at stake unknown",
    unpriced: (text: string) => `${text}, no price`,
    /** `Over: Hybrid Work Report (585), well again after 12 days; …` */
    over: (
      of: readonly { name: Bit; end: OverCard["end"]; days: number; atLeast: boolean }[],
      more: number,
    ): Phrase => {
      const told = of.map(({ name, end, days, atLeast }) => {
        const after = `${plurals.counted(days, DAYS)}${atLeast ? " or more" : ""}`;
        return say`${name}, ${ENDS[end]} after ${after}`;
      });
      return say`${strong("Over:")} ${joinedBy("; ", told)}${more > 0 && `; and ${format.count(more)} more`}.`;
    },
    /** `£2,496 · Endpoint Security (574): 50 short, needs 8.4 a day, now 6.7; ends 12 Dec. …` */
    watch: ({ money, name, pace, why }: Line & { pace: Phrase }): Phrase =>
      say`${priced(money)}${name}: ${joinedBy(" ", [pace, why.length > 0 && soft(why)])}`,
    watchPace: ({ short, pace }: { short: number | null; pace: Pace }): Phrase => {
      const parts = [
        short === null ? null : `${format.count(short)} short`,
        pace.needed === null ? null : `needs ${format.perDay(pace.needed)} a day`,
        pace.rate === null ? null : `now ${format.perDay(pace.rate)}`,
      ].filter((part) => part !== null);
      return parts.length === 0 ? [] : say`${parts.join(", ")}; ends ${format.date(pace.endDate)}.`;
    },
    calmRest: ({ watch, information, attached }: { watch: number; information: number; attached: boolean }) =>
      `${format.count(watch)} to watch and ${plurals.counted(information, { one: "change", other: "changes" })} ask for nothing${attached ? "; the attachment has them" : ""}.`,
    leads: (count: number) => plurals.counted(count, LEADS),
  };
};

const ENDS: Readonly<Record<OverCard["end"], string>> = {
  well: "no longer at risk",
  resumed: "resumed",
  settled: "settled",
  reached: "at its cap",
  ended: "ended",
};
