import { readFileSync } from "node:fs";
import { type Columns, PARTITION_KEYS } from "./column.ts";
import { hiveTypeOf } from "./hive-type.ts";

export interface ViewColumn {
  /** As Glue writes it. */
  readonly type: string;
  /** What it means, and its trap if it has one. */
  readonly comment: string;
  readonly unit?: string;
}

export type ViewColumns = { readonly [name: string]: ViewColumn };

/** What is said about a view beside its text; a test holds the columns against the text. */
export interface ViewDeclaration {
  readonly name: string;
  readonly comment: string;
  /** Which files a question on one enterprise (and one day, where days can be named) reads. */
  readonly reads: string;
  /** In the order of the text. */
  readonly columns: ViewColumns;
  /** The text, where some of it is made from declarations. @default that of `views/<name>.sql` */
  readonly sql?: string;
}

/** The text of `views/<name>.sql`, in which each mark, `{pace columns}`, gives way to what is made in its place. */
export function filedSql(name: string, marks: Readonly<Record<string, string>> = {}): string {
  const filed = readFileSync(new URL(`views/${name}.sql`, import.meta.url), "utf8").trim();
  return filed.replace(/\{([a-z -]+)\}/g, (_, mark: string) => {
    const made = marks[mark];
    if (made === undefined) throw new Error(`${name}.sql: nothing is made in place of {${mark}}`);
    return made;
  });
}

/** Columns on a line each, with commas between them. @param indent spaces before each @param alias of the table they are of */
export const listed = (names: readonly string[], indent: number, alias?: string): string =>
  names.map((name) => `${" ".repeat(indent)}${alias === undefined ? "" : `${alias}.`}${name}`).join(",\n");

/** How far back the daily views look for the previous snapshot of the same thing. */
export const LOOKBACK_DAYS = 35;
/** How far back the latest views look for an enterprise's newest snapshot. */
export const NEWEST_WITHIN_DAYS = 31;

export const column = (type: string, comment: string, unit?: string): ViewColumn =>
  unit === undefined ? { type, comment } : { type, comment, unit };

/** Columns of a table, or some of them, as a view hands them on. */
export function carried<C extends Columns>(columns: C, names: readonly (keyof C & string)[]): ViewColumns {
  return Object.fromEntries(
    names.map((name) => {
      const source = columns[name];
      if (source === undefined) throw new Error(`no column ${name}`);
      return [name, column(hiveTypeOf(source), source.comment, source.unit)];
    }),
  );
}

export const PARTITION_COLUMNS: ViewColumns = {
  enterprise: column("string", PARTITION_KEYS.enterprise),
  snapshot_date: column("string", PARTITION_KEYS.snapshot_date),
};
