import type { Refusal } from "./refusal.ts";

const NOT_A_BOOLEAN: Refusal = Symbol("not true or false");

/** `true` or `false`; `0`, `1` and texts are refused. */
export function readFlag(raw: unknown): boolean | Refusal {
  return typeof raw === "boolean" ? raw : NOT_A_BOOLEAN;
}

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

const NOT_A_NUMBER: Refusal = Symbol("not a number");
const NOT_WHOLE: Refusal = Symbol("not a whole number");
const TOO_BIG: Refusal = Symbol("beyond the integers a JSON number holds exactly");
const NOT_AN_IRI: Refusal = Symbol("not an IRI that ends in a number");
const NEITHER_OBJECT_NOR_IRI: Refusal = Symbol("neither an object with an id nor an IRI");

/** A whole number that JSON carries exactly. Text is no number: `"4"` is refused. */
export function readInteger(raw: unknown): number | Refusal {
  if (typeof raw !== "number") return NOT_A_NUMBER;
  if (!Number.isInteger(raw)) return NOT_WHOLE;
  return Number.isSafeInteger(raw) ? raw + 0 : TOO_BIG;
}

/** The number at the end of an IRI: `/api/v4/campaign-publisher-bands/1565` is 1565. */
export function readIriTail(raw: unknown): number | Refusal {
  const digits = typeof raw === "string" ? /\/(\d{1,16})$/.exec(raw)?.[1] : undefined;
  if (digits === undefined) return NOT_AN_IRI;
  return readInteger(Number(digits));
}

const USER_IRI = /^(?:https?:\/\/[^\s/]+)?(?:\/[\w.~-]+)+\/\d{1,16}$/;

/** The id of a user: an object's, or an IRI's tail. What else is a text is a name, and an object without either is a user who is not told: null. */
export function readPerson(raw: unknown): number | null | Refusal {
  if (typeof raw === "string") return USER_IRI.test(raw) ? readIriTail(raw) : null;
  const isNameless = typeof raw === "object" && raw !== null && !("id" in raw || "@id" in raw);
  return isNameless && !Array.isArray(raw) ? null : readReference(raw);
}

/** The id of an embedded object (its `id`, else its `@id`), or of an IRI. */
export function readReference(raw: unknown): number | Refusal {
  if (typeof raw === "string") return readIriTail(raw);
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return NEITHER_OBJECT_NOR_IRI;
  const { id, "@id": iri } = raw as { id?: unknown; "@id"?: unknown };
  return id === undefined || id === null ? readIriTail(iri) : readInteger(id);
}
