import type { Day } from "../platform/day.ts";

/** Column types by their Athena names; `array` holds structs of `element` columns. */
type ColumnType = "bigint" | "boolean" | "string" | "date" | "timestamp" | "decimal(18,4)" | "array";

/** A DECIMAL(18,4) as an integer of ten-thousandths: "16.50" is 165000n. Money and rates never touch a float. */
export type Decimal4 = bigint;

/** Where a value comes from. Paths are dotted keys of the API's record. */
export type Source =
  | { readonly kind: "field"; readonly path: string; readonly fallback?: string }
  /** The number at the end of an IRI: `/api/v4/campaign-publisher-bands/1565` is 1565. */
  | { readonly kind: "iri-tail"; readonly path: string }
  /** The `id` of an embedded object, or the tail of an IRI, whichever the API sends. */
  | { readonly kind: "reference"; readonly path: string }
  /** The same of a person; a text, which may be the person's name, is null and is kept nowhere. */
  | { readonly kind: "person"; readonly path: string }
  /** The number of entries of a list, or of an object (PHP writes an empty map as `[]`). */
  | { readonly kind: "entries"; readonly path: string }
  /** True when there is at least one entry. */
  | { readonly kind: "any-entry"; readonly path: string }
  /** True when the field is there and null. */
  | { readonly kind: "is-null"; readonly path: string }
  /** The text of any JSON scalar, for a field whose type is not documented. */
  | { readonly kind: "scalar-text"; readonly path: string }
  /** True or false; an empty text, which newer payloads have in its place, is nothing. */
  | { readonly kind: "flag-or-empty"; readonly path: string }
  /** Of an undocumented list or map (see `loose-list.ts`): the first of these names that an entry has. */
  | { readonly kind: "any-of"; readonly names: readonly string[]; readonly codes?: readonly string[] }
  /** A text of a closed list, or a number of up to four digits (see `values/code.ts`). */
  | { readonly kind: "code"; readonly path: string; readonly codes: readonly string[] }
  /** An undocumented list, or a map, of objects or IRIs; the key of a map stands for `keyName`. */
  | { readonly kind: "loose-list"; readonly path: string; readonly keyName: string }
  /** The calendar day, in the enterprise's zone, of another column's instant. */
  | { readonly kind: "day-of"; readonly column: string }
  /** Stands in the object's key, not in the record. */
  | { readonly kind: "partition" }
  /** Known by the run, not by the record. */
  | { readonly kind: "run"; readonly value: "snapshotAt" | "activityDate" | "runId" };

export interface Column<T extends ColumnType = ColumnType, K extends boolean = boolean> {
  readonly type: T;
  readonly source: Source;
  /** What it means, and its trap if it has one. Goes to Glue, the dictionary and nowhere else by hand. */
  readonly comment: string;
  /** Null is impossible; a record without it is left out. */
  readonly key: K;
  /** The API may leave the field out of every record. Any other field that all records lack was renamed: SchemaDrift. */
  readonly optional?: true;
  /** Every record has a value. Absent from all, it was renamed, also where the server leaves out what is null. */
  readonly always?: true;
  /** Null again in the ordinary course, of all records too, when what it tells of is over: no sign of a changed API. */
  readonly clears?: true;
  /** What one of it is: leads, campaign currency, base currency, percent … */
  readonly unit?: string;
  /**
   * `total`: a lifetime total; its daily movement is the difference of two snapshots, and a fall is a correction.
   * `level`: how many there are now; it falls in the ordinary course.
   */
  readonly measure?: "total" | "level";
}

export interface ListColumn<E extends Columns = Columns> extends Column<"array", false> {
  readonly element: E;
}

export type Columns = { readonly [name: string]: Column };

type ValueOfType<C extends Column> =
  C extends ListColumn<infer E>
    ? readonly RowOf<E>[]
    : C["type"] extends "bigint"
      ? number
      : C["type"] extends "boolean"
        ? boolean
        : C["type"] extends "string"
          ? string
          : C["type"] extends "date"
            ? Day
            : C["type"] extends "timestamp"
              ? number
              : Decimal4;

/** A row in memory: bigint as safe integer, timestamp as epoch ms (UTC), date as `YYYY-MM-DD`, decimal as Decimal4. */
export type RowOf<C extends Columns> = {
  readonly [N in keyof C]: C[N]["key"] extends true ? ValueOfType<C[N]> : ValueOfType<C[N]> | null;
};

export type Scalar = string | number | bigint | boolean | null;
export type Struct = { readonly [name: string]: Scalar };
export type Cell = Scalar | readonly Struct[];
/** A row of any dataset, when the columns are only known at run time. */
export type Row = { readonly [name: string]: Cell };

export const isListColumn = (column: Column): column is ListColumn => column.type === "array";

type Made<T extends ColumnType> = Column<T, false>;
const field = (path: string, fallback?: string): Source =>
  fallback === undefined ? { kind: "field", path } : { kind: "field", path, fallback };

/** The record's own id. Without a good one the record is left out. */
export const key = (comment: string, source: Source = field("id")): Column<"bigint", true> => ({
  type: "bigint",
  source,
  comment,
  key: true,
});
export const integer = (path: string, comment: string, unit?: string): Made<"bigint"> => ({
  type: "bigint",
  source: field(path),
  comment,
  key: false,
  ...(unit === undefined ? {} : { unit }),
});
/** A lifetime total of events. */
export const counter = (
  path: string,
  comment: string,
  options?: { unit?: string; fallback?: string },
): Made<"bigint"> => ({
  type: "bigint",
  source: field(path, options?.fallback),
  comment,
  key: false,
  unit: options?.unit ?? "leads",
  measure: "total",
});
/** How many there are at this moment. */
export const level = (path: string, unit: string, comment: string): Made<"bigint"> => ({
  ...integer(path, comment, unit),
  measure: "level",
});
export const text = (path: string, comment: string): Made<"string"> => ({
  type: "string",
  source: field(path),
  comment,
  key: false,
});
export const flag = (path: string, comment: string): Made<"boolean"> => ({
  type: "boolean",
  source: field(path),
  comment,
  key: false,
});
export const instant = (path: string, comment: string): Made<"timestamp"> => ({
  type: "timestamp",
  source: field(path),
  comment,
  key: false,
  unit: "UTC, milliseconds",
});
export const day = (column: string, comment: string): Made<"date"> => ({
  type: "date",
  source: { kind: "day-of", column },
  comment,
  key: false,
  unit: "day in the enterprise's time zone",
});
/** Money or a rate: a decimal text of at most four fraction digits. */
export const decimal = (path: string, unit: string, comment: string): Made<"decimal(18,4)"> => ({
  type: "decimal(18,4)",
  source: field(path),
  comment,
  key: false,
  unit,
});
/** A lifetime total of money. */
export const amount = (path: string, unit: string, comment: string): Made<"decimal(18,4)"> => ({
  ...decimal(path, unit, comment),
  measure: "total",
});
export const derived = <T extends "bigint" | "boolean" | "string" | "timestamp">(
  type: T,
  source: Source,
  comment: string,
): Made<T> => ({
  type,
  source,
  comment,
  key: false,
});
export const listOf = <E extends Columns>(path: string, element: E, comment: string): ListColumn<E> => ({
  type: "array",
  source: field(path),
  comment,
  key: false,
  element,
});

/** A list or map of undocumented shape; its elements are columns `anyOf` some likely names. */
export const looseList = <E extends Columns>(
  path: string,
  of: { readonly keyName: string; readonly element: E },
  comment: string,
): ListColumn<E> => ({
  ...listOf(path, of.element, comment),
  source: { kind: "loose-list", path, keyName: of.keyName },
});
export const anyOf = <T extends "bigint" | "boolean" | "string" | "timestamp">(
  type: T,
  names: readonly string[],
  comment: string,
): Made<T> => derived(type, { kind: "any-of", names }, comment);

/** As `anyOf`, of a text that may quote a person: only known codes are taken. */
export const anyCodeOf = (names: readonly string[], codes: readonly string[], comment: string): Made<"string"> =>
  derived("string", { kind: "any-of", names, codes }, comment);

/** The same column, of a field that the API may not send at all. */
export const optional = <C extends Column>(column: C): C & { readonly optional: true } => ({
  ...column,
  optional: true,
});

/** The same column, of a field that is never null. Counters, levels, amounts and flags are taken for that anyway. */
export const always = <C extends Column>(column: C): C & { readonly always: true } => ({ ...column, always: true });

/** Whether the API may well have null for it, so that a server which leaves out nulls (`skip_null_values`) does not send the field. */
export const mayBeNull = ({ key, always, measure, type, source }: Column): boolean =>
  source.kind === "is-null" ||
  !(
    key ||
    always === true ||
    measure !== undefined ||
    type === "boolean" ||
    type === "array" ||
    source.kind === "entries"
  );
/** The same column, of a field that becomes null again when what it tells of is over. */
export const clearing = <C extends Column>(column: C): C & { readonly clears: true } => ({ ...column, clears: true });

/** Columns that every table has, filled by the run. */
export const RUN_COLUMNS = {
  snapshot_at: {
    type: "timestamp",
    source: { kind: "run", value: "snapshotAt" },
    comment: "When the pull of this snapshot began. A snapshot is a window of some seconds, not a point in time.",
    key: true,
    unit: "UTC, milliseconds",
  },
  activity_date: {
    type: "date",
    source: { kind: "run", value: "activityDate" },
    comment:
      "The day most of this snapshot's movement belongs to: the day before snapshot_date where snapshots are due before noon, else snapshot_date. Whatever the hour of the run, so that days follow one another.",
    key: true,
    unit: "day in the enterprise's time zone",
  },
  run_id: {
    type: "string",
    source: { kind: "run", value: "runId" },
    comment: "The run that wrote this snapshot; see snapshot_runs.",
    key: true,
  },
} as const satisfies { [name: string]: Column };

/** Partition keys of every table, carried by the object's key, not by its bytes. */
export const PARTITION_KEYS = {
  enterprise: "The Convertr account, as in https://{enterprise}.cvtr.io. Name it in every query.",
  snapshot_date: "Day of the scheduled time in the enterprise's time zone, as text YYYY-MM-DD. Compare it with text.",
} as const;
