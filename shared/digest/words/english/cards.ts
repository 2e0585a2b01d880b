import type { Day } from "../../../platform/day.ts";
import type { Stake } from "../../cards/card.ts";
import { type Bit, joinedBy, type Phrase, say, strong } from "../../drawing/phrase/phrase.ts";
import type { Pace } from "../../model/pace.ts";
import type { Tools } from "../tools.ts";
import { CAMPAIGNS, LEADS } from "./units.ts";

/** A card: its heading, its tag, where the campaign stands, and what to do. */
export const cardWords = (tools: Tools) => ({ ...headingWords(tools), ...paceWords(tools), ...adviceWords(tools) });

const headingWords = (tools: Tools) => {
  const { format, plurals } = tools;
  return {
    /** `£3,406 · 139 leads short`; invalid leads are told of all of the day. */
    heading: (of: {
      stake: Stake;
      money: string | null;
      invalid: { invalid: number; total: number } | null;
    }): Phrase => {
      if (of.stake.money === null && of.stake.leads === null) return say`At stake: unknown`;
      const what = stakeLeads(of);
      if (of.money !== null) return what === "" ? say`${of.money}` : say`${of.money} · ${what}`;
      return say`${what === "" ? "" : `${what}, `}no price`;
    },
    tagNew: "New",
    tagEnded: "Ended",
    /** `Changed: £2,254 on Mon 23 Nov` */
    tagChanged: ({ told, on }: { told: string; on: Day }) => `Changed: ${told} on ${format.date(on)}`,
    tagReminder: ({ days, atLeast }: { days: number; atLeast: boolean }) =>
      `Reminder, day ${format.count(days)}${atLeast ? "+" : ""}`,
    onCampaigns: (count: number) => `on ${plurals.counted(count, CAMPAIGNS)}`,
    unknown: "Not known by the newest figures; this is what was known last.",
    easing: "Better by the newest figures; over if the next ones say so too.",
  };

  function stakeLeads({
    stake,
    invalid,
  }: {
    stake: Stake;
    invalid: { invalid: number; total: number } | null;
  }): string {
    const leads = stake.leads ?? 0;
    switch (stake.of) {
      case "short":
        return `${plurals.counted(leads, LEADS)} short`;
      case "stuck":
        return `${plurals.counted(leads, LEADS)} stuck`;
      case "invalid":
        return invalid === null
          ? `${plurals.counted(leads, LEADS)} invalid above the usual`
          : `${format.count(invalid.invalid)} of ${plurals.counted(invalid.total, LEADS)} invalid`;
      case "lost":
        return "lost";
    }
  }
};

const paceWords = ({ format }: Tools) => ({
  /** `278 of 520 (53%) in 59% of the time. Needs 12.1 a day, now 5.1; ends 13 Dec.` */
  pace: (pace: Pace): Phrase => {
    if (pace.capLeads > pace.required) return say`Full, ${format.count(pace.capLeads - pace.required)} over the cap.`;
    if (pace.capLeads === pace.required)
      return say`Full: ${format.count(pace.capLeads)} of ${format.count(pace.required)}.`;
    const share = format.wholeShareOf(pace.capLeads, pace.required);
    const done = say`${strong(`${format.count(pace.capLeads)} of ${format.count(pace.required)}`)}${share !== null && ` (${share})`}`;
    if (pace.daysLeft === 0) return say`${done} on its last day.`;
    const needs = pace.needed === null ? null : say`Needs ${strong(`${format.perDay(pace.needed)} a day`)}`;
    const now = pace.rate !== null ? `now ${format.perDay(pace.rate)}` : pace.status === "early" ? "early yet" : null;
    const daily = joinedBy(", ", [needs, now]);
    const ends = say`${daily}${daily.length === 0 ? "Ends" : "; ends"} ${format.date(pace.endDate)}.`;
    if (pace.daysElapsed === 0)
      return say`${strong(`${format.count(pace.capLeads)} of ${format.count(pace.required)}`)}, not started. ${ends}`;
    return say`${done} in ${format.percent(pace.daysElapsed / pace.daysTotal)} of the time. ${ends}`;
  },
  /** `300 of 380 (79%) on its last day.` */
  endedShort: ({ required, missing, endDate }: { required: number; missing: number; endDate: Day }): Phrase => {
    const delivered = required - missing;
    const percent = format.wholeShareOf(delivered, required);
    const share = percent === null ? "" : ` (${percent})`;
    return say`${strong(`${format.count(delivered)} of ${format.count(required)}`)}${share} on its last day, ${format.date(endDate)}.`;
  },
});

const adviceWords = ({ format, plurals }: Tools) => {
  const things = (count: number): string => plurals.counted(count, LEADS);
  return {
    do: (what: Phrase): Phrase => say`${strong("Do:")} ${what}`,
    job: (id: number) => `job ${id}`,
    contract: (id: number) => `contract ${id}`,
    campaign: (id: number) => `campaign ${id}`,
    repair: (of: { job: Bit; release: number; brings: { short: number; becomes: number } | null }): Phrase => {
      if (of.release === 0) return say`Repair ${of.job}.`;
      if (of.brings === null) return say`Repair ${of.job} and release the ${things(of.release)}.`;
      const { short, becomes } = of.brings;
      return say`Repair ${of.job} and release the ${format.count(of.release)}: ${format.count(short)} short becomes ${format.count(becomes)}.`;
    },
    sign: ({ contract, leads }: { contract: Bit; leads: number | null }): Phrase =>
      say`Get ${contract} signed${leads === null ? "" : `: it is for ${things(leads)}`}.`,
    raiseContract: ({ contract, cap }: { contract: Bit; cap: number }): Phrase =>
      say`Raise the cap of ${contract}, now ${format.count(cap)}.`,
    extendContract: ({ contract, leads }: { contract: Bit; leads: number | null }): Phrase =>
      say`Extend ${contract}${leads === null ? "" : `, with ${things(leads)} to come`}.`,
    resume: (campaign: Bit): Phrase => say`Resume ${campaign}, or agree a later end.`,
    setUp: (campaign: Bit): Phrase => say`Have ${campaign} signed and started, or agree a later end.`,
    askPublishers: ({ campaign, publishers }: { campaign: Bit; publishers: readonly Bit[] }): Phrase =>
      publishers.length === 0
        ? say`Find out why ${campaign} gets no leads.`
        : say`Ask ${joinedBy(", ", publishers)} why ${campaign} gets no leads.`,
    widen: (campaign: Bit): Phrase => say`Raise a cap, add a publisher, or move the end of ${campaign}.`,
    settle: (campaign: Bit): Phrase => say`Agree a later end of ${campaign}, or a credit.`,
    reprice: (campaign: Bit): Phrase => say`Check price and payouts of ${campaign}.`,
    questionPublisher: (publisher: Bit): Phrase => say`Ask ${publisher}, and pause it until it answers.`,
  };
};
