const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*GMT$/;

/**
 * Milliseconds a `Retry-After` header asks for: seconds, or a date measured against the answer's own `Date` header, so that
 * a clock that is off does no harm. Past dates are 0; anything else is as if the header were absent.
 * @see docs/pulling.md, "When Convertr asks for patience"
 */
export function retryAfterMs(
  header: string | null,
  answered: { readonly date: string | null; readonly nowMs: number },
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  const at = httpDate(text);
  if (at === undefined) return undefined;
  return Math.max(0, at - (httpDate(answered.date ?? "") ?? answered.nowMs));
}

function httpDate(text: string): number | undefined {
  if (!HTTP_DATE.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
