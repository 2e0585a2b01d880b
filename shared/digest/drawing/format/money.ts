import type { Decimal4 } from "../../../catalog/column.ts";
import { decimalText } from "../decimal-text.ts";

/** Amounts by the locale, in a currency by its ISO code, or bare without one. */
export interface MoneyFormat {
  /** With cents: what is earned. */
  money(amount: Decimal4, currency: string | null): string;
  /** Whole: what stands in a sentence. */
  roundMoney(amount: Decimal4, currency: string | null): string;
  /** With its sign, whole; ±0 for nothing. */
  moneyChange(amount: Decimal4, currency: string | null): string;
  /** `£79k`; whole where the locale shortens by words of its own language. */
  shortMoney(amount: Decimal4, currency: string | null): string;
}

type Style = "plain" | "round" | "change" | "short";

/** A plain decimal of any length is formatted exactly by Intl; the type wants to hear that it is one. */
const exact = (amount: Decimal4): `${number}` => decimalText(amount) as `${number}`;

/** @param currencies all that the mail shows: those that share a symbol take their codes */
export function moneyOf(locale: string, currencies: readonly string[]): MoneyFormat {
  const shared = sharedSymbols(locale, currencies);
  const made = new Map<string, Intl.NumberFormat>();
  const formatOf = (currency: string | null, style: Style): Intl.NumberFormat => {
    const name = `${currency} ${style}`;
    const known = made.get(name) ?? makeFormat(locale, { currency, style, byCode: shared.has(currency ?? "") });
    made.set(name, known);
    return known;
  };
  const partsOf = (amount: Decimal4, currency: string | null, style: Style): readonly Intl.NumberFormatPart[] =>
    formatOf(currency, style).formatToParts(exact(amount));
  const write = (amount: Decimal4, currency: string | null, style: Style): string =>
    unparted(partsOf(amount, currency, style));
  return {
    money: (amount, currency) => write(amount, currency, "plain"),
    roundMoney: (amount, currency) => write(amount, currency, "round"),
    moneyChange: (amount, currency) => {
      const parts = partsOf(amount, currency, "change");
      return unparted(parts.some(isSign) ? parts : [{ type: "plusSign", value: "±" }, ...parts]);
    },
    shortMoney: (amount, currency) => {
      const parts = partsOf(amount, currency, "short");
      const words = parts.some(({ type, value }) => type === "compact" && !/^[kM]$/i.test(value));
      return words ? write(amount, currency, "round") : unparted(parts);
    },
  };
}

interface Made {
  readonly currency: string | null;
  readonly style: Style;
  readonly byCode: boolean;
}

function makeFormat(locale: string, { currency, style, byCode }: Made): Intl.NumberFormat {
  const display = { style: "currency", currencyDisplay: byCode ? "code" : "narrowSymbol" } as const;
  const digits = style === "plain" ? (currency === null ? 2 : undefined) : 0;
  return new Intl.NumberFormat(locale, {
    ...(isCode(currency) ? { ...display, currency } : {}),
    ...(digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    ...(style === "change" ? { signDisplay: "exceptZero" } : {}),
    ...(style === "short" ? { notation: "compact" } : {}),
    numberingSystem: "latn",
  });
}

/** One that is none of ISO's form is left out. */
const isCode = (currency: string | null): currency is string => currency !== null && /^[A-Z]{3}$/.test(currency);

function sharedSymbols(locale: string, currencies: readonly string[]): ReadonlySet<string> {
  const bySymbol = Map.groupBy(new Set(currencies.filter(isCode)), (currency) => symbolOf(locale, currency));
  return new Set([...bySymbol.values()].filter((codes) => codes.length > 1).flat());
}

const symbolOf = (locale: string, currency: string): string | undefined =>
  new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" })
    .formatToParts(0)
    .find(({ type }) => type === "currency")?.value;

/** Holds a sign and the symbol after it together; a line may break there by Unicode's rules. */
const JOINER = "\u2060";

const isSign = ({ type }: Intl.NumberFormatPart): boolean => type === "minusSign" || type === "plusSign";

/** Sign, symbol and amount as one word. */
function unparted(parts: readonly Intl.NumberFormatPart[]): string {
  const texts = parts.map(({ type, value }) => {
    if (type === "minusSign") return "−";
    if (type === "compact") return value === "K" ? "k" : value;
    return type === "literal" ? value.replaceAll(" ", "\u00a0") : value;
  });
  const sign = parts.findIndex(isSign);
  if (sign >= 0 && parts[sign + 1]?.type === "currency") texts[sign] += JOINER;
  return texts.join("");
}
