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
  /** Also the name of its file, `views/<name>.sql`. */
  readonly name: string;
  readonly comment: string;
  /** Which files a question on one enterprise (and one day, where days can be named) reads. */
  readonly reads: string;
  /** In the order of the text. */
  readonly columns: ViewColumns;
}

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
