import { literalOf, type NamedValue } from "./literals.ts";
import { tokensOf } from "./tokens.ts";

/** A text of SQL in pieces: itself, and the names whose values stand between. */
export type Template = readonly (string | { readonly name: string })[];

/**
 * Takes a text apart at its names. `current_date` becomes the report's day, so that a past day gives the same rows again, and
 * `current_timestamp`, which only our own texts hold, the report's time.
 */
export function templateOf(sql: string): Template {
  const pieces: (string | { name: string })[] = [];
  let taken = 0;
  const put = (from: number, to: number, ...made: Template) => {
    pieces.push(sql.slice(taken, from), ...made);
    taken = to;
  };
  for (const { kind, text, at } of tokensOf(sql)) {
    const after = at + text.length;
    if (kind === "name") put(at, after, apart(sql, at), { name: text.slice(1) }, apartAfter(sql, after));
    else if (kind === "word" && isClock(text, "current_date")) put(at, after, "DATE ", { name: "date" });
    else if (kind === "word" && isClock(text, "current_timestamp")) put(at, after, "TIMESTAMP ", { name: MADE_AT });
  }
  return [...pieces, sql.slice(taken)].filter((piece) => piece !== "");
}

/** No author can name it: names of authors have no capital. */
export const MADE_AT = "madeAt";

const isClock = (word: string, name: string): boolean => word.toLowerCase() === name;

/** A literal beside a letter or a quote would become another: `x:name` no `X'…'`, which is bytes. */
const apart = (sql: string, at: number): string => (at === 0 || /[\s(,]/.test(sql[at - 1] ?? "") ? "" : " ");
const apartAfter = (sql: string, at: number): string => (at === sql.length || /[\s),]/.test(sql[at] ?? "") ? "" : " ");

/** The text with each name's value in its place. @throws Error for a name without a value, which the checks refuse before */
export function bound(template: Template, values: ReadonlyMap<string, NamedValue>): string {
  return template
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const value = values.get(piece.name);
      if (value === undefined) throw new Error(`:${piece.name} has no value`);
      return literalOf(value);
    })
    .join("");
}
