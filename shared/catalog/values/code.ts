import { isRefusal, type Refusal } from "./refusal.ts";
import { readScalarText } from "./scalar.ts";

/** Told and counted, but no sign of a changed API: whoever writes the text may write anything. */
export const NOT_A_CODE: Refusal = Symbol("not one of the known codes");

/** A number of up to four digits, such as the status of an HTTP answer: no longer one, which may be anybody's. */
const SHORT_NUMBER = /^\d{1,4}$/;

/** Longer is none of them, whatever its spaces. */
const LONGEST = 40;

/** What is compared: `Timed_Out`, `timed-out` and `timed out` are one code. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[_\s-]+/g, " ");

/**
 * Reads a text that comes from a lead or from a system behind Convertr, so that it may quote a person: only what is on a closed
 * list, or a short number, is taken; as it is spelled.
 */
export function codeReader(codes: readonly string[]): (raw: unknown) => string | Refusal {
  const known = new Set(codes.map(plain));
  return (raw) => {
    const text = readScalarText(raw);
    if (isRefusal(text)) return text;
    return text.length <= LONGEST && (SHORT_NUMBER.test(text) || known.has(plain(text))) ? text : NOT_A_CODE;
  };
}
