import type { Decimal4 } from "../../../catalog/column.ts";
import type { Format } from "../../drawing/format.ts";
import { CAMPAIGN_WORDS, counted } from "../../drawing/words.ts";
import type { MoneySection } from "./figures.ts";

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
      `Not counted: what is unknown of ${counted(format, money.unknown, CAMPAIGN_WORDS)}, new or without an amount in the base currency.`,
    );
  if (money.withoutMargin > 0)
    notes.push(
      `No margin: ${counted(format, money.withoutMargin, CAMPAIGN_WORDS)}, whose revenue and payouts are not known of the same days.`,
    );
  return notes;
}

/** The amounts and their margin, as they are told of a campaign and of all of them; what is unknown is null. */
interface Amounts {
  readonly revenue: Decimal4 | null;
  readonly payout: Decimal4 | null;
  readonly margin: Decimal4 | null;
  readonly share: number | null;
}

/** `£14,310.00`, or that it is not known. */
export const amountText = (amount: Decimal4 | null, currency: string | null, format: Format): string =>
  amount === null ? "unknown" : format.money(amount, currency);

/** `margin £5,894.20 (41.2%)` */
export function marginText({ margin, share }: Amounts, currency: string | null, format: Format): string {
  return `margin ${amountText(margin, currency, format)}${share === null ? "" : ` (${format.percent(share, 1)})`}`;
}

/** `revenue £14,310.00, pays £8,415.80, margin £5,894.20 (41.2%)` */
export const amountsText = (amounts: Amounts, currency: string | null, format: Format): string =>
  `revenue ${amountText(amounts.revenue, currency, format)}, pays ${amountText(amounts.payout, currency, format)}, ${marginText(amounts, currency, format)}`;
