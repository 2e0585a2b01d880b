import { AUDIENCE_SCOPES, type Audience } from "../../catalog/audiences.ts";
import { DATASETS, type DatasetName } from "../../catalog/datasets.ts";
import { BASE_TABLES } from "../../catalog/duckdb.ts";
import { duckdbTypeOf } from "../../catalog/hive-type.ts";
import { VIEWS } from "../../catalog/views.ts";

/** A table or a view, as a report sees it. */
export interface Relation {
  readonly name: string;
  /** The view's text; null of a table. */
  readonly sql: string | null;
  /** Tables and views that the text reads. */
  readonly reads: readonly string[];
  /** Column → type, as both engines write it. */
  readonly columns: Readonly<Record<string, string>>;
}

const TABLES: readonly Relation[] = BASE_TABLES.map(({ name, columns, partitionKeys }) => ({
  name,
  sql: null,
  reads: [],
  columns: { ...Object.fromEntries(partitionKeys.map((key) => [key, "VARCHAR"])), ...columns },
}));

const NAMES: ReadonlySet<string> = new Set([...TABLES, ...VIEWS].map(({ name }) => name));

/** Every table, then every view after those it reads. */
export const RELATIONS: readonly Relation[] = [
  ...TABLES,
  ...VIEWS.map(({ name, sql, columns }) => ({
    name,
    sql,
    reads: [...new Set([...sql.matchAll(/\b(?:FROM|JOIN)\s+([a-z_]+)/g)].map(([, read = ""]) => read))].filter((read) =>
      NAMES.has(read),
    ),
    columns: Object.fromEntries(Object.entries(columns).map(([column, { type }]) => [column, duckdbTypeOf(type)])),
  })),
];

const BY_NAME: ReadonlyMap<string, Relation> = new Map(RELATIONS.map((relation) => [relation.name, relation]));

export const relationOf = (name: string): Relation | undefined => BY_NAME.get(name);

/** What a text needs that names some relations: they and all that they read, each after those it reads. */
export function neededBy(names: Iterable<string>): readonly Relation[] {
  const needed = new Set<string>();
  const add = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const read of relationOf(name)?.reads ?? []) add(read);
  };
  for (const name of names) add(name);
  return RELATIONS.filter(({ name }) => needed.has(name));
}

/** The datasets whose tables are read by a text that names some relations. */
export function datasetsOf(names: Iterable<string>): readonly DatasetName[] {
  const needed = new Set(neededBy(names).map(({ name }) => name));
  return Object.values(DATASETS)
    .filter(({ table }) => needed.has(table))
    .map(({ name }) => name);
}

/** Columns of a relation that an audience may see; undefined: it may see none of it. */
export function columnsFor(audience: Audience, relation: Relation): readonly string[] | undefined {
  if (audience === "internal") return Object.keys(relation.columns);
  const { nameable, behind } = AUDIENCE_SCOPES[audience];
  return nameable[relation.name] ?? behind[relation.name];
}

/** Relations that a report may name, by its audience. */
export function nameableBy(audience: Audience): readonly Relation[] {
  if (audience === "internal") return RELATIONS;
  return RELATIONS.filter(({ name }) => Object.hasOwn(AUDIENCE_SCOPES[audience].nameable, name));
}

/** The table's column that says which day a row is of. */
export const dayColumnOf = (table: Relation): string =>
  Object.keys(table.columns).find((name) => name === "snapshot_date" || name === "digest_date") ?? "";
