import type { Day } from "../../../platform/day.ts";
import type { Figure } from "../../drawing/mail-parts.ts";
import { type Bit, type Phrase, say } from "../../drawing/phrase/phrase.ts";
import type { Tools } from "../tools.ts";
import { CAMPAIGNS, LEADS } from "./units.ts";

/** `£17,116`, and leads that no price is known of. */
interface Stake {
  readonly money: string | null;
  readonly unpricedLeads: number;
}

/** Subject, sentence, and what stands right below it. */
export const headWords = (tools: Tools) => ({ ...subjectWords(tools), ...titleWords(tools), ...leadWords(tools) });

function stakeText({ plurals }: Tools, { money, unpricedLeads }: Stake): string | null {
  return money ?? (unpricedLeads > 0 ? `${plurals.counted(unpricedLeads, LEADS)}, no price` : null);
}

/** `433 leads`; more taken back than came is no number of leads. */
const netLeads = ({ format, plurals }: Tools, leads: number): string =>
  leads < 0 ? `${format.count(-leads)} taken back` : plurals.counted(leads, LEADS);

const subjectWords = (tools: Tools) => {
  const { format } = tools;
  return {
    markLook: "[Look] ",
    markTest: "[Test] ",
    markIncomplete: "[Incomplete] ",
    /** `Mon 23 Nov, 433 leads` */
    daysAndLeads: ({ days, leads }: { days: string; leads: number | null }) =>
      leads === null ? days : `${days}, ${netLeads(tools, leads)}`,
    /** `6 to act on, £17,116: Zero Trust Guide, Backup & Recovery… Mon 23 Nov, 433 leads` */
    busySubject: (of: { count: number; stake: Stake; names: string; days: string; least: boolean }) => {
      const stake = stakeText(tools, of.stake);
      const least = of.least ? "At least " : "";
      return `${least}${format.count(of.count)} to act on${stake === null ? "" : `, ${stake}`}: ${of.names} ${of.days}`;
    },
    /** `Calm Mon 9 Nov: 493 leads, 10 open (£79k)` */
    calmSubject: (of: { days: string; leads: number | null; open: number; money: string | null }) => {
      const open =
        of.open === 0 ? "nothing open" : `${format.count(of.open)} open${of.money === null ? "" : ` (${of.money})`}`;
      return `Calm ${of.days}: ${of.leads === null ? "" : `${netLeads(tools, of.leads)}, `}${open}`;
    },
    cannotTellSubject: (days: string) => `Cannot tell what to act on, ${days}`,
    nothingSubject: (days: string) => `Nothing matches the filter, ${days}`,
    /** `Week 16–22 Nov: 2,718 leads, −38; 6 to act on, £17,116` */
    weekSubject: (of: { days: string; leads: number | null; change: number | null; act: string }) =>
      `Week ${of.days}: ${leadsText(of)}${of.act}`,
    monthSubject: (of: { month: string; leads: number | null; change: number | null; act: string }) =>
      `${of.month}: ${leadsText(of)}${of.act}`,
    toAct: ({ count, stake, unknown }: { count: number; stake: Stake; unknown: boolean }) => {
      const at = stakeText(tools, stake);
      if (count === 0) return unknown ? "cannot tell what to act on" : "nothing new to act on";
      return `${unknown ? "at least " : ""}${format.count(count)} to act on${at === null ? "" : `, ${at}`}`;
    },
  };

  function leadsText({ leads, change }: { leads: number | null; change: number | null }): string {
    if (leads === null) return "";
    return `${netLeads(tools, leads)}${change === null ? "" : `, ${format.change(change)}`}; `;
  }
};

const titleWords = (tools: Tools) => {
  const { format } = tools;
  return {
    busyTitle: ({ count, stake, least }: { count: number; stake: Stake; least: boolean }) => {
      const at = stakeText(tools, stake);
      return `${least ? "At least " : ""}${format.count(count)} to act on today${at === null ? "" : `: ${at}`}`;
    },
    calmTitle: ({ open, stake }: { open: number; stake: Stake }) => {
      const at = stakeText(tools, stake);
      if (open === 0) return "Calm: nothing is open";
      return `Calm: nothing new, ${format.count(open)} still open${at === null ? "" : `: ${at}`}`;
    },
    cannotTellTitle: "Cannot tell what to act on today",
    nothingTitle: "Nothing matches this digest’s filter",
    noSnapshotTitle: "No snapshot to tell of",
    onWeekBefore: (change: number) => `${format.change(change)} on the week before`,
    weekTitle: ({ leads, change }: { leads: number; change: string | null }) =>
      `${netLeads(tools, leads)}${change === null ? "" : `, ${change}`}`,
    onMonthBefore: ({ change, before }: { change: number; before: string }) =>
      `${format.changePerDay(change)} a working day on ${before}`,
    monthTitle: ({ leads, month, change }: { leads: number; month: string; change: string | null }) =>
      `${netLeads(tools, leads)} in ${month}${change === null ? "" : `, ${change}`}`,
  };
};

const leadWords = (tools: Tools) => {
  const { format, plurals } = tools;
  return {
    stakeMeans: "Leads short or stuck, at their price.",
    /** `7 more are still open: £32,470.` */
    openSum: ({ count, stake }: { count: number; stake: Stake }) => {
      const at = stakeText(tools, stake);
      return count === 0
        ? "Nothing else is open."
        : `${format.count(count)} more ${plurals.form(count, { one: "is", other: "are" })} still open${at === null ? "" : `: ${at}`}.`;
    },
    /** `21 of 34 capped campaigns are on pace or ahead.` */
    well: ({ well, paced }: { well: number; paced: number }) =>
      `On pace or ahead: ${format.count(well)} of ${format.count(paced)} capped ${plurals.form(paced, CAMPAIGNS)}.`,
    unknownMore: "What is missing may hide more.",
    firstMail: "This is the first mail: what it shows may be old.",
    nothingToReport: "Nothing in the snapshots matches, so there is nothing to report.",
    /** `Revenue £100,979, −£1,567 vs 9–15 Nov.` */
    revenue: ({ label, value, change }: Figure): Phrase => say`${label} ${value}, ${change}.`,
    atStake: ({ stake, advertisers }: { stake: Stake; advertisers: number }) =>
      `At stake: ${stakeText(tools, stake) ?? "nothing"}${advertisers === 0 ? "" : ` on ${plurals.counted(advertisers, { one: "advertiser", other: "advertisers" })}`}.`,
    /** `Monday, 23 November 2026 · demo · daily` */
    place: ({ days, account, digest }: { days: string; account: Bit | string; digest: string }): Phrase =>
      say`${days} · ${account} · ${digest}`,
    days: ({ first, last }: { first: Day; last: Day }) =>
      first === last ? format.longDay(last) : format.longDays(first, last),
  };
};
