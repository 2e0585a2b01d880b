import type { Decimal4 } from "../../../catalog/column.ts";
import type { Day } from "../../../platform/day.ts";
import { type Bit, type Phrase, say } from "../../drawing/phrase/phrase.ts";
import type { Tools } from "../tools.ts";
import { DAYS, LEADS, WEEKDAYS } from "./units.ts";

interface ContractTexts {
  readonly publisher: Bit;
  readonly cap: number | null;
  readonly delivered: number | null;
  readonly days: number | null;
  readonly endDate: Day | null;
  readonly renewal: boolean;
}

interface JobTexts {
  readonly job: Bit;
  readonly date: Day;
  readonly failed: number;
  readonly of: number | null;
  readonly stuck: number;
  readonly changedOn: Day | null;
}

interface InvalidTexts {
  readonly date: Day;
  readonly invalid: number;
  readonly total: number;
  readonly usual: number;
  readonly clear: boolean;
  readonly before: { readonly date: Day; readonly invalid: number; readonly total: number } | null;
}

/** Why something is wrong, a sentence each. */
export const causeWords = ({ format, plurals }: Tools) => {
  const leads = (count: number): string => plurals.counted(count, LEADS);
  const of = (part: number, whole: number): string => `${format.count(part)} of ${format.count(whole)}`;
  return {
    silent: (of: { lastLead: number | null; lastDay: Day | null; everCame: boolean; weekdays: number }): Phrase => {
      if (of.lastLead !== null) return say`No lead since ${format.instant(of.lastLead)}.`;
      if (of.lastDay !== null) return say`No lead since ${format.date(of.lastDay)}.`;
      return of.everCame
        ? say`No lead for ${plurals.counted(of.weekdays, WEEKDAYS)} or more.`
        : say`No lead has ever come.`;
    },
    job: ({ job, date, failed, of: all, stuck, changedOn }: JobTexts): Phrase => {
      const share =
        all === null || all < failed
          ? `failed ${leads(failed)} on ${format.date(date)}`
          : `failed ${format.count(failed)} of ${leads(all)} on ${format.date(date)}`;
      const changed = changedOn === null ? "" : `, changed ${format.date(changedOn)}`;
      const waits = stuck === 0 ? "" : `; ${leads(stuck)} ${plurals.form(stuck, { one: "is", other: "are" })} stuck`;
      return say`${job} ${share}${changed}${waits}.`;
    },
    /** `Opt-in Avenue (12) has not signed its renewed contract, 970 leads, 23 days old.` */
    unsigned: ({ publisher, cap, days, renewal }: ContractTexts): Phrase => {
      const size = cap === null ? "" : `, ${leads(cap)}`;
      const age = days === null ? "" : `, ${plurals.counted(days, DAYS)} old`;
      return say`${publisher} has not signed its ${renewal ? "renewed " : ""}contract${size}${age}.`;
    },
    ending: ({ publisher, cap, delivered, endDate }: ContractTexts): Phrase => {
      const end = endDate === null ? "soon" : format.date(endDate);
      return say`${publisher}: its contract ends ${end}${cap === null || delivered === null ? "" : ` at ${of(delivered, cap)}`}.`;
    },
    atCap: ({ publisher, cap, delivered }: ContractTexts): Phrase =>
      say`${publisher} is at its cap${cap === null || delivered === null ? "" : `, ${of(delivered, cap)}`}.`,
    paused: ({ index, isSetUp }: { index: number | null; isSetUp: boolean }): Phrase => {
      const state = isSetUp ? "Paused" : "Not set up yet";
      return index === null ? say`${state}.` : say`${state}, with ${format.percent(index)} of what is due by now.`;
    },
    startingUnsigned: (of: { startDate: Day; hasStarted: boolean; contracts: number }): Phrase =>
      say`${of.hasStarted ? "Started" : "Starts"} ${format.date(of.startDate)}; ${of.contracts === 0 ? "it has no contract" : "nobody has signed"}.`,
    /** `On Mon 23 Nov, usually 4.9%; 2 of 20 on Fri 20 Nov.` */
    invalid: ({ date, usual, clear, before }: InvalidTexts): Phrase => {
      const then = before === null ? "" : `; ${of(before.invalid, before.total)} on ${format.date(before.date)}`;
      return say`On ${format.date(date)}, usually ${format.rate(usual)}${then}.${clear ? "" : " May be chance."}`;
    },
    /** In a list: `8 of 25 leads invalid, usually 8.0%.` */
    invalidShort: ({ invalid, total, usual, clear }: InvalidTexts): Phrase =>
      say`${format.count(invalid)} of ${leads(total)} invalid, usually ${format.rate(usual)}.${clear ? "" : " May be chance."}`,
    margin: ({ revenue, payout, currency }: { revenue: Decimal4; payout: Decimal4; currency: string | null }): Phrase =>
      say`Earned ${format.roundMoney(revenue, currency)}, pays ${format.roundMoney(payout, currency)}.`,
  };
};
