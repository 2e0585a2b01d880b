import type { ColumnInfo } from "@aws-sdk/client-athena";
import { Temporal } from "temporal-polyfill";
import type { SheetCell, SheetKind } from "../../workbook/sheet.ts";

const KINDS: Readonly<Record<string, SheetKind>> = {
  tinyint: "integer",
  smallint: "integer",
  integer: "integer",
  int: "integer",
  bigint: "integer",
  decimal: "decimal",
  double: "number",
  float: "number",
  real: "number",
  varchar: "text",
  char: "text",
  string: "text",
  boolean: "boolean",
  date: "day",
  timestamp: "instant",
  "timestamp with time zone": "instant",
};

/** `decimal(18,4)`, `timestamp(3) with time zone` → without their numbers. */
const plainType = (type: string): string => type.toLowerCase().replace(/\s*\([^)]*\)/g, "");

/**
 * The kind of a column by Athena's name of its type.
 * @returns `null` for a column of nothing but nulls, which has no type; undefined for what no cell can hold, such as arrays
 */
export function kindOfType(type: string): SheetKind | null | undefined {
  const plain = plainType(type);
  if (plain === "unknown") return null;
  return Object.hasOwn(KINDS, plain) ? KINDS[plain] : undefined;
}

/** Reads the texts of a column, which are Athena's for every type. */
export type ReadCell = (text: string) => SheetCell;

/**
 * @returns how a column's texts are read: digits stay digits, instants become epoch ms
 * @throws (the reader does) RangeError for a text that is none of the type; the text is not in it
 */
export function readerOf({ Type = "" }: Pick<ColumnInfo, "Type">): ReadCell {
  const type = plainType(Type);
  const read = READERS[KINDS[type] ?? "text"];
  const isSingle = type === "float" || type === "real";
  return (text) => {
    const cell = read(text);
    if (cell === undefined) throw new RangeError(`no ${type}`);
    // A single has fewer digits than the double that holds it.
    return isSingle && typeof cell === "number" ? Math.fround(cell) : cell;
  };
}

const DAY = /^-?\d{4,}-\d\d-\d\d$/;
const READERS: Readonly<Record<SheetKind, (text: string) => SheetCell | undefined>> = {
  text: (text) => text,
  integer: (text) => (/^-?\d+$/.test(text) ? BigInt(text) : undefined),
  decimal: (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? text : undefined),
  number: numberOf,
  boolean: (text) => ({ true: true, false: false })[text],
  day: (text) => (DAY.test(text) ? text : undefined),
  instant: instantOf,
};

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text === "NaN" || (text.trim() !== "" && !Number.isNaN(number)) ? number : undefined;
}

/**
 * `2026-11-22 05:00:03.123`, with a zone behind where its type has one: UTC where none is said. An hour that a zone's clocks show twice
 * tells of no instant.
 */
function instantOf(text: string): number | undefined {
  const [, day, time, zone = "UTC"] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?)(?: (\S+))?$/.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  // Longer fractions than Temporal takes.
  const local = `${day}T${time.replace(/(\.\d{9})\d+$/, "$1")}`;
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: "reject" }).epochMilliseconds;
  } catch {
    return undefined;
  }
}
