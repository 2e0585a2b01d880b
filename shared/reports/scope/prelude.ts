import { AUDIENCE_SCOPES, type Audience } from "../../catalog/audiences.ts";
import { type Template, templateOf } from "../text/template.ts";
import { tokensOf } from "../text/tokens.ts";
import { columnsFor, dayColumnOf, neededBy, type Relation } from "./relations.ts";

/**
 * A text below a list of CTEs, each of which takes the place of a table or view of its name: rows of one enterprise up to the
 * report's day, of one member's where the audience is many, and of the columns that the audience may see. A CTE shadows the table,
 * and its own text reads the table; the author's conditions are not trusted (docs/decisions/0039-scope-of-reports.md).
 * @param names tables and views that the text names
 */
export function scoped(sql: string, names: Iterable<string>, audience: Audience): Template {
  const needed = neededBy(names);
  const list = needed.map((relation) => {
    const others = needed.filter((other) => other !== relation).map((other) => other.sql ?? "");
    return `${relation.name} AS (${textOf(relation, audience, wordsOf(others))})`;
  });
  return spliced(sql, list, "\n").flatMap(templateOf);
}

/**
 * A text with CTEs in front, in pieces. Its own WITH list is continued: a text wrapped in another SELECT would lose its order.
 * @param gap between the list and the text
 */
export function spliced(sql: string, ctes: readonly string[], gap: "\n" | " "): readonly string[] {
  const first = tokensOf(sql).find(({ kind }) => kind !== "comment");
  if (ctes.length === 0 || first === undefined) return [sql];
  const rest = sql.slice(first.at);
  const isList = first.text.toLowerCase() === "with";
  const after = isList ? `,${gap}${rest.slice(first.text.length)}` : `${gap}${rest}`;
  return [sql.slice(0, first.at), `WITH ${ctes.join(`,${gap}`)}`, after];
}

const wordsOf = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.join(" ").match(/\b[a-z_0-9]+\b/g));

/** @param read words of the other texts: a withheld column that is none of them needs no stand-in */
function textOf(relation: Relation, audience: Audience, read: ReadonlySet<string>): string {
  const seen = columnsFor(audience, relation);
  if (seen === undefined) throw new Error(`${relation.name} is nothing for ${audience}`);
  const select = `SELECT ${selected(relation, seen, read).join(", ")}`;
  if (relation.sql === null) return `${select}\nFROM ${relation.name}\nWHERE ${filterOf(relation, audience)}`;
  const isWhole = Object.keys(relation.columns).every((name) => seen.includes(name));
  return isWhole ? relation.sql : `${select}\nFROM (${relation.sql}) AS whole`;
}

/** What is withheld reads as null, of its own type, so that the views' texts are the same for everybody. */
function selected({ columns }: Relation, seen: readonly string[], read: ReadonlySet<string>): readonly string[] {
  return Object.entries(columns).flatMap(([name, type]) => {
    if (seen.includes(name)) return [name];
    return read.has(name) ? [`CAST(NULL AS ${type}) AS ${name}`] : [];
  });
}

function filterOf(table: Relation, audience: Audience): string {
  const { memberColumn } = audience === "internal" ? { memberColumn: undefined } : AUDIENCE_SCOPES[audience];
  return [
    "enterprise = :enterprise",
    `${dayColumnOf(table)} <= :date`,
    ...(memberColumn !== undefined && memberColumn in table.columns ? [`${memberColumn} = :member`] : []),
  ].join(" AND ");
}
