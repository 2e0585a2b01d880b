import { type Column, type Columns, isListColumn, type Source } from "./column.ts";
import type { NotStored } from "./not-stored.ts";
import { type ApiObject, isApiObject } from "./values/collection.ts";

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
  /** Dotted names, sorted. What does not look like a field's name is not told. */
  names(): string[];
}

export function createUnknownFields(columns: Columns, notStored: readonly NotStored[]): UnknownFields {
  const known = field(false);
  addColumns(known, columns);
  for (const { path } of notStored) addPath(known, path);
  const seen = new Set<string>();
  return {
    see: (record) => walk(record, known, "", seen),
    note: (name) => note(seen, name),
    names: () => [...seen].sort(),
  };
}

function walk(record: ApiObject, known: KnownField, prefix: string, seen: Set<string>): void {
  const { order } = known;
  let at = 0;
  for (const name in record) {
    let next = order[at];
    if (next?.name !== name) {
      next = { name, field: known.fields.get(name) };
      order[at] = next;
    }
    at += 1;
    const child = next.field;
    if (child === undefined) note(seen, prefix + (FIELD_NAME.test(name) ? name : NO_FIELD_NAME));
    else if (child.fields.size > 0) walkInto(record[name], child, `${prefix}${name}.`, seen);
  }
}

function walkInto(value: unknown, known: KnownField, prefix: string, seen: Set<string>): void {
  if (!known.list) {
    if (isApiObject(value)) walk(value, known, prefix, seen);
    return;
  }
  const entries = isApiObject(value) ? Object.values(value) : value;
  if (!Array.isArray(entries)) return;
  for (const entry of entries) if (isApiObject(entry)) walk(entry, known, prefix, seen);
}

function note(seen: Set<string>, name: string): void {
  if (seen.size < NAMES_KEPT) seen.add(name.slice(0, NAME_LENGTH));
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
  if (source.kind === "run" || source.kind === "day-of") return [];
  if (source.kind === "any-of") return source.names;
  return source.kind === "field" && source.fallback !== undefined ? [source.path, source.fallback] : [source.path];
}
