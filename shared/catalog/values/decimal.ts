import type { Decimal4 } from "../column.ts";
import type { Refusal } from "./refusal.ts";

const NOT_A_DECIMAL: Refusal = Symbol("not a plain decimal of at most 14 whole and 4 fraction digits");
const NEITHER_TEXT_NOR_NUMBER: Refusal = Symbol("neither a decimal text nor a number");

/** DECIMAL(18,4): 14 digits before the point and 4 after it. No sign but minus, no separators, no exponent. */
const PLAIN_DECIMAL = /^(-?\d{1,14})(?:\.(\d{1,4}))?$/;
const SCALES = ["0000", "000", "00", "0", ""] as const;

/**
 * Money or a rate as an integer of ten-thousandths. Nothing is rounded: more than four fraction digits are refused. A JSON
 * number counts by its shortest exact text (`55.1`), so `0.1 + 0.2` and `1e21` are refused.
 */
export function readDecimal(raw: unknown): Decimal4 | Refusal {
  if (typeof raw !== "string" && typeof raw !== "number") return NEITHER_TEXT_NOR_NUMBER;
  return (typeof raw === "string" ? readShort(raw) : undefined) ?? readLong(raw);
}

function readLong(raw: string | number): Decimal4 | Refusal {
  const match = PLAIN_DECIMAL.exec(typeof raw === "string" ? raw : String(raw));
  if (match === null) return NOT_A_DECIMAL;
  const fraction = match[2] ?? "";
  return BigInt(`${match[1]}${fraction}${SCALES[fraction.length]}`);
}

const ZERO = 48;
/** With four digits added, what has at most this many characters is an integer that a double holds. */
const SHORT = 11;

/**
 * Nearly all amounts are short and have one to four fraction digits, and need no pattern. Undefined for whatever is not like that.
 */
function readShort(text: string): Decimal4 | undefined {
  const point = text.indexOf(".");
  const end = text.length;
  if (point < 1 || end > SHORT || end - point < 2 || end - point > 5) return undefined;
  let scaled = 0;
  for (let at = 0; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) scaled = scaled * 10 + digit;
    else if (at !== point) return undefined;
  }
  for (let digits = end - point - 1; digits < 4; digits++) scaled *= 10;
  return BigInt(scaled);
}
