/** A value that a name of a report stands for. Days are text. */
export type NamedValue = string | number | boolean;

/**
 * A value as SQL writes it, alike in Trino and DuckDB: `'it''s'`, `12.5`, `TRUE`. A negative number stands in brackets, for a minus before it
 * would make a comment.
 */
export function literalOf(value: NamedValue): string {
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return value < 0 ? `(${value})` : String(value);
}

/** What of a value cannot be written as a literal. @returns undefined when it can be */
export function literalProblem(value: NamedValue): string | undefined {
  if (typeof value === "string") {
    if (/\p{Cc}/u.test(value)) return "must hold no control characters";
    return value.isWellFormed() ? undefined : "must be of whole characters: it has half of one, as \\ud83d is";
  }
  if (typeof value === "boolean" || /^-?\d{1,15}(?:\.\d{1,15})?$/.test(String(value))) return undefined;
  return "must be a number of at most 15 digits before the point, and not smaller than 0.000001";
}
