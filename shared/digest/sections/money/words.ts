import type { Format } from "../../drawing/format.ts";
import { CAMPAIGN_WORDS, counted } from "../../drawing/words.ts";
import type { Money, MoneySection } from "./figures.ts";

/** Whether there is nothing to tell: no amount moved, and none is left out. */
export const isStill = ({ rows, revalued, unknown }: MoneySection): boolean =>
  rows.length + revalued.length + unknown === 0;

export function moneyLead({ rows }: MoneySection, currency: string | null, format: Format): string {
  const code = currency === null ? "the base currency" : `${currency}, the base currency`;
  const low = rows.filter((row) => row.low).length;
  const first = low === 0 ? "Most revenue first." : `${counted(format, low, CAMPAIGN_WORDS)} with a low margin first.`;
  return `Net since the previous mail, in ${code}. ${first} Each campaign's own currency is in the CSV.`;
}

/** What the totals do not hold. */
export function moneyNotes(money: MoneySection, currency: string | null, format: Format): readonly string[] {
  const notes: string[] = [];
  if (money.revalued.length > 0) {
    const sum = money.revalued.reduce((total, row) => total + row.revenue, 0n);
    const codes = [...new Set(money.revalued.map((row) => row.currency ?? "unknown"))]
      .toSorted()
      .slice(0, 5)
      .join(", ");
    notes.push(
      `Not counted: ${counted(format, money.revalued.length, CAMPAIGN_WORDS)} in ${codes}, whose rate to the base currency moved (${format.moneyChange(sum, currency)} in their base amounts).`,
    );
  }
  if (money.unknown > 0)
    notes.push(
      `Not counted: ${counted(format, money.unknown, CAMPAIGN_WORDS)}, new or without an amount in the base currency.`,
    );
  return notes;
}

/** `margin £5,894.20 (41.2%)` */
export function marginText(money: Money, currency: string | null, format: Format): string {
  const share = money.share === null ? "" : ` (${format.percent(money.share, 1)})`;
  return `margin ${format.money(money.margin, currency)}${share}`;
}
