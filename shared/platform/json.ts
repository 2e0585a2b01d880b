import { decodeText } from "./text.ts";

declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

/** A number that may have more digits than a double keeps, or an exponent: only then each number's text is looked at. */
const PERHAPS_INEXACT = /(?:^|[[:,\s])-?\d(?:[\d.]{15}|[\d.]*[eE])/;

/**
 * JSON as values; the parser's own message would quote the text. A number whose text does not survive being a double, such as
 * 9007199254740993, does not become another one: `isInexact` holds for it, and `JSON.stringify` writes it as it came.
 * @returns undefined for what is no JSON
 */
export function parseJson(text: string): unknown {
  try {
    return PERHAPS_INEXACT.test(text) ? JSON.parse(text, keepInexact) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON in UTF-8; undefined for what is no JSON or no UTF-8. */
export function jsonOfBytes(bytes: Uint8Array): unknown {
  const text = decodeText(bytes);
  return text === undefined ? undefined : parseJson(text);
}

/** Whether a parsed value stands for a number that no double holds exactly. */
export const isInexact = (value: unknown): boolean => typeof value === "object" && JSON.isRawJSON(value);

function keepInexact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  return Number.isFinite(value) && digitsOf(source) === digitsOf(String(value)) ? value : JSON.rawJSON(source);
}

/** A decimal number's sign, digits and power of ten, however it is written: 1.50 and 15e-1 are the same. */
function digitsOf(number: string): string {
  const [mantissa = "", exponent = "0"] = number.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === "0") start += 1;
  let end = digits.length;
  while (end > start && digits[end - 1] === "0") end -= 1;
  if (start === end) return "0";
  const power = Number(exponent) - fraction.length + (digits.length - end);
  return `${mantissa.startsWith("-") ? "-" : ""}${digits.slice(start, end)}e${power}`;
}
