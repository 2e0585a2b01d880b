import type { Day } from "../../platform/day.ts";
import { type Dates, datesOf } from "./format/dates.ts";
import { type MoneyFormat, moneyOf } from "./format/money.ts";
import { type Numbers, numbersOf } from "./format/numbers.ts";

/** Numbers, money and dates of one mail: separators of its locale, Latin digits, English words of dates. */
export interface Format extends Numbers, MoneyFormat, Dates {}

/** What a mail's way of writing hangs on. */
export interface Writing {
  readonly locale: string;
  readonly timeZone: string;
  /** snapshot_date of the mail. */
  readonly date: Day;
}

/** @param currencies all that the mail shows: those that share a symbol take their codes */
export function formatOf({ locale, timeZone, date }: Writing, currencies: readonly string[] = []): Format {
  const written = writtenLocale(locale);
  return { ...numbersOf(written), ...moneyOf(written, currencies), ...datesOf(written, timeZone, date) };
}

const FALLBACK = "en-GB";

/** Until words are translated, a locale of another script or direction would mix two in one line: it takes British English whole. */
function writtenLocale(locale: string): string {
  return new Intl.Locale(locale).maximize().script === "Latn" ? locale : FALLBACK;
}
