import type { Day } from "../../../platform/day.ts";
import { type Bit, type Phrase, say, sentences, strong } from "../../drawing/phrase/phrase.ts";
import type { Pace } from "../../model/pace.ts";
import type { Tools } from "../tools.ts";
import { atPace, onPace } from "./own.ts";
import { DAYS, LEADS } from "./units.ts";

/** An advertiser's mail: plain words of its own campaigns, accepted leads and what they cost. What is of any mail to one of many is in `own`. */
export const bookedWords = (tools: Tools) => ({ ...bookedHead(tools), ...bookedCampaign(tools) });

interface SubjectOf {
  readonly leads: number | null;
  readonly credited: boolean;
  readonly short: number;
  readonly running: number;
  readonly days: string;
}

const bookedHead = ({ format, plurals }: Tools) => {
  const accepted = (leads: number | null, credited: boolean): string => {
    if (leads === null) return "Your campaigns";
    if (leads < 0) return "More leads credited than accepted";
    if (leads === 0 && credited) return "As many leads credited as accepted";
    return leads === 0 ? "No new leads accepted" : `${plurals.counted(leads, LEADS)} accepted`;
  };
  return {
    /** `84 leads accepted, £1,680.00 spent` */
    title: ({ leads, credited, spent }: { leads: number | null; credited: boolean; spent: readonly string[] }) =>
      `${accepted(leads, credited)}${spent.length === 0 ? "" : `, ${spent.join(" · ")} spent`}`,
    /** `84 leads accepted, 2 of 6 will end short: 16–22 Nov` */
    subject: ({ leads, credited, short, running, days }: SubjectOf) =>
      `${accepted(leads, credited)}${short === 0 ? "" : `, ${format.count(short)} of ${format.count(running)} will end short`}: ${days}`,
    /** `Northwind Cloud · Mon 16 to Sun 22 Nov 2026 · acme` */
    place: ({ advertiser, days, enterprise }: { advertiser: Bit; days: string; enterprise: string }): Phrase =>
      say`${advertiser} · ${days} · ${enterprise}`,
    runningHeading: "Your running campaigns",
    pausedHeading: "Paused",
    endedHeading: "Ended",
    creditedHeading: "Credited",
    otherHeading: "Your other campaigns",
    /** `On campaigns that are paused, over or not started: 62 leads in the week, £806.00.` */
    elsewhere: ({ leads, spent, days }: { leads: number; spent: readonly string[]; days: string }) => {
      const came = [leads > 0 ? plurals.counted(leads, LEADS) : null, spent.length > 0 ? spent.join(" · ") : null];
      const [first, ...others] = came.filter((part) => part !== null);
      return `On campaigns that are paused, over or not started: ${[`${first} ${days}`, ...others].join(", ")}.`;
    },
    /** What movements belong to, behind `leads`. */
    inDays: ({ first, last, days }: { first: Day; last: Day; days: number }) => {
      if (first === last) return `on ${format.weekday(last)}`;
      return days === 7 ? "in the week" : `in these ${plurals.counted(days, DAYS)}`;
    },
    sums: "Sums are of all your campaigns, less what was credited. “At this pace” goes by the last 7 days.",
    paused: "Nothing is delivered while a campaign is paused; reply to have one resumed.",
  };
};

interface Moved {
  /** Before what was credited; null while unknown. */
  readonly leads: number | null;
  readonly spent: string | null;
  readonly credited: { readonly leads: number; readonly amount: string | null };
  /** Null where it is not what was spent comes from. */
  readonly price: string | null;
  /** `in the week` */
  readonly days: string;
}

const bookedCampaign = (tools: Tools) => {
  const { format, plurals } = tools;
  return {
    /** `256 of 540 accepted.` */
    accepted: ({ accepted, cap }: { accepted: number | null; cap: number | null }): Phrase => {
      if (accepted === null)
        return say`Accepted leads are not known today${cap === null ? "" : `; the cap is ${format.count(cap)}`}.`;
      return cap === null
        ? say`${strong(format.count(accepted))} accepted, no cap.`
        : say`${strong(`${format.count(accepted)} of ${format.count(cap)}`)} accepted.`;
    },
    full: ({ accepted, cap }: { accepted: number; cap: number }): Phrase => {
      const over = accepted > cap ? `, ${format.count(accepted - cap)} over the cap` : "";
      return say`${strong(`Full: ${format.count(Math.min(accepted, cap))} of ${format.count(cap)}${over}.`)} Raise the cap if you want more.`;
    },
    /** `Ends 22 Dec, 30 days left: needs 9.5 a day, now 6.7. At this pace 457: 83 short.` */
    pace: ({ pace, short, fullOn }: { pace: Pace; short: number; fullOn: Day | null }): Phrase => {
      const left = plurals.counted(pace.daysLeft, DAYS);
      const now = pace.rate === null ? "" : `, now ${format.perDay(Math.max(pace.rate, 0))}`;
      const needs = pace.needed === null ? [] : say`: needs ${strong(`${format.perDay(pace.needed)} a day`)}${now}`;
      return sentences(
        say`Ends ${format.date(pace.endDate)}, ${left} left${needs}.`,
        outlook(tools, { pace, short, fullOn }),
      );
    },
    /** `16 leads in the week, £320.00, at £20.00 a lead. Credited: 4 leads, £80.00.` */
    moved: ({ leads, spent, credited, price, days }: Moved): Phrase => {
      const at = price === null ? "" : `, at ${price} a lead`;
      const came =
        leads === null || leads === 0
          ? leads === null
            ? null
            : `No new leads ${days}`
          : `${plurals.counted(leads, LEADS)} ${days}`;
      const back = creditedText(tools, credited);
      return sentences(
        came === null ? null : `${came}${spent === null ? "" : `, ${spent}`}${leads === 0 ? "" : at}.`,
        back === "" ? null : `Credited: ${back}.`,
      );
    },
    /** `Payroll Buyer’s Guide (538): 480 of 520 accepted, £9,600.00 spent in all.` */
    ended: ({
      campaign,
      accepted,
      cap,
      spent,
    }: {
      campaign: Bit;
      accepted: number | null;
      cap: number | null;
      spent: string | null;
    }): Phrase => {
      const leads =
        accepted === null
          ? "accepted leads are not known"
          : `${format.count(accepted)}${cap === null ? "" : ` of ${format.count(cap)}`} accepted`;
      return say`${campaign}: ${leads}${spent === null ? "" : `, ${spent} spent in all`}.`;
    },
    credited: ({ campaign, ...credited }: { campaign: Bit; leads: number; amount: string | null }): Phrase =>
      say`${campaign}: ${creditedText(tools, credited)}.`,
    inSums: "Taken off the sums at the top, and not off what the campaigns above show.",
    /** What was spent is never negative: what is still owed is said. */
    overdrawn: (amounts: readonly string[]) =>
      `More was credited than spent: ${plurals.list(amounts)} ${amounts.length === 1 ? "is" : "are"} set off against what comes.`,
  };
};

const creditedText = ({ plurals }: Tools, { leads, amount }: { leads: number; amount: string | null }): string =>
  [leads > 0 ? plurals.counted(leads, LEADS) : null, amount].filter((part) => part !== null).join(", ");

interface Outlook {
  readonly pace: Pace;
  readonly short: number;
  readonly fullOn: Day | null;
}

/** Where it ends, and what the advertiser may do about it. */
function outlook(tools: Tools, { pace, short, fullOn }: Outlook): Phrase {
  const { format } = tools;
  if (pace.status === "not-started") return say`Not started yet.`;
  if (short > 0) {
    const end =
      fullOn === null ? "Move the end" : `The cap would be reached on about ${format.date(fullOn)}: move the end`;
    const at = `${atPace(pace)} ${format.count(Math.max(pace.required - short, 0))}: `;
    return say`${at}${strong(`${format.count(short)} short.`)} ${end}, or reply to ask what would bring more.`;
  }
  if (pace.forecast === null) return pace.status === "early" ? say`Too early to tell where it ends.` : [];
  if (pace.reachedOn !== null && pace.status === "ahead")
    return say`Full on about ${format.date(pace.reachedOn)} at this pace: raise the cap to go on until the end.`;
  return onPace(tools, pace);
}
