import type { Day } from "../../../platform/day.ts";
import { type Bit, type Phrase, say, soft, strong } from "../../drawing/phrase/phrase.ts";
import type { Tools } from "../tools.ts";
import { CAMPAIGNS, LEADS } from "./units.ts";

/** What a monthly mail adds. */
export const monthWords = ({ format, plurals }: Tools) => ({
  publishersHeading: "Publishers, by leads",
  /** `1,204 leads · Meridian (11): 15.2% invalid, usually 4.9%; on 25 campaigns.` */
  publisher: (of: { name: Bit; leads: number; invalid: string; usual: number | null; campaigns: number }): Phrase => {
    const usual = of.usual === null ? "" : `, usually ${format.rate(of.usual)}`;
    return say`${strong(plurals.counted(of.leads, LEADS))} · ${of.name}: ${of.invalid} invalid${usual}; on ${plurals.counted(of.campaigns, CAMPAIGNS)}.`;
  },
  endedHeading: "Ended short",
  /** `£4,240 · Backup & Recovery (564): 300 of 380 by 23 Nov, 80 short.` */
  ended: (of: { money: string | null; campaign: Bit; endDate: Day; required: number; missing: number }): Phrase => {
    const done = `${format.count(of.required - of.missing)} of ${format.count(of.required)}`;
    return say`${of.money === null ? [] : say`${strong(of.money)} · `}${of.campaign}: ${done} by ${format.day(of.endDate)}, ${format.count(of.missing)} short${of.money === null && ", no price"}.`;
  },
  overcommittedHeading: "Contracts for more than the campaign needs",
  overcommitted: (of: { campaign: Bit; open: number; wanted: number; contracts: number }): Phrase =>
    say`${of.campaign}: ${format.count(of.contracts)} ${plurals.form(of.contracts, { one: "contract", other: "contracts" })} may bring ${format.count(of.open)} more, it needs ${format.count(of.wanted)}.`,
  forecastsHeading: "How the forecasts came out",
  forecasts: (of: { made: Day; campaigns: number; forecast: number; delivered: number; close: number }): Phrase =>
    say`Of ${format.day(of.made)}, for ${plurals.counted(of.campaigns, CAMPAIGNS)} that ended in the month: ${strong(`${plurals.counted(of.forecast, LEADS)} forecast, ${format.count(of.delivered)} came`)}; ${format.count(of.close)} within a tenth of their cap.`,
  forecast: (of: { campaign: Bit; forecast: number; delivered: number; required: number }): Phrase =>
    say`${of.campaign}: ${format.count(of.forecast)} forecast, ${format.count(of.delivered)} came ${soft(`of ${format.count(of.required)}`)}`,
});
