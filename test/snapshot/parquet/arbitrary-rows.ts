import fc from "fast-check";
import {
  type Cell,
  type Column,
  type Columns,
  isListColumn,
  type Row,
  type Struct,
} from "../../../shared/catalog/column.ts";

const DAY_MS = 86_400_000;
const MAX_DECIMAL = 10n ** 18n - 1n;
const MAX_INSTANT = 253_402_300_799_999;

/** Rows of any values that the columns can hold: extremes, few and many distinct ones, nulls, empty lists. */
export function arbitraryRows(columns: Columns, maxLength: number): fc.Arbitrary<Row[]> {
  return fc.array(arbitraryRow(columns), { maxLength, size: "max" });
}

function arbitraryRow(columns: Columns): fc.Arbitrary<Row> {
  return fc.record(
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, arbitraryCell(column)])),
  ) as fc.Arbitrary<Row>;
}

function arbitraryCell(column: Column): fc.Arbitrary<Cell> {
  const value = arbitraryValue(column);
  return column.key ? value : fc.option(value, { nil: null, freq: 3 });
}

function arbitraryValue(column: Column): fc.Arbitrary<Cell> {
  if (isListColumn(column)) return fc.array(arbitraryRow(column.element) as fc.Arbitrary<Struct>, { maxLength: 4 });
  switch (column.type) {
    case "bigint":
      return fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger());
    case "timestamp":
      return fc.oneof(fc.constantFrom(0, MAX_INSTANT), fc.integer({ min: 0, max: MAX_INSTANT }));
    case "decimal(18,4)":
      return fc.oneof(fc.bigInt({ min: -30n, max: 30n }), fc.bigInt({ min: -MAX_DECIMAL, max: MAX_DECIMAL }));
    case "date":
      return fc.integer({ min: -1, max: 2_932_896 }).map((days) => new Date(days * DAY_MS).toISOString().slice(0, 10));
    case "boolean":
      return fc.boolean();
    case "string":
      return fc.oneof(fc.constantFrom("", "GBP", "～", "😀"), fc.string({ unit: "grapheme", maxLength: 12 }));
    case "array":
      throw new TypeError("a list column has element columns");
  }
}
