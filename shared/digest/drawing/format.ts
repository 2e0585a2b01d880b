import type { Decimal4 } from "../../catalog/column.ts";
import type { Day } from "../../platform/day.ts";
import type { MailHead } from "../model/mail-head.ts";
import { decimalText } from "./decimal-text.ts";

/** Numbers, money and dates as the digest's locale writes them. Days are calendar days; instants are shown in the enterprise's zone. */
export interface Format {
  count(value: number): string;
  /** With its sign; 0 has none. */
  change(value: number): string;
  /** At most one decimal: 41 or 11.4. */
  perDay(value: number): string;
  /** With its sign, and at most one decimal. */
  changePerDay(value: number): string;
  /** 0.563 → 56 %; with one decimal when asked. */
  percent(share: number, decimals?: 0 | 1): string;
  /** Percentage points with their sign. */
  points(points: number): string;
  /** In a currency by its ISO code, or a bare number without one. */
  money(amount: Decimal4, currency: string | null): string;
  /** Without cents, for headlines. */
  roundMoney(amount: Decimal4, currency: string | null): string;
  /** With its sign and without cents. */
  moneyChange(amount: Decimal4, currency: string | null): string;
  /** 22 Nov */
  day(day: Day): string;
  /** Sun 22 Nov */
  weekday(day: Day): string;
  /** Sunday 22 November 2026 */
  longDay(day: Day): string;
  /** Mon 23 Nov, 05:00 */
  instant(epochMs: number): string;
  /** 20–22 Nov, or 22 Nov for one day */
  days(from: Day, to: Day): string;
}

/** A plain decimal of any length is formatted exactly by Intl; the type wants to hear that it is one. */
const exact = (amount: Decimal4): `${number}` => decimalText(amount) as `${number}`;

export function formatOf({ locale, timeZone }: Pick<MailHead, "locale" | "timeZone">): Format {
  const numbers = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { ...options, ...DIGITS });
  const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options, ...DIGITS, calendar: "gregory" });
  const whole = numbers({ maximumFractionDigits: 0 });
  const signed = numbers({ maximumFractionDigits: 0, signDisplay: "exceptZero" });
  const oneDecimal = numbers({ maximumFractionDigits: 1 });
  const signedDecimal = numbers({ maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const points = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const percents = [
    numbers({ style: "percent", maximumFractionDigits: 0 }),
    numbers({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  ] as const;
  const short = dates({ day: "numeric", month: "short" });
  const weekday = dates({ weekday: "short", day: "numeric", month: "short" });
  const long = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const at = dates({ ...MOMENT, timeZone });
  const money = moneyFormats(locale);
  return {
    count: (value) => whole.format(value),
    change: (value) => signed.format(value),
    perDay: (value) => (Math.abs(value) < 100 ? oneDecimal : whole).format(value),
    changePerDay: (value) => signedDecimal.format(value),
    percent: (share, decimals = 0) => percents[decimals].format(share),
    points: (value) => points.format(value),
    money: (amount, currency) => money(currency, "plain").format(exact(amount)),
    roundMoney: (amount, currency) => money(currency, "round").format(exact(amount)),
    moneyChange: (amount, currency) => money(currency, "change").format(exact(amount)),
    day: (day) => short.format(Date.parse(day)),
    weekday: (day) => weekday.format(Date.parse(day)),
    longDay: (day) => long.format(Date.parse(day)),
    instant: (epochMs) => at.format(epochMs),
    days: (from, to) =>
      from === to ? short.format(Date.parse(to)) : short.formatRange(Date.parse(from), Date.parse(to)),
  };
}

/** Years and figures are those of the columns and of SQL, whatever a locale is used to: th-TH would write 2569. */
const DIGITS = { numberingSystem: "latn" } as const;

const MOMENT: Intl.DateTimeFormatOptions = {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

type MoneyStyle = "plain" | "round" | "change";

/** Formats by currency and style, made once each. A code that is none of ISO's form is set beside a bare number. */
function moneyFormats(
  locale: string,
): (currency: string | null, style: MoneyStyle) => { format(text: `${number}`): string } {
  const made = new Map<string, { format(text: `${number}`): string }>();
  return (currency, style) => {
    const name = `${currency} ${style}`;
    const known = made.get(name) ?? makeMoney(locale, currency, style);
    made.set(name, known);
    return known;
  };
}

function makeMoney(locale: string, currency: string | null, style: MoneyStyle): { format(text: `${number}`): string } {
  const isCode = currency !== null && /^[A-Z]{3}$/.test(currency);
  const options: Intl.NumberFormatOptions = {
    ...(isCode
      ? { style: "currency", currency, currencyDisplay: "narrowSymbol" }
      : { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    ...(style === "plain" ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
    ...(style === "change" ? { signDisplay: "exceptZero" } : {}),
  };
  return new Intl.NumberFormat(locale, { ...options, ...DIGITS });
}
