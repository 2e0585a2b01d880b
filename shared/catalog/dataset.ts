import type { Columns, ListColumn, RUN_COLUMNS } from "./column.ts";

/** Names of columns; `bands.leads_required` is a column inside a list. */
type ColumnPath<C extends Columns> = {
  [N in keyof C & string]: N | (C[N] extends ListColumn<infer E> ? `${N}.${keyof E & string}` : never);
}[keyof C & string];

/**
 * All there is to say of a dataset: what one invocation pulls, into which table, when, and who reads it. What the rest of the
 * project knows of a dataset it takes from here.
 */
export interface Dataset<C extends Columns = Columns> {
  /** In settings, events, run records and `npm run reports -- --dataset`. */
  readonly name: string;
  /** What people read in its place, in the plural: `publisher contracts`. */
  readonly words: string;
  readonly table: string;
  /** Of the table, in Glue and the dictionary. */
  readonly comment: string;
  /** Path below `/api/v4`. Several datasets may come of one collection. */
  readonly collection: string;
  /** Query parameters of every page. */
  readonly filters: Readonly<Record<string, string>>;
  /** The API ignores unknown filters silently, so each row must show that they held: column → value. */
  readonly everyRow: { readonly [N in keyof C & string]?: number };
  /** Of rows that agree in these columns only the one with the highest id is kept. */
  readonly oneRowPer?: readonly (keyof C & string)[];
  /**
   * Its place in the day, from 1; each has a place of its own. Datasets that are opted into come after all others whatever their
   * place, so that opting in moves nothing else.
   */
  readonly place: number;
  /** An enterprise collects it only if its settings name it; the others are collected unless the settings name some. */
  readonly optIn: boolean;
  /**
   * A digest must not be due before it has been taken. What is not awaited is a help to the mail at most: its absence is no gap in it.
   */
  readonly awaited: boolean;
  /** A day has any number of objects, each with what was new or changed, and not one with all there is. */
  readonly inParts: boolean;
  readonly columns: C;
  readonly notStored: NotStored;
  /** Columns that the digest reads; null when it reads none. */
  readonly digest: DigestColumns<C> | null;
}

/** What each table's columns hold besides its own. */
export type TableColumns = Columns & typeof RUN_COLUMNS;

/**
 * Documented fields that never get a column, by the reason: dotted paths of the API's record. Listed so that their presence is no
 * drift and the dictionary can say what is left behind. Fields neither here nor in a column are reported as drift, by name.
 */
export type NotStored = {
  readonly [reason in "secret" | "personal" | "confidential" | "not needed"]?: readonly string[];
};

interface DigestColumns<C extends Columns> {
  /** Of every snapshot it reads: what that day's pacing, movement and money can be judged again from. */
  readonly points: readonly ColumnPath<C>[];
  /** Besides, of the newest snapshot and of the one that movement is counted from. */
  readonly details: readonly ColumnPath<C>[];
  /** A column that no other dataset has: without it a file is another dataset's, however well it reads. */
  readonly ownColumn: keyof C & string;
}
