import { isInexact } from "../../platform/json.ts";
import { type Column, isListColumn, type Source } from "../column.ts";
import { codeReader } from "../values/code.ts";
import { readDecimal } from "../values/decimal.ts";
import { readInstant } from "../values/instant.ts";
import { type ApiObject, compilePath, countEntries, LINKED, NULL_PARENT } from "../values/record.ts";
import { ABSENT, isRefusal, type Refusal } from "../values/refusal.ts";
import {
  readFlag,
  readInteger,
  readIriTail,
  readPerson,
  readReference,
  readScalarText,
  readText,
} from "../values/scalar.ts";

type Value = string | number | bigint | boolean | null;
/** Takes a column's value from a record: the value, null when the API says null, or why it was not taken. */
export type ColumnReader = (record: ApiObject) => Value | Refusal;
type ValueReader = (raw: unknown) => Value | Refusal;

const INEXACT: Refusal = Symbol("a number with more digits than JSON carries exactly");

type FieldSource = Exclude<Source, { kind: "partition" | "run" | "day-of" | "any-of" | "loose-list" }>;

/** Compiles the reader of one column of the record. Lists, days and what the run knows are made elsewhere. */
export function compileColumn(column: Column, source: FieldSource): ColumnReader {
  const value = valueReaderOf(column, source);
  const lookUp = compileSource(source);
  // A counter without its statistics is missing, not null: a total is never silently nothing (docs/faults.md, T04).
  const [withoutParent, behindLink] = column.measure === undefined ? [null, LINKED] : [ABSENT, ABSENT];
  return (record) => {
    const raw = lookUp(record);
    if (raw === null) return source.kind === "is-null" ? true : null;
    if (raw === NULL_PARENT) return withoutParent;
    if (raw === LINKED) return behindLink;
    if (isRefusal(raw)) return raw;
    return isInexact(raw) ? INEXACT : value(raw);
  };
}

/** The raw value at the source's path; of a field with a fallback, the fallback when the first is absent or null. */
export function compileSource(source: FieldSource): (record: ApiObject) => unknown {
  const first = compilePath(source.path);
  if (source.kind !== "field" || source.fallback === undefined) return first;
  const second = compilePath(source.fallback);
  return (record) => {
    const raw = first(record);
    if (raw !== ABSENT && raw !== null) return raw;
    const other = second(record);
    return other === ABSENT ? raw : other;
  };
}

function valueReaderOf(column: Column, source: FieldSource): ValueReader {
  switch (source.kind) {
    case "iri-tail":
      return readIriTail;
    case "reference":
      return readReference;
    case "person":
      return readPerson;
    case "entries":
      return countEntries;
    case "any-entry":
      return (raw) => {
        const count = countEntries(raw);
        return isRefusal(count) ? count : count > 0;
      };
    case "is-null":
      return () => false;
    case "scalar-text":
      return readScalarText;
    case "code":
      return codeReader(source.codes);
    case "flag-or-empty":
      return (raw) => (raw === "" ? null : readFlag(raw));
    case "field":
      return fieldReaderOf(column);
  }
}

function fieldReaderOf(column: Column): ValueReader {
  switch (column.type) {
    case "bigint":
      return readInteger;
    case "boolean":
      return readFlag;
    case "string":
      return readText;
    case "timestamp":
      return readInstant;
    case "decimal(18,4)":
      return readDecimal;
    case "date":
    case "array":
      throw new TypeError(`a ${column.type}${isListColumn(column) ? "" : " column"} is not read from a scalar field`);
  }
}
