import type { Day } from "../../../platform/day.ts";
import type { CapCounter } from "../../../settings/schema.ts";
import type { Notice } from "../../drawing/mail-parts.ts";
import { type Bit, type Phrase, say, strong } from "../../drawing/phrase/phrase.ts";
import { justUnder } from "../../model/campaign-pace.ts";
import type { Pace } from "../../model/pace.ts";
import type { Tools } from "../tools.ts";
import { CONTRACTS, DAYS, LEADS } from "./units.ts";

/** A publisher's mail: plain words of its own campaigns, and nothing of anybody else. */
export const ownWords = (tools: Tools) => ({ ...ownHead(tools), ...ownCampaign(tools), ...ownNotices(tools) });

const NEW_LEADS = { one: "new lead", other: "new leads" } as const;
const RUNNING = { one: "running campaign", other: "running campaigns" } as const;

const ownHead = (tools: Tools) => {
  const { format, plurals } = tools;
  /** Net of what was taken back: none is told where there is nothing. */
  const accepted = (leads: number | null, takenBack: boolean): string => {
    if (leads === null) return "Your campaigns";
    if (leads < 0) return "More leads taken back than accepted";
    if (leads === 0 && takenBack) return "As many leads taken back as accepted";
    return leads === 0 ? "No new leads accepted" : `${plurals.counted(leads, LEADS)} accepted`;
  };
  return {
    /** `127 leads accepted, €342.80 · £671.91` */
    title: ({ leads, takenBack, earned }: { leads: number | null; takenBack: boolean; earned: readonly string[] }) =>
      `${accepted(leads, takenBack)}${earned.length === 0 ? "" : `, ${earned.join(" · ")}`}`,
    nothingTitle: "None of your campaigns is in this report",
    noFiguresTitle: "No figures to report",
    /** `127 leads accepted, 4 of 6 will end short: 16–22 Nov` */
    subject: (of: { leads: number | null; takenBack: boolean; short: number; running: number; days: string }) =>
      `${accepted(of.leads, of.takenBack)}${of.short === 0 ? "" : `, ${format.count(of.short)} of ${format.count(of.running)} will end short`}: ${of.days}`,
    notAccepted: ({ leads, notAccepted, of }: { leads: number; notAccepted: number; of: string }) =>
      notAcceptedText(tools, { leads, notAccepted, of }),
    /** @param of.judged of how many of them something can be told; of.nearly how many end a little under their cap */
    endShort: ({
      short,
      nearly,
      judged,
      running,
      byPace,
    }: {
      short: number;
      nearly: number;
      judged: number;
      running: number;
      byPace: boolean;
    }) => {
      const how = byPace ? "at this pace" : "as it stands";
      if (running === 0) return "None of your campaigns runs.";
      const clearly = nearly === 0 ? "short" : "clearly short";
      if (short > 0) return `${format.count(short)} of ${plurals.counted(running, RUNNING)} will end short ${how}.`;
      if (judged < running) return "";
      return running === 1
        ? `Your running campaign will not end ${clearly} ${how}.`
        : `None of your ${plurals.counted(running, RUNNING)} will end ${clearly} ${how}.`;
    },
    unknownNews: "What is new is not known today.",
    firstReport: "This is the first report: what is new comes with the next.",
    /** `Cloudline Research · Mon 16 to Sun 22 Nov 2026 · demo` */
    place: ({ publisher, days, enterprise }: { publisher: Bit; days: string; enterprise: string }): Phrase =>
      say`${publisher} · ${days} · ${enterprise}`,
    days: ({ first, last }: { first: Day; last: Day }) =>
      first === last ? format.longDay(last) : format.longDays(first, last),
    /** What movements belong to, behind `leads`. */
    ofDays: ({ first, last, days }: { first: Day; last: Day; days: number }) => {
      if (first === last) return `of ${format.weekday(last)}`;
      return days === 7 ? "of the week" : `of these ${plurals.counted(days, DAYS)}`;
    },
    runningHeading: "Your running campaigns",
    pausedHeading: "Paused: please wait",
    takenBackHeading: "Taken back",
    otherHeading: "Your other campaigns",
    earnedElsewhere: (amounts: readonly string[]) => `Earned ${amounts.join(" · ")}.`,
    footer: {
      counter: (counter: CapCounter) => COUNTERS[counter],
      sums: "Sums are of all your campaigns, less what was taken back. “At this pace” goes by the last 7 days.",
      asOf: (date: Day) => `Figures as of ${format.longDay(date)}.`,
      recipient: (enterprise: string) =>
        `You get this because ${enterprise} reports to you on your campaigns. Reply to ask, or to have it stopped.`,
    },
  };
};

const COUNTERS: Readonly<Record<CapCounter, string>> = {
  billableLeads: "Accepted: leads that passed all checks and were delivered.",
  validLeads: "Accepted: leads that passed all checks.",
  deliveredLeads: "Accepted: leads that were passed on.",
};

interface Judged {
  readonly leads: number;
  readonly notAccepted: number;
  /** `of the week` */
  readonly of: string;
}

/** A share where it is one; what re-judging of earlier leads did is said in words. */
function notAcceptedText({ format, plurals }: Tools, { leads, notAccepted, of }: Judged): string {
  const sent = Math.max(leads, 0);
  if (notAccepted < 0) {
    const earlier = plurals.counted(-notAccepted, { one: "earlier lead counts", other: "earlier leads count" });
    return `${plurals.counted(sent, NEW_LEADS)} ${of}; ${earlier} as not accepted no more.`;
  }
  if (notAccepted > sent) {
    if (sent > 0)
      return `${plurals.counted(sent, NEW_LEADS)} ${of}; ${format.count(notAccepted)} not accepted, earlier ones among them.`;
    const earlier = plurals.counted(notAccepted, { one: "earlier lead is", other: "earlier leads are" });
    return `No new leads ${of}; ${earlier} not accepted.`;
  }
  if (sent === 0) return `No new leads ${of}.`;
  const share = format.shareOf(notAccepted, leads);
  return `${format.count(notAccepted)} of ${plurals.counted(leads, LEADS)} ${of} not accepted${share === null ? "" : ` (${share})`}.`;
}

const ownCampaign = (tools: Tools) => {
  const { format, plurals } = tools;
  return {
    /** `256 of 540 accepted.` */
    accepted: ({
      accepted,
      cap,
      contracts,
    }: {
      accepted: number | null;
      cap: number | null;
      contracts: number;
    }): Phrase => {
      const across = contracts === 1 ? "" : `, across ${plurals.counted(contracts, CONTRACTS)}`;
      if (accepted === null)
        return say`Accepted leads are not known today${cap === null ? "" : `; the cap is ${format.count(cap)}`}.`;
      if (cap !== null) return say`${strong(`${format.count(accepted)} of ${format.count(cap)}`)} accepted${across}.`;
      return say`${strong(format.count(accepted))} accepted${contracts === 1 ? ", no cap" : across}.`;
    },
    full: ({ accepted, cap }: { accepted: number; cap: number }): Phrase => {
      const over = accepted > cap ? `, ${format.count(accepted - cap)} over the cap` : "";
      return say`${strong(`Full: ${format.count(Math.min(accepted, cap))} of ${format.count(cap)}${over}.`)} Please send no more; ask for a higher cap if you can deliver more.`;
    },
    /** The rate is of accepted leads, not of all that are sent. `Ends 22 Dec, 30 days left: needs 9.5 a day, now 6.7. At this pace 457: 83 short.` */
    pace: ({ pace, short }: { pace: Pace; short: number }): Phrase => {
      const left = plurals.counted(pace.daysLeft, DAYS);
      const now = pace.rate === null ? "" : `, now ${format.perDay(Math.max(pace.rate, 0))}`;
      const needs = pace.needed === null ? [] : say`: needs ${strong(`${format.perDay(pace.needed)} a day`)}${now}`;
      return say`Ends ${format.date(pace.endDate)}, ${left} left${needs}. ${outlook(pace, short)}`;
    },
    starts: (start: Day) => `Starts ${format.date(start)}.`,
    ends: (end: Day) => `Ends ${format.date(end)}.`,
    noEnd: "No end is set.",
    waiting: (leads: number) => `Not yet processed: ${format.count(leads)}.`,
    earned: ({ earned, takenBack }: { earned: string | null; takenBack: string | null }) => {
      if (earned === null) return takenBack === null ? "" : `${takenBack} taken back.`;
      return takenBack === null ? `Earned ${earned}.` : `Earned ${earned}; ${takenBack} taken back.`;
    },
    sign: (contract: Bit): Phrase =>
      say`${strong("Not signed yet:")} please sign ${contract}, so that its leads count.`,
    contract: (id: number) => `contract ${id}`,
    /** `Payroll Buyer’s Guide (538): 4 leads, £53.00.` */
    takenBack: ({ campaign, leads, amount }: { campaign: Bit; leads: number; amount: string | null }): Phrase => {
      const what = [leads > 0 ? plurals.counted(leads, LEADS) : null, amount].filter((part) => part !== null);
      return say`${campaign}: ${what.join(", ")}.`;
    },
    inSums: "Taken off the sums at the top; each campaign above shows what it earned.",
    /** Earnings are never negative: what is still owed is said. */
    overdrawn: (amounts: readonly string[]) =>
      `More was taken back than earned: ${plurals.list(amounts)} ${amounts.length === 1 ? "is" : "are"} set off against what comes.`,
    more: ({ count, attached }: { count: number; attached: boolean }) =>
      `${format.count(count)} more${attached ? ", in the attachment" : ", not shown here"}.`,
  };

  function outlook(pace: Pace, short: number): Phrase {
    if (pace.status === "not-started") return say`Not started yet.`;
    if (short > 0)
      return say`${atPace(pace)} ${format.count(Math.max(pace.required - short, 0))}: ${strong(`${format.count(short)} short.`)}`;
    if (pace.forecast === null) return pace.status === "early" ? say`Too early to tell where it ends.` : [];
    if (pace.reachedOn !== null && pace.status === "ahead")
      return say`Full on about ${format.date(pace.reachedOn)} at this pace.`;
    return onPace(tools, pace);
  }
};

/** Without a rate an even delivery of what has come so far is all there is to go by. */
export const atPace = ({ forecast }: Pace): string => (forecast === null ? "As it stands" : "At this pace");

/** `On pace.`, and where it ends of what ends a little under its cap: what is needed a day stands before it. */
export function onPace({ format }: Tools, pace: Pace): Phrase {
  const under = justUnder(pace);
  if (under === 0) return say`On pace.`;
  return say`At this pace ${format.count(pace.required - under)}, ${format.count(under)} under the cap.`;
}

/** What to know before the figures, in a publisher's words. */
const ownNotices = ({ format }: Tools) => ({
  stale: (date: Day): Notice => ({
    title: "Not of today",
    text: `Figures are those of ${format.weekday(date)}; newer ones have not come.`,
  }),
  someMissing: { title: "Incomplete", text: "Some figures are not known today." } satisfies Notice,
  gap: {
    title: "Note",
    text: "Of some days before there are no figures of their own; the sums hold them.",
  } satisfies Notice,
  look: { title: "A look", text: "The figures are of this moment, and in no other report." } satisfies Notice,
});
