import type { Refusal } from "./refusal.ts";

const NOT_TEXT: Refusal = Symbol("not a text");
const NOT_A_SCALAR: Refusal = Symbol("not a text, number or boolean");

/**
 * A text that UTF-8 can hold. A lone surrogate, which UTF-8 cannot, becomes U+FFFD, the sign for exactly that; every other
 * character is kept, NUL and line ends too: whoever shows a text escapes it.
 */
export function readText(raw: unknown): string | Refusal {
  return typeof raw === "string" ? raw.toWellFormed() : NOT_TEXT;
}

/** The text of any JSON scalar, for a field whose type is not documented. */
export function readScalarText(raw: unknown): string | Refusal {
  if (typeof raw === "number" || typeof raw === "boolean") return String(raw);
  return typeof raw === "string" ? raw.toWellFormed() : NOT_A_SCALAR;
}
