import type { Calendar } from "./calendar.ts";

/** An amount in hundredths of its currency, a whole number. */
export type MinorUnits = number;
/** A rate in ten-thousandths, a whole number: "0.7874" is 7874. */
type RateUnits = number;

export interface Currency {
  readonly id: number;
  readonly name: string;
  readonly symbol: string;
  readonly base: boolean;
  /** Rate before and after the account's one rate move. */
  readonly rates: readonly [RateUnits, RateUnits];
}

const BASE: Currency = { id: 1, name: "GBP", symbol: "£", base: true, rates: [10_000, 10_000] };
const DOLLAR: Currency = { id: 2, name: "USD", symbol: "$", base: false, rates: [7_874, 7_712] };
const EURO: Currency = { id: 3, name: "EUR", symbol: "€", base: false, rates: [8_681, 8_681] };
export const CURRENCIES = { GBP: BASE, USD: DOLLAR, EUR: EURO } as const;
export type CurrencyName = keyof typeof CURRENCIES;

/** The dollar's rate moves once, on a Wednesday morning twelve days before the anchor day. */
export const rateToBaseAt = (currency: CurrencyName, calendar: Calendar, epochMs: number): RateUnits =>
  CURRENCIES[currency].rates[epochMs < calendar.momentOf(-12, "08:05") ? 0 : 1];

/**
 * Guess: the base amount is amount × rate, rounded half up (the documented 25.00 → 22.73 fits × 0.9091). BigInt, since
 * a contract value times a rate can pass 2^53.
 */
export const toBase = (amount: MinorUnits, rate: RateUnits): MinorUnits =>
  Number((BigInt(amount) * BigInt(rate) + 5_000n) / 10_000n);

/** 1650 → "16.50". No amount here is negative. */
export const moneyText = (amount: MinorUnits): string => decimalText(amount, 2);

/** 7874 → "0.7874". */
export const rateText = (rate: RateUnits): string => decimalText(rate, 4);

function decimalText(units: number, fractionDigits: number): string {
  const digits = String(units).padStart(fractionDigits + 1, "0");
  return `${digits.slice(0, -fractionDigits)}.${digits.slice(-fractionDigits)}`;
}
