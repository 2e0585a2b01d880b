import type { Cell } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { monthColumns } from "../../shared/catalog/months.ts";
import { exactConverterOf } from "../../shared/parquet/convert.ts";
import { createParquetWriter, type ParquetWriter } from "../../shared/parquet/writer.ts";
import type { Month } from "../../shared/platform/month.ts";
import { writeMonthLabel } from "./month-label.ts";
import type { OrderedDay, StoredRow } from "./ordered-day.ts";
import { type MonthDay, unusable } from "./read-days.ts";

export interface MonthToWrite {
  readonly dataset: Dataset;
  readonly month: Month;
  /** Oldest first. */
  readonly days: readonly MonthDay[];
}

/** Rows between two looks at what waits to be compressed. */
const DRAINED_EVERY = 5_000;

/**
 * All rows of a month's days in one Parquet file, each with its day, by id: an entity's days then lie together and repeat themselves,
 * which makes the file a third of what it is by date. The same days give the same bytes.
 * @throws NoSnapshot when a row does not fit the dataset's columns; what reading a day throws
 */
export async function writeMonth({ dataset, month, days }: MonthToWrite): Promise<Uint8Array> {
  const writer = createParquetWriter(monthColumns(dataset));
  const append = appenderTo(writer, dataset);
  const sources = days.map((day) => ({ day, rows: day.inOrder() }));
  for (let first = firstOf(sources); first !== undefined; first = firstOf(sources)) {
    const row = first.rows.take();
    if (row !== undefined) append(first.day, row instanceof Promise ? await row : row);
    if (writer.rows % DRAINED_EVERY === 0) await writer.drain();
  }
  const made = days.map(({ date, etag, bytes, rows, runId }) => [date, etag, bytes, rows, runId] as const);
  return await writer.finish(writeMonthLabel({ month, days: made }));
}

interface Source {
  readonly day: MonthDay;
  readonly rows: OrderedDay;
}

/** The day with the smallest id to come, the oldest of those that have it. */
function firstOf(sources: readonly Source[]): Source | undefined {
  let first: Source | undefined;
  let smallest: bigint | undefined;
  for (const source of sources) {
    const id = source.rows.nextId();
    if (id === undefined || (smallest !== undefined && id >= smallest)) continue;
    [first, smallest] = [source, id];
  }
  return first;
}

function appenderTo(writer: ParquetWriter, { columns }: Dataset): (day: MonthDay, row: StoredRow) => void {
  const converters = Object.entries(columns).map(([name, column]) => ({ name, convert: exactConverterOf(column) }));
  return (day, { table, at }) => {
    const row: Record<string, Cell> = { snapshot_date: day.date };
    try {
      for (const { name, convert } of converters) row[name] = convert(table.stored(name)?.[at]);
      writer.append(row);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      throw unusable(`has a row that does not fit: ${error.message}`, day.key);
    }
  };
}
