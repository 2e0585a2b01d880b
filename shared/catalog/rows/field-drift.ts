import { type Column, type Columns, isListColumn, type Source } from "../column.ts";
import type { NotStored } from "../dataset.ts";
import { type ApiObject, isApiObject } from "../values/record.ts";

/** Fields of the API that the catalog knows, as a tree. A field without children is not looked into. */
interface KnownField {
  readonly fields: Map<string, KnownField>;
  /** Its objects are the entries of a list. */
  readonly list: boolean;
  /** The fields as the record before had them, in its order: most records are alike, and comparing is cheaper than looking up. */
  readonly order: { readonly name: string; readonly field: KnownField | undefined }[];
}

/** Enough to see what changed; a hostile payload cannot fill a run record. */
const NAMES_KEPT = 100;
const NAME_LENGTH = 80;
/** What names of fields look like. An object keyed by people or secrets would bring theirs into run record and log. */
const FIELD_NAME = /^[@A-Za-z_][\w:-]*$/;
const NO_FIELD_NAME = "(no field name)";
/** Bookkeeping of JSON-LD that any object may carry. */
const JSON_LD = ["@id", "@type", "@context"];

export interface UnknownFields {
  /** Notes the names of fields that the catalog does not know. Values are never kept. */
  see(record: ApiObject): void;
  /** Notes a field whose values are of a kind that nothing here reads, such as `integrationResults: a number`. */
  note(name: string): void;
  /** Whether any field of any record was null: where none is, the server leaves such fields out. */
  sawNull(): boolean;
  /** Dotted names, sorted. What does not look like a field's name is not told. */
  names(): string[];
}

export function createUnknownFields(columns: Columns, notStored: NotStored): UnknownFields {
  const known = field(false);
  addColumns(known, columns);
  for (const path of Object.values(notStored).flat()) addPath(known, path);
  const seen: Seen = { names: new Set(), isNull: false };
  return {
    see: (record) => walk(record, known, "", seen),
    note: (name) => note(seen, name),
    sawNull: () => seen.isNull,
    names: () => [...seen.names].sort(),
  };
}

interface Seen {
  readonly names: Set<string>;
  isNull: boolean;
}

function walk(record: ApiObject, known: KnownField, prefix: string, seen: Seen): void {
  const { order } = known;
  let at = 0;
  for (const name in record) {
    let next = order[at];
    if (next?.name !== name) {
      next = { name, field: known.fields.get(name) };
      order[at] = next;
    }
    at += 1;
    seen.isNull ||= record[name] === null;
    const child = next.field;
    if (child === undefined) note(seen, prefix + (FIELD_NAME.test(name) ? name : NO_FIELD_NAME));
    else if (child.fields.size > 0) walkInto(record[name], child, `${prefix}${name}.`, seen);
  }
}

function walkInto(value: unknown, known: KnownField, prefix: string, seen: Seen): void {
  if (!known.list) {
    if (isApiObject(value)) walk(value, known, prefix, seen);
    return;
  }
  const entries = isApiObject(value) ? Object.values(value) : value;
  if (!Array.isArray(entries)) return;
  for (const entry of entries) if (isApiObject(entry)) walk(entry, known, prefix, seen);
}

function note({ names }: Seen, name: string): void {
  if (names.size < NAMES_KEPT) names.add(name.slice(0, NAME_LENGTH));
}

const field = (list: boolean): KnownField => ({ fields: new Map(), list, order: [] });

function addColumns(parent: KnownField, columns: Columns): void {
  for (const column of Object.values(columns)) {
    for (const path of pathsOf(column.source)) addPath(parent, path, column);
  }
}

function addPath(parent: KnownField, path: string, column?: Column): void {
  const [first = "", ...rest] = path.split(".");
  for (const name of JSON_LD) if (!parent.fields.has(name)) parent.fields.set(name, field(false));
  const isList = rest.length === 0 && column !== undefined && isListColumn(column);
  const known = parent.fields.get(first) ?? field(isList);
  parent.fields.set(first, known);
  if (rest.length > 0) addPath(known, rest.join("."), column);
  else if (column !== undefined && isListColumn(column)) addColumns(known, column.element);
}

/** Where a column's value may be: the field, and its fallback. */
export function pathsOf(source: Source): readonly string[] {
  if (source.kind === "partition" || source.kind === "run" || source.kind === "day-of") return [];
  if (source.kind === "any-of") return source.names;
  return source.kind === "field" && source.fallback !== undefined ? [source.path, source.fallback] : [source.path];
}

/** Fewer objects can lack a field by chance: a part of leads may be one row. */
const FEWEST_OBJECTS = 5;

/** Counts in how many objects a documented field was absent: in some it is reported, in all it was renamed. */
export interface FieldPresence {
  /** An object that should have the fields below `prefix` was read: `""` for records, `campaignPublisherBands.` for bands. */
  record(prefix: string): void;
  /**
   * Registers a field; the function it gives notes one object that lacks it.
   * @param mayBeNull absent, it may be what a server leaves out that sends no nulls
   */
  field(prefix: string, path: string, mayBeNull?: boolean): () => void;
  /** Fields that at least one object lacked, sorted. */
  missing(nulls: Nulls): string[];
  /** Fields that every object lacked, sorted; none when there were too few objects to tell. */
  missingFromAll(nulls: Nulls): string[];
}

/** Whether the server shows nulls or, as it seems, leaves them out: a field that may be null is then not missing. */
export type Nulls = "shown" | "left out";

export function createFieldPresence(): FieldPresence {
  const objects = new Map<string, number>();
  const fields = new Map<string, { readonly prefix: string; absent: number; readers: number; mayBeNull: boolean }>();
  const names = (nulls: Nulls, test: (absent: number, of: number) => boolean, fewest = 1): string[] =>
    [...fields]
      .filter(([, { mayBeNull }]) => nulls === "shown" || !mayBeNull)
      .filter(([, { prefix, absent, readers }]) => {
        const count = objects.get(prefix) ?? 0;
        return count >= fewest && test(absent, count * readers);
      })
      .map(([path]) => path)
      .sort();
  return {
    record: (prefix) => void objects.set(prefix, (objects.get(prefix) ?? 0) + 1),
    field: (prefix, path, mayBeNull = false) => {
      // Two columns may read one field: campaignPayoutBand gives an id and a flag.
      const entry = fields.get(path) ?? { prefix, absent: 0, readers: 0, mayBeNull: true };
      entry.readers += 1;
      entry.mayBeNull &&= mayBeNull;
      fields.set(path, entry);
      return () => {
        entry.absent += 1;
      };
    },
    missing: (nulls) => names(nulls, (absent) => absent > 0),
    missingFromAll: (nulls) => names(nulls, (absent, of) => absent >= of, FEWEST_OBJECTS),
  };
}
