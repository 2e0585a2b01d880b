import { tokensOf } from "./text/tokens.ts";

/** Classes of mistakes of the text itself, found before a row is read: what they quote is the text or the catalog. */
const OF_THE_TEXT: ReadonlySet<string> = new Set([
  // Trino's.
  ...["SYNTAX_ERROR", "COLUMN_NOT_FOUND", "TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND", "CATALOG_NOT_FOUND"],
  ...["FUNCTION_NOT_FOUND", "TYPE_NOT_FOUND", "TYPE_MISMATCH", "AMBIGUOUS_NAME", "MISSING_COLUMN_NAME"],
  ...["DUPLICATE_COLUMN_NAME", "DUPLICATE_NAMED_QUERY", "COLUMN_TYPE_UNKNOWN", "MISMATCHED_COLUMN_ALIASES"],
  ...["EXPRESSION_NOT_AGGREGATE", "EXPRESSION_NOT_SCALAR", "EXPRESSION_NOT_IN_DISTINCT", "EXPRESSION_NOT_CONSTANT"],
  ...["MISSING_GROUP_BY", "MISSING_ORDER_BY", "MISSING_OVER", "NESTED_AGGREGATION", "NESTED_WINDOW"],
  ...["INVALID_COLUMN_REFERENCE", "INVALID_WINDOW_FRAME", "TOO_MANY_ARGUMENTS", "UNSUPPORTED_SUBQUERY"],
  // DuckDB's.
  ...["Parser", "Binder", "Catalog"],
]);

/** What the others mean. Their own sentences may quote a row's value, with quotes and without, and are never told. */
const MEANINGS: Readonly<Record<string, string>> = {
  ...both(["INVALID_CAST_ARGUMENT", "Conversion"], "a value does not fit the type that it is cast to"),
  ...both(["NUMERIC_VALUE_OUT_OF_RANGE", "Out of Range"], "a number is too large for its type"),
  ...both(["INVALID_FUNCTION_ARGUMENT", "Invalid Input"], "a function was given a value that it does not take"),
  DIVISION_BY_ZERO: "a number is divided by zero",
  SUBQUERY_MULTIPLE_ROWS: "a subquery that stands for one value gives several rows",
  HIVE_BAD_DATA: "a file's column has another type than the table's",
  EXCEEDED_TIME_LIMIT: "it took too long",
  EXCEEDED_GLOBAL_MEMORY_LIMIT: "it takes more memory than there is",
  EXCEEDED_LOCAL_MEMORY_LIMIT: "it takes more memory than there is",
};

function both(classes: readonly string[], meaning: string): Readonly<Record<string, string>> {
  return Object.fromEntries(classes.map((name) => [name, meaning]));
}

/**
 * What may be told of an engine's message about a query that failed: its class, the line, and the sentence where it is of the text
 * alone. No value of a row is in it, however the engine quotes it. Trino's and DuckDB's messages are both known.
 * @param sql as it was run
 */
export function sayable(message: string, sql: string): string {
  const { name, line, sentence } = taken(message, sql);
  const place = line === undefined ? [] : [`line ${line}`];
  const isOfText = name === undefined ? line !== undefined : OF_THE_TEXT.has(name);
  const said = isOfText ? ownWords(sentence, sql) : meaningOf(name, sentence, sql);
  const head = [...(name === undefined ? [] : [name]), ...place].join(", ");
  return [head, said].filter((part) => part !== "").join(": ") || "the engine gives no reason that may be told";
}

interface Taken {
  readonly name: string | undefined;
  readonly line: string | undefined;
  readonly sentence: string;
}

/** DuckDB's classes; another word before `Error:` is none of them. */
const DUCKDB =
  /^(Parser|Binder|Catalog|Conversion|Out of Range|Invalid Input|Not implemented|Constraint|Invalid|IO|INTERNAL) Error: ([^\n]*)/;

/** `TYPE_MISMATCH: line 3:7: …`, `line 3:7: …`, `Binder Error: …` with `LINE 3: …` below. */
function taken(message: string, sql: string): Taken {
  const [, duckdb, told = ""] = DUCKDB.exec(message) ?? [];
  if (duckdb !== undefined) {
    return { name: duckdb, line: lineOf(/^LINE (\d+):/m.exec(message)?.[1], sql), sentence: told };
  }
  const [, trino, line, sentence = ""] = /^([A-Z]+(?:_[A-Z]+)+): (?:line (\d+):\d+: )?([^\n]*)/.exec(message) ?? [];
  if (trino !== undefined) return { name: trino, line: lineOf(line, sql), sentence };
  const [, analysed, of = ""] = /^line (\d+):\d+: ([^\n]*)/.exec(message) ?? [];
  return { name: undefined, line: lineOf(analysed, sql), sentence: of };
}

/** A value with line breaks in it may look like a place: only a line that the text has is one. */
const lineOf = (digits: string | undefined, sql: string): string | undefined =>
  digits !== undefined && Number(digits) <= sql.split("\n").length ? digits : undefined;

/** Athena ends what it says with advice and the query's id. */
const ADVICE = /\.?\s*(?:This query ran against the|You may need to manually clean|If a data manifest file).*$/;
/** As engines quote names; of other signs no name is made. */
const QUOTED = /(['"])([\p{L}\p{N}_$@.,()<>=*+/;:! -]*)\1/gu;
const MOST = 300;

/** The sentence up to the first quote of what is no name or word of the text, nor of the language. */
function ownWords(sentence: string, sql: string): string {
  const known = wordsOf(sql);
  const isKnown = (word: string) => known.has(word.toLowerCase()) || /^[A-Z]+$/.test(word);
  // What is known loses its quotes for the while, so that the first that is left begins what is not.
  const marked = sentence.replace(ADVICE, "").replace(QUOTED, (whole, quote: keyof typeof MARKS, inside: string) => {
    const words = inside.match(/[\p{L}\p{N}_$@]+/gu) ?? [];
    return words.every(isKnown) ? `${MARKS[quote]}${inside}${MARKS[quote]}` : whole;
  });
  const [told = ""] = marked.split(/(?<=['"])/, 1);
  const ending = /['"]$/.test(told) ? `…${told.at(-1)}` : "";
  const whole = told.replaceAll(MARKS["'"], "'").replaceAll(MARKS['"'], '"') + ending;
  return whole.length > MOST ? `${whole.slice(0, MOST)}…` : whole;
}

/** No message has them: they are no characters. */
const MARKS = { "'": "\uFDD0", '"': "\uFDD1" } as const satisfies Record<string, string>;

function meaningOf(name: string | undefined, sentence: string, sql: string): string {
  const meaning = Object.hasOwn(MEANINGS, name ?? "") ? (MEANINGS[name ?? ""] ?? "") : "";
  // DuckDB says last which column it was; a value may say so too, but names none that is not of the text.
  const column = / when casting from source column (\w+)$/.exec(sentence)?.[1];
  return column !== undefined && wordsOf(sql).has(column.toLowerCase()) ? `${meaning}, in ${column}` : meaning;
}

/** Names and words of a text, and nothing of what stands in its constants or comments. */
const wordsOf = (sql: string): ReadonlySet<string> =>
  new Set(
    tokensOf(sql)
      .filter(({ kind }) => kind === "word" || kind === "quoted")
      .flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}_$@]+/gu) ?? []),
  );
