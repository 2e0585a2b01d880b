import { type Column, type Columns, isListColumn, type Row } from "../catalog/column.ts";
import { LIST_GROUPS } from "./footer.ts";
import { createLevels } from "./levels.ts";
import {
  createBooleanStore,
  createIntegerStore,
  createTextStore,
  type EncodedValues,
  type ValueStore,
  wrongType,
} from "./values.ts";

/** A column chunk before compression. */
export interface ChunkContent {
  readonly path: readonly string[];
  readonly values: EncodedValues;
  /** Repetition and definition levels, as a V1 page has them before its values. */
  readonly levels: readonly Buffer[];
  /** Values and nulls. */
  readonly count: number;
  readonly nulls: number;
  /** Whether its range and nulls are told: of numbers and times, not inside lists, where no engine prunes by them. */
  readonly statistics: boolean;
}

/** Takes one column's cell of each row, and gives the chunks of a row group: one, or one per column inside a list. */
export interface CellBuffer {
  /** @throws TypeError when the cell is not of the column's type */
  append(cell: Row[string]): void;
  readonly characters: number;
  take(): ChunkContent[];
}

export function createCellBuffer(name: string, column: Column): CellBuffer {
  return isListColumn(column) ? createListBuffer(name, column.element) : createScalarBuffer(name, column);
}

function createScalarBuffer(name: string, column: Column): CellBuffer {
  const store = createStore(column);
  const greatest = column.key ? 0 : 1;
  const statistics = column.type !== "string" && column.type !== "boolean";
  const definition = createLevels(greatest);
  let nulls = 0;
  return {
    get characters() {
      return store.characters;
    },
    append: (cell) => {
      if (cell !== null) store.push(cell);
      else if (column.key) throw wrongType("a value", cell);
      else nulls += 1;
      definition.push(cell === null ? 0 : greatest);
    },
    take: () => {
      const { count } = definition;
      const chunk = { path: [name], values: store.take(), levels: [definition.take()], count, nulls, statistics };
      nulls = 0;
      return [chunk];
    },
  };
}

/** Levels of `optional name (LIST) { repeated list { required element { optional value } } }`. */
const LIST_LEVELS = { null: 0, empty: 1, nullValue: 2, value: 3 } as const;

function createListBuffer(name: string, element: Columns): CellBuffer {
  const fields = Object.entries(element).map(([field, column]) =>
    createElementBuffer([name, ...LIST_GROUPS, field], column),
  );
  return {
    get characters() {
      return fields.reduce((sum, { store }) => sum + store.characters, 0);
    },
    append: (cell) => {
      if (cell !== null && !Array.isArray(cell)) throw wrongType("a list", cell);
      for (const field of fields) field.append(cell as readonly Record<string, unknown>[] | null);
    },
    take: () => fields.map((field) => field.take()),
  };
}

function createElementBuffer(path: readonly string[], column: Column) {
  const field = path.at(-1) ?? "";
  const store = createStore(column);
  const repetition = createLevels(1);
  const definition = createLevels(LIST_LEVELS.value);
  let nulls = 0;
  const mark = (repeated: number, level: number): void => {
    repetition.push(repeated);
    definition.push(level);
    if (level !== LIST_LEVELS.value) nulls += 1;
  };
  return {
    store,
    append: (list: readonly Record<string, unknown>[] | null): void => {
      if (list === null) mark(0, LIST_LEVELS.null);
      else if (list.length === 0) mark(0, LIST_LEVELS.empty);
      else
        list.forEach((entry, at) => {
          const value = entry[field];
          if (value !== null) store.push(value);
          mark(at === 0 ? 0 : 1, value === null ? LIST_LEVELS.nullValue : LIST_LEVELS.value);
        });
    },
    take: (): ChunkContent => {
      const { count } = definition;
      const levels = [repetition.take(), definition.take()];
      const chunk = { path, values: store.take(), levels, count, nulls, statistics: false };
      nulls = 0;
      return chunk;
    },
  };
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
/** DECIMAL(18,4) has eighteen digits. */
const DECIMAL_LIMIT = 10n ** 18n;
const DAY_MS = 86_400_000;

function createStore(column: Column): ValueStore {
  switch (column.type) {
    case "bigint":
      return createIntegerStore(8, int64);
    case "timestamp":
      return createIntegerStore(8, epochMs);
    case "decimal(18,4)":
      return createIntegerStore(8, decimal4);
    case "date":
      return createIntegerStore(4, createEpochDays());
    case "boolean":
      return createBooleanStore();
    case "string":
      return createTextStore();
    case "array":
      throw new TypeError("a list inside a list");
  }
}

function int64(value: unknown): number | bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  if (typeof value === "bigint" && value >= INT64_MIN && value <= INT64_MAX) return value;
  throw wrongType("a safe integer or a bigint of 64 bits", value);
}

function epochMs(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw wrongType("an instant in whole epoch milliseconds", value);
}

function decimal4(value: unknown): bigint {
  if (typeof value === "bigint" && value > -DECIMAL_LIMIT && value < DECIMAL_LIMIT) return value;
  throw wrongType("a bigint of at most eighteen digits", value);
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. A column has few distinct days, so they are remembered. */
function createEpochDays(): (value: unknown) => number {
  const known = new Map<unknown, number>();
  return (value) => {
    let days = known.get(value);
    if (days === undefined) {
      const ms = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN;
      // Date.parse takes 2021-02-30 for March 2nd.
      if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== value)
        throw wrongType("a calendar day", value);
      days = ms / DAY_MS;
      known.set(value, days);
    }
    return days;
  };
}
