import { type Cell, type Column, isListColumn, type ListColumn, type Scalar, type Struct } from "../catalog/column.ts";

/** Turns what is stored into the form a row has in memory. Throws RangeError when it cannot be. */
export type Converter<C extends Cell = Cell> = (stored: unknown) => C;

export function converterOf(column: Column): Converter {
  return isListColumn(column) ? listConverter(column, scalarConverter) : scalarConverter(column);
}

/** The same, but integers stay as they are stored, so that those of more than 53 bits do too. For what is only written again. */
export function exactConverterOf(column: Column): Converter {
  return isListColumn(column) ? listConverter(column, exactScalar) : exactScalar(column);
}

function exactScalar(column: Column): Converter<Scalar> {
  if (column.type !== "bigint") return scalarConverter(column);
  return (stored) => {
    if (stored === null || stored === undefined) return null;
    return typeof stored === "bigint" ? stored : refuse("integer of 64 bits");
  };
}

function listConverter(column: ListColumn, of: (column: Column) => Converter<Scalar>): Converter {
  const fields = Object.entries(column.element).map(([name, field]) => [name, of(field)] as const);
  return (stored) => {
    if (stored === null || stored === undefined) return null;
    if (!Array.isArray(stored)) throw new RangeError("a list column without lists");
    return stored.map((entry: Readonly<Record<string, unknown>>): Struct => {
      const struct: Record<string, Scalar> = {};
      for (const [name, convert] of fields) struct[name] = convert(entry[name]);
      return struct;
    });
  };
}

function scalarConverter(column: Column): Converter<Scalar> {
  const convert = valueConverter(column);
  return (stored) => (stored === null || stored === undefined ? null : convert(stored));
}

function valueConverter(column: Column): Converter<Scalar> {
  switch (column.type) {
    case "bigint":
    case "timestamp":
      return safeInteger;
    case "decimal(18,4)":
      return (stored) => (typeof stored === "bigint" ? stored : refuse("decimal"));
    case "date":
      return createDays();
    case "boolean":
      return (stored) => (typeof stored === "boolean" ? stored : refuse("boolean"));
    case "string":
      return (stored) => (typeof stored === "string" ? stored : refuse("text"));
    case "array":
      return refuse("list inside a list");
  }
}

function refuse(what: string): never {
  throw new RangeError(`a stored value is no ${what}`);
}

function safeInteger(stored: unknown): number {
  const number = Number(stored);
  return Number.isSafeInteger(number) ? number : refuse("integer that a number holds exactly");
}

/** Days since 1970 as `YYYY-MM-DD`; a column has few distinct ones. */
function createDays(): Converter<Scalar> {
  const known = new Map<unknown, string>();
  return (stored) => {
    let day = known.get(stored);
    if (day === undefined) {
      if (typeof stored !== "number") refuse("day");
      day = new Date(stored * 86_400_000).toISOString().slice(0, 10);
      known.set(stored, day);
    }
    return day;
  };
}
