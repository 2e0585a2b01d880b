import type { Cell } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { monthColumns } from "../../shared/catalog/months.ts";
import { exactConverterOf } from "../../shared/parquet/convert.ts";
import type { StoredTable } from "../../shared/parquet/file.ts";
import { createParquetWriter, type ParquetWriter } from "../../shared/parquet/writer.ts";
import type { Month } from "../../shared/platform/month.ts";
import { type MonthLabel, writeMonthLabel } from "./month-label.ts";
import { type MonthDay, unusable } from "./read-days.ts";

export interface MonthToWrite {
  readonly dataset: Dataset;
  readonly month: Month;
  readonly days: readonly MonthDay[];
  /** By id, an entity's days lie together and repeat themselves, which makes the file a third of what it is by date. */
  readonly sortedBy: MonthLabel["sortedBy"];
}

/**
 * All rows of a month's days in one Parquet file, each with its day. The same days give the same bytes.
 * @throws NoSnapshot when a row does not fit the dataset's columns; what reading a day throws
 */
export async function writeMonth({ dataset, month, days, sortedBy }: MonthToWrite): Promise<Uint8Array> {
  const writer = createParquetWriter(monthColumns(dataset));
  const append = appenderTo(writer, dataset);
  if (sortedBy === "date") {
    for (const day of days) await append(day, await day.table(), undefined);
  } else {
    const tables = await Promise.all(days.map((day) => day.table()));
    await appendById(days, tables, append);
  }
  const made = days.map(({ date, etag, bytes, rows, runId }) => [date, etag, bytes, rows, runId] as const);
  return await writer.finish(writeMonthLabel({ month, sortedBy, days: made }));
}

/** @param at one row; undefined: all of them */
type Append = (day: MonthDay, table: StoredTable, at: number | undefined) => Promise<void>;

/** Rows between two looks at what waits to be compressed. */
const DRAINED_EVERY = 5_000;

function appenderTo(writer: ParquetWriter, { columns }: Dataset): Append {
  const converters = Object.entries(columns).map(([name, column]) => ({ name, convert: exactConverterOf(column) }));
  const appendOne = (day: MonthDay, table: StoredTable, at: number): void => {
    const row: Record<string, Cell> = { snapshot_date: day.date };
    try {
      for (const { name, convert } of converters) row[name] = convert(table.stored(name)?.[at]);
      writer.append(row);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      throw unusable(`has a row that does not fit: ${error.message}`, day.key);
    }
  };
  return async (day, table, at) => {
    const [first, last] = at === undefined ? [0, table.length] : [at, at + 1];
    for (let row = first; row < last; row++) {
      appendOne(day, table, row);
      if (writer.rows % DRAINED_EVERY === 0) await writer.drain();
    }
  };
}

async function appendById(days: readonly MonthDay[], tables: readonly StoredTable[], append: Append): Promise<void> {
  const starts: number[] = [];
  let rows = 0;
  for (const { length } of tables) {
    starts.push(rows);
    rows += length;
  }
  const ids = new BigInt64Array(rows);
  for (const [at, table] of tables.entries()) {
    const own = table.stored("id");
    for (let row = 0; row < table.length; row++) ids[(starts[at] ?? 0) + row] = idOf(own?.[row], days[at]);
  }
  // By position among equals, which is by day: the days are in order.
  const order = Uint32Array.from({ length: rows }, (_, at) => at).sort((a, b) => compare(ids, a, b) || a - b);
  for (const place of order) {
    const at = starts.findLastIndex((start) => start <= place);
    const [day, table] = [days[at], tables[at]];
    if (day !== undefined && table !== undefined) await append(day, table, place - (starts[at] ?? 0));
  }
}

function idOf(stored: unknown, day: MonthDay | undefined): bigint {
  if (typeof stored === "bigint") return stored;
  throw unusable("has a row without id", day?.key ?? "");
}

function compare(ids: BigInt64Array, a: number, b: number): number {
  const [one = 0n, other = 0n] = [ids[a], ids[b]];
  return one < other ? -1 : Number(one > other);
}
