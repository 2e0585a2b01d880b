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
  const list = neededBy(names).map((relation) => `${relation.name} AS (${textOf(relation, audience)})`);
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

function textOf(relation: Relation, audience: Audience): string {
  const select = `SELECT ${seenOf(relation, audience).join(", ")}`;
  if (relation.sql === null) return `${select}\nFROM ${relation.name}\nWHERE ${filterOf(relation, audience)}`;
  const sql = spliced(relation.sql, standIns(relation, relation.sql, audience), "\n").join("");
  const isWhole = seenOf(relation, audience).length === Object.keys(relation.columns).length;
  return isWhole ? sql : `${select}\nFROM (${sql}) AS whole`;
}

/** In the relation's own order: by position it must be the same in the checks and where it is run. */
export function seenOf(relation: Relation, audience: Audience): readonly string[] {
  const seen = columnsFor(audience, relation);
  if (seen === undefined) throw new Error(`${relation.name} is nothing for ${audience}`);
  return Object.keys(relation.columns).filter((name) => seen.includes(name));
}

/**
 * What is withheld reads as null, of its own type, so that the views' texts are the same for everybody. Within a view alone: to the author's text
 * such a column is not there, for a name of its own, of the same letters, would stand for the null.
 */
function standIns(view: Relation, sql: string, audience: Audience): readonly string[] {
  const words: ReadonlySet<string> = new Set(sql.match(/\b[a-z_0-9]+\b/g));
  return neededBy(view.reads).flatMap((read) => {
    if (!view.reads.includes(read.name)) return [];
    const seen = seenOf(read, audience);
    const nulls = Object.entries(read.columns)
      .filter(([name]) => !seen.includes(name) && words.has(name))
      .map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`);
    return nulls.length === 0 ? [] : [`${read.name} AS (SELECT *, ${nulls.join(", ")} FROM ${read.name})`];
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
