import type { RowRange, StoredTable } from "../../shared/parquet/file.ts";

/** A row of a day: where it stands in a table that is in memory. */
export interface StoredRow {
  readonly table: StoredTable;
  readonly at: number;
}

/** The rows of a day by id, one after the other; rows of one id in the day's own order. */
export interface OrderedDay {
  /** id of the next row; undefined after the last. */
  nextId(): bigint | undefined;
  /** The next row, which is behind then; undefined after the last. A promise where it has to be read. */
  take(): StoredRow | Promise<StoredRow> | undefined;
}

export interface DayRows {
  /** Of every row, in the day's own order. */
  readonly ids: BigInt64Array;
  /** Rows in memory at a time. A day that lies by id, as snapshots do, is read in such pieces. */
  readonly window: number;
  readonly read: (range: RowRange) => Promise<StoredTable>;
}

export function orderedDay({ ids, window, read }: DayRows): OrderedDay {
  const places = placesById(ids);
  let next = 0;
  let held: { readonly until: number; readonly start: number; readonly table: StoredTable } | undefined;

  const rowAt = (order: number): StoredRow | undefined =>
    held !== undefined && order < held.until ? { table: held.table, at: (places[order] ?? 0) - held.start } : undefined;
  const hold = async (order: number): Promise<StoredRow> => {
    // What is in memory goes before more comes.
    held = undefined;
    const until = Math.min(order + window, places.length);
    const range = rangeOf(places.subarray(order, until));
    held = { until, start: range.start, table: await read(range) };
    return rowAt(order) as StoredRow;
  };
  return {
    nextId: () => ids[places[next] ?? places.length],
    take: () => {
      if (next >= places.length) return undefined;
      const order = next++;
      return rowAt(order) ?? hold(order);
    },
  };
}

function placesById(ids: BigInt64Array): Uint32Array {
  const places = Uint32Array.from({ length: ids.length }, (_, at) => at);
  return places.sort((a, b) => compare(ids[a] ?? 0n, ids[b] ?? 0n) || a - b);
}

const compare = (one: bigint, other: bigint): number => (one < other ? -1 : Number(one > other));

function rangeOf(places: Uint32Array): RowRange {
  let [start, end] = [Number.POSITIVE_INFINITY, 0];
  for (const place of places) {
    start = Math.min(start, place);
    end = Math.max(end, place + 1);
  }
  return { start, end };
}
