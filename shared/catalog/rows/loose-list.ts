import type { Columns, ListColumn, Scalar, Struct } from "../column.ts";
import { codeReader, NOT_A_CODE } from "../values/code.ts";
import { readInstant } from "../values/instant.ts";
import { type ApiObject, compilePath, isApiObject, NULL_PARENT } from "../values/record.ts";
import { ABSENT, isRefusal, type Refusal } from "../values/refusal.ts";
import { readFlag, readReference } from "../values/scalar.ts";
import type { UnknownFields } from "./field-drift.ts";

type Note = UnknownFields["note"];
/** Told of a value that became null because it may be anything; by column, never by value. */
type Report = (column: string, refusal: Refusal) => void;
type Value = Scalar | Refusal;

/**
 * Reads a list whose shape nobody documents: a list or a map (by the job's id) of objects or IRIs. What is recognised is kept;
 * anything else is left out and its field noted as drift, by name and kind, never by value. A text that is none of the known
 * codes is null and reported. Nothing here makes a row bad.
 */
export function compileLooseList(
  name: string,
  column: ListColumn,
  unknown: UnknownFields,
): (record: ApiObject, row: unknown, report: Report) => readonly Struct[] | null {
  const { source } = column;
  if (source.kind !== "loose-list") throw new TypeError("not a loose list");
  const lookUp = compilePath(source.path);
  const note: Note = (name) => unknown.note(`${source.path}${name}`);
  const readEntry = compileEntry(name, column.element, note);
  return (record, _row, report) => {
    const raw = lookUp(record);
    if (raw === null || raw === ABSENT || raw === NULL_PARENT) return null;
    const entries = entriesOf(raw, source.keyName, note);
    return entries?.map((entry) => readEntry(entry, report)) ?? null;
  };
}

/** One object for each entry that is recognised; undefined when the whole is neither a list nor a map. */
function entriesOf(raw: unknown, keyName: string, note: Note): ApiObject[] | undefined {
  if (Array.isArray(raw)) return raw.flatMap((entry) => entryOf(entry, { keyName, note }));
  if (isApiObject(raw)) {
    return Object.entries(raw).flatMap(([key, entry]) => entryOf(entry, { keyName, note, key }));
  }
  note(`: ${kindOf(raw)}`);
  return undefined;
}

/** An IRI is the job's; a map's key is the job's id, unless its entry names a job itself. */
function entryOf(
  entry: unknown,
  { keyName, note, key }: { readonly keyName: string; readonly note: Note; readonly key?: string },
): ApiObject[] {
  const job = key !== undefined && /^\d{1,16}$/.test(key) ? { [keyName]: { id: Number(key) } } : {};
  if (isApiObject(entry)) return [{ ...job, ...entry }];
  if (typeof entry === "string" && !isRefusal(readReference(entry))) return [{ ...job, [keyName]: entry }];
  note(`[]: ${kindOf(entry)}`);
  return [];
}

function compileEntry(list: string, element: Columns, note: Note): (entry: ApiObject, report: Report) => Struct {
  const fields = Object.entries(element).map(([name, { source, type }]) => {
    if (source.kind !== "any-of") throw new TypeError(`${name}: a loose list's field has names`);
    const read = source.codes === undefined ? READERS[type] : codeReader(source.codes);
    if (read === undefined) throw new TypeError(`${name}: a loose list has no free text`);
    return { name, names: source.names, read };
  });
  return (entry, report) => {
    const row: Record<string, Scalar> = {};
    for (const { name, names, read } of fields) {
      const found = names.find((one) => entry[one] !== undefined && entry[one] !== null);
      const value = found === undefined ? null : read(entry[found]);
      if (value === NOT_A_CODE) report(`${list}.${name}`, value);
      else if (isRefusal(value)) note(`[].${found}: ${kindOf(entry[found ?? ""])}`);
      row[name] = isRefusal(value) ? null : value;
    }
    return row;
  };
}

const READERS: { readonly [type: string]: (raw: unknown) => Value } = {
  bigint: (raw) => (typeof raw === "number" ? readReference({ id: raw }) : readReference(raw)),
  boolean: readFlag,
  timestamp: readInstant,
};

/** The kind of a value that is not read, for the drift: `a list`, `a number`, `an object`. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return `a ${typeof value === "string" ? "text" : typeof value}`;
}
