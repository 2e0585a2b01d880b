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
const RATE_MOVE = [-12, "08:05"] as const;

export const rateAt = (currency: Currency, calendar: Calendar, epochMs: number): RateUnits =>
  currency.rates[epochMs < calendar.momentOf(RATE_MOVE) ? 0 : 1];

/**
 * Guess: the base amount is amount × rate, rounded half up (the documented 25.00 → 22.73 fits × 0.9091). BigInt, since
 * a contract value times a rate can pass 2^53.
 */
export const toBase = (amount: MinorUnits, rate: RateUnits): MinorUnits =>
  Number((BigInt(amount) * BigInt(rate) + 5_000n) / 10_000n);

/** 1650 → "16.50". */
export function moneyText(amount: MinorUnits): string {
  const digits = String(Math.abs(amount)).padStart(3, "0");
  return `${amount < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 7874 → "0.7874". */
export function rateText(rate: RateUnits): string {
  const digits = String(rate).padStart(5, "0");
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
