export interface Token {
  readonly kind: "text" | "quoted" | "comment" | "name" | "number" | "word" | "sign";
  readonly text: string;
  /** Where it begins, in characters. */
  readonly at: number;
}

/**
 * In order: texts, quoted names, comments, `:name`, numbers, words. Comments end at the first end that they meet, as in Trino; what begins one and
 * ends none is left as signs.
 */
const TOKEN =
  /('(?:[^']|'')*')|("(?:[^"]|"")*")|(--[^\r\n]*|\/\*[\s\S]*?\*\/)|(?<!:)(:[a-z][a-z0-9_]*)(?![A-Za-z0-9_])|(\d[\w.]*)|([\p{L}_][\p{L}\p{N}_]*)|\S/gu;
const KINDS = ["text", "quoted", "comment", "name", "number", "word"] as const;

/** The tokens of a text of SQL; white space lies between them. A text of any kind gives some. */
export function tokensOf(sql: string): readonly Token[] {
  return [...sql.matchAll(TOKEN)].map((match) => ({
    kind: KINDS.find((_, at) => match[at + 1] !== undefined) ?? "sign",
    text: match[0],
    at: match.index,
  }));
}

/** The line, from 1, that a place lies on. */
export const lineAt = (sql: string, at: number): number => sql.slice(0, at).split(/\r\n|\r|\n/).length;
