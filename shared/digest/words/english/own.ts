import type { Decimal4 } from "../../../catalog/column.ts";
import { type Phrase, say, strong } from "../../drawing/phrase/phrase.ts";
import type { Pace } from "../../model/pace.ts";
import type { Tools } from "../tools.ts";
import { DAYS, LEADS } from "./units.ts";

/** A publisher's mail: plain words, and nothing of anybody else. */
export const ownWords = ({ format, plurals }: Tools) => ({
  /** `127 leads accepted, €342.80 · £671.91` */
  title: ({ leads, earned }: { leads: number; earned: readonly string[] }) =>
    `${plurals.counted(leads, LEADS)} accepted${earned.length === 0 ? "" : `, ${earned.join(" · ")}`}`,
  subject: ({ days, leads, earned }: { days: string; leads: number; earned: readonly string[] }) =>
    `${days}: ${plurals.counted(leads, LEADS)} accepted${earned.length === 0 ? "" : `, ${earned.join(" · ")}`}`,
  notAccepted: ({ invalid, leads, share }: { invalid: number; leads: number; share: string | null }) =>
    `${format.count(invalid)} of ${plurals.counted(leads, LEADS)} not accepted${share === null ? "" : ` (${share})`}.`,
  earned: (amount: Decimal4, currency: string | null) => `Earned ${format.money(amount, currency)}.`,
  runningHeading: "Your running campaigns",
  /** `256 of 540 accepted. Ends 22 Dec, 30 days left: needs 9.5 a day, you send 6.7.` */
  pace: (pace: Pace): Phrase => {
    const { capLeads, required } = pace;
    const of = `${format.count(capLeads)} of ${format.count(required)}`;
    if (capLeads >= required) return say`${strong(`Full: ${of}.`)} Please send no more.`;
    const left = plurals.counted(pace.daysLeft, DAYS);
    const sends = pace.rate === null ? "" : `, you send ${format.perDay(pace.rate)}`;
    const needs = pace.needed === null ? [] : say`: needs ${strong(`${format.perDay(pace.needed)} a day`)}${sends}`;
    return say`${strong(of)} accepted. Ends ${format.date(pace.endDate)}, ${left} left${needs}.`;
  },
  accepted: ({ leads, cap }: { leads: number; cap: number | null }): Phrase =>
    cap === null
      ? say`${strong(format.count(leads))} accepted.`
      : leads >= cap
        ? say`${strong(`Full: ${format.count(leads)} of ${format.count(cap)}.`)} Please send no more.`
        : say`${strong(`${format.count(leads)} of ${format.count(cap)}`)} accepted.`,
});
