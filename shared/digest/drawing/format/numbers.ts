/** Numbers by the locale, with Latin digits. */
export interface Numbers {
  count(value: number): string;
  /** With its sign; ±0 for none. */
  change(value: number): string;
  /** At most one decimal under 100: 41 or 11.4. */
  perDay(value: number): string;
  changePerDay(value: number): string;
  /** 0.563 → 56%, whole: of a cap or of a time. */
  percent(share: number): string;
  /** A part of a whole in percent, as exact as the whole allows; null under 20, where counts say more, and where it is no share. */
  shareOf(part: number, whole: number): string | null;
  /** The same in whole percents, of a cap. */
  wholeShareOf(part: number, whole: number): string | null;
  /** A known share with one decimal: a margin, a usual rate. */
  rate(share: number): string;
  /** Percentage points with their sign. */
  points(points: number): string;
  /** Any number, in groups; a decimal as its digits. @param places decimals, at least and at most */
  exact(value: number | bigint | `${number}`, places: readonly [least: number, most: number]): string;
}

const FEWEST_FOR_PERCENT = 20;
const FEWEST_FOR_DECIMAL = 200;

const isShare = (part: number, all: number): boolean => all >= FEWEST_FOR_PERCENT && part >= 0 && part <= all;

export function numbersOf(locale: string): Numbers {
  const make = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const format = new Intl.NumberFormat(locale, { ...options, numberingSystem: "latn" });
    return (value) => format.format(value).replace(/^-/, "−");
  };
  const whole = make({ maximumFractionDigits: 0 });
  const signed = make({ maximumFractionDigits: 0, signDisplay: "exceptZero" });
  const oneDecimal = make({ maximumFractionDigits: 1 });
  const signedDecimal = make({ maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const points = make({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const percent = make({ style: "percent", maximumFractionDigits: 0 });
  const rate = make({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const byPlaces = new Map<string, Intl.NumberFormat>();
  const exact: Numbers["exact"] = (value, places) => {
    const known = byPlaces.get(places.join()) ?? placesFormat(locale, places);
    byPlaces.set(places.join(), known);
    return known.format(value).replace(/^-/, "−");
  };
  const orNone = (text: string): string => (text === "0" || text === "−0" ? "±0" : text);
  return {
    count: whole,
    change: (value) => orNone(signed(value)),
    perDay: (value) => (Math.abs(value) < 100 ? oneDecimal : whole)(value),
    changePerDay: (value) => orNone(signedDecimal(value)),
    percent,
    shareOf: (part, all) => (isShare(part, all) ? (all < FEWEST_FOR_DECIMAL ? percent : rate)(part / all) : null),
    wholeShareOf: (part, all) => (isShare(part, all) ? percent(part / all) : null),
    rate,
    points,
    exact,
  };
}

const placesFormat = (locale: string, [least, most]: readonly [number, number]): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, {
    ...{ minimumFractionDigits: least, maximumFractionDigits: most, numberingSystem: "latn" },
  });
