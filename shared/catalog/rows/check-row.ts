import { type Day, dayOf } from "../../platform/day.ts";
import { ReportsError } from "../../platform/errors.ts";
import {
  type Cell,
  type Column,
  type Columns,
  isListColumn,
  type ListColumn,
  mayBeNull,
  type Row,
  type Scalar,
} from "../column.ts";
import type { Dataset } from "../dataset.ts";
import { type ApiObject, NULL_PARENT, readObjects } from "../values/record.ts";
import { ABSENT, isRefusal, type Refusal, reasonOf } from "../values/refusal.ts";
import { compileColumn, compileSource } from "./column-reader.ts";
import { createEveryRowProof } from "./every-row.ts";
import {
  createFieldPresence,
  createUnknownFields,
  type FieldPresence,
  type Nulls,
  type UnknownFields,
} from "./field-drift.ts";
import { compileLooseList } from "./loose-list.ts";

/** What the run knows and the record does not. */
export interface RowContext {
  /** IANA zone of the enterprise, for calendar days. */
  readonly timeZone: string;
  /** Epoch ms. */
  readonly snapshotAt: number;
  readonly activityDate: Day;
  readonly runId: string;
}

/** A value that became null and why; never the value. `bands.payout` is a column inside a list. */
interface NulledValue {
  readonly column: string;
  readonly reason: string;
}

interface CheckedRow {
  readonly row: Row;
  /** At most one entry per column. */
  readonly nulled: readonly NulledValue[];
}

export interface RowChecker {
  /**
   * Makes a record a row of the dataset's columns and nothing else. A bad or absent value becomes null and is told.
   * @throws BadResponse when the row shows that the API ignored the filter
   */
  check(member: ApiObject): CheckedRow;
  /** Field names of the API, sorted: those the catalog does not know, and documented ones that some record lacked. */
  drift(): { readonly unknown: string[]; readonly missing: string[] };
  /**
   * Judges all rows checked so far.
   * @throws SchemaDrift when a documented field was in none of a handful of records or more (docs/faults.md, T06), or when an absent one was taken for null
   *   and others were null after all
   * @throws BadResponse when a row could not show that the filter held
   */
  assertUsable(): void;
}

type Report = (column: string, refusal: Refusal) => void;
/** Reads one column of a record; `row` holds the columns before it. */
type CellReader = (record: ApiObject, row: Readonly<Record<string, Cell>>, report: Report) => Cell;

const DAY_OUT_OF_RANGE: Refusal = Symbol("the day lies after 9999");
const NONE: readonly NulledValue[] = [];

/** Compiles the checks of a dataset's columns once; a row then costs a few lookups per column. */
export function createRowChecker(dataset: Dataset, context: RowContext): RowChecker {
  const presence = createFieldPresence();
  const unknown = createUnknownFields(dataset.columns, dataset.notStored);
  const takenForNull = new Set<string>();
  const prefix = { column: "", field: "" };
  const reader = compileColumns(dataset.columns, { context, presence, unknown, takenForNull, prefix });
  const everyRow = createEveryRowProof(dataset);
  const nulled = new Map<string, Refusal>();
  const nulls = (): Nulls => (unknown.sawNull() ? "shown" : "left out");
  const report: Report = (column, refusal) => void nulled.set(column, refusal);
  return {
    check: (member) => {
      presence.record("");
      unknown.see(member);
      nulled.clear();
      const row = readRow(reader, member, report);
      everyRow.see(row);
      return { row, nulled: nulled.size === 0 ? NONE : [...nulled].map(asNulledValue) };
    },
    drift: () => ({ unknown: unknown.names(), missing: presence.missing(nulls()) }),
    assertUsable: () => {
      refuseRenamedFields(dataset, presence.missingFromAll(nulls()));
      if (nulls() === "shown" && takenForNull.size > 0) throw mixedNulls(dataset, [...takenForNull]);
      everyRow.assertShown();
    },
  };
}

const asNulledValue = ([column, refusal]: [string, Refusal]): NulledValue => ({ column, reason: reasonOf(refusal) });

/** The compiled columns of a record, or of a list's elements. */
interface RowReader {
  readonly columns: readonly { readonly name: string; readonly read: CellReader }[];
  /** Every column, null: rows that start as its copy keep one shape, which is what makes them fast. */
  readonly blank: Row;
}

function readRow({ columns, blank }: RowReader, record: ApiObject, report: Report): Row {
  const row: Record<string, Cell> = { ...blank };
  for (const { name, read } of columns) row[name] = read(record, row, report);
  return row;
}

interface Compilation {
  readonly context: RowContext;
  readonly presence: FieldPresence;
  readonly unknown: UnknownFields;
  /** Fields whose absence was read as a value, since the server had shown no null until then. */
  readonly takenForNull: Set<string>;
  /** Of a list's elements: how their columns and fields are named. */
  readonly prefix: { readonly column: string; readonly field: string };
}

function compileColumns(columns: Columns, compilation: Compilation): RowReader {
  const entries = Object.entries(columns);
  return {
    columns: entries.map(([name, column]) => ({ name, read: compileCell(name, column, compilation) })),
    blank: Object.fromEntries(entries.map(([name]) => [name, null])),
  };
}

function compileCell(name: string, column: Column, compilation: Compilation): CellReader {
  const { context, presence, prefix, unknown, takenForNull } = compilation;
  const { source } = column;
  const fullName = prefix.column + name;
  if (source.kind === "run") return () => context[source.value];
  if (source.kind === "day-of") return compileDay(fullName, source.column, context.timeZone);
  if (isListColumn(column)) {
    return source.kind === "loose-list"
      ? compileLooseList(fullName, column, compilation.unknown)
      : compileList(fullName, column, compilation);
  }
  if (source.kind === "any-of" || source.kind === "loose-list")
    throw new TypeError(`${fullName}: only inside a loose list`);
  if (source.kind === "partition") throw new TypeError(`${fullName}: no column of a snapshot`);
  const read = compileColumn(column, source);
  const path = prefix.field + source.path;
  const isNullable = mayBeNull(column);
  const absent = presence.field(prefix.field, path, isNullable);
  return (record, _row, report) => {
    const value = read(record);
    if (column.key && (value === null || isRefusal(value))) throw unusableKey(fullName);
    if (!isRefusal(value)) return value;
    if (value === ABSENT) {
      if (column.optional === true) return null;
      absent();
      if (isNullable && !unknown.sawNull()) {
        if (source.kind !== "is-null") return null;
        takenForNull.add(path);
        return true;
      }
    }
    report(fullName, value);
    return null;
  };
}

/** The calendar day of an instant read before it. */
function compileDay(name: string, instantColumn: string, timeZone: string): CellReader {
  return (_record, row, report) => {
    const instant = row[instantColumn];
    if (typeof instant !== "number") return null;
    const day = dayOf(instant, timeZone);
    if (/^\d/.test(day)) return day;
    report(name, DAY_OUT_OF_RANGE);
    return null;
  };
}

function compileList(name: string, column: ListColumn, compilation: Compilation): CellReader {
  const { source } = column;
  if (source.kind !== "field") throw new TypeError(`${name}: a list is read from a field`);
  const { presence } = compilation;
  const fieldPrefix = `${source.path}.`;
  const reader = compileColumns(column.element, {
    ...compilation,
    prefix: { column: `${name}.`, field: fieldPrefix },
  });
  const lookUp = compileSource(source);
  const absent = presence.field("", source.path);
  return (record, _row, report) => {
    const raw = lookUp(record);
    if (raw === null || raw === NULL_PARENT) return null;
    const entries = raw === ABSENT ? ABSENT : readObjects(raw);
    if (isRefusal(entries)) {
      if (entries === ABSENT) absent();
      report(name, entries);
      return null;
    }
    return entries.map((entry) => {
      presence.record(fieldPrefix);
      return readRow(reader, entry, report) as Record<string, Scalar>;
    });
  };
}

function refuseRenamedFields(dataset: Dataset, fields: readonly string[]): void {
  if (fields.length === 0) return;
  throw new ReportsError("SchemaDrift", {
    what: `no record has the documented ${fields.length === 1 ? "field" : "fields"} ${fields.join(", ")}`,
    where: dataset.collection,
    remedy: "Compare the API's documentation with the catalog's sources; nothing was published",
  });
}

const mixedNulls = (dataset: Dataset, fields: readonly string[]) =>
  new ReportsError("SchemaDrift", {
    what: `some records leave out ${fields.join(", ")}, as a server does that sends no nulls, and others hold nulls`,
    where: dataset.collection,
    remedy: "Compare what the API answers with its documentation; nothing was published",
  });

/** The client hands over members with checked ids only; this is the catalog's second look. */
const unusableKey = (column: string) =>
  new ReportsError("BadResponse", {
    what: `a record has no usable ${column}`,
    where: "row checks",
    remedy: "Report this: ids are checked before rows are",
  });
