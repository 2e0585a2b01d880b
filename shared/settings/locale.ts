/**
 * What is wrong with a locale that numbers and dates are to be written in, as a sentence's predicate; undefined when nothing is.
 * One that Intl does not know would be written in the language of whichever machine makes the mail.
 */
export function localeProblem(locale: string): string | undefined {
  const parsed = parse(locale);
  if (parsed === undefined) return EXAMPLE;
  const known =
    Intl.NumberFormat.supportedLocalesOf(locale).length + Intl.DateTimeFormat.supportedLocalesOf(locale).length === 2;
  if (!known)
    return `${EXAMPLE}: the language comes first, and ${JSON.stringify(locale.split("-")[0])} is none that is known`;
  const { region } = parsed;
  if (region !== undefined && !isKnown("region", region)) return `${EXAMPLE}: ${JSON.stringify(region)} is no region`;
  if (/-[a-z0-9]-/i.test(locale)) {
    return `${EXAMPLE}: mails are written in the Gregorian calendar and with Latin digits, so that it takes no extension`;
  }
  return undefined;
}

const EXAMPLE = "must be a locale such as en-GB";

function parse(locale: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(locale);
  } catch {
    return undefined;
  }
}

const isKnown = (type: "region", code: string): boolean =>
  code !== "ZZ" && new Intl.DisplayNames("en", { type, fallback: "none" }).of(code) !== undefined;
