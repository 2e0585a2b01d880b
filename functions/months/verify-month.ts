import { type Column, type Columns, isListColumn } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { monthColumns } from "../../shared/catalog/months.ts";
import { openParquet, type StoredTable } from "../../shared/parquet/file.ts";
import { verifyParquet } from "../../shared/parquet/reader.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import type { MonthLabel } from "./month-label.ts";
import type { MonthDay } from "./read-days.ts";

export interface MonthToVerify {
  readonly dataset: Dataset;
  readonly key: string;
  readonly days: readonly MonthDay[];
  readonly sortedBy: MonthLabel["sortedBy"];
}

/**
 * Reads the finished bytes of a month back and holds every cell of every row against the day that it came from.
 * @throws StoreFailed when a row is another, missing, there twice or of another day; nothing may be published then
 */
export async function verifyMonth(bytes: Uint8Array, month: MonthToVerify): Promise<void> {
  const { dataset, days, key } = month;
  const columns = monthColumns(dataset);
  await verifyParquet(bytes, columns, sum(days));
  const file = await openParquet(bytes, key);
  const sources = sourcesOf(month);
  const same = sameRow(dataset.columns);
  let start = 0;
  for (const rows of file.groups) {
    const table = await file.readStored(columns, { start, end: start + rows });
    const dates = table.stored("snapshot_date");
    for (let at = 0; at < rows; at++) {
      const date = String(dates?.[at]);
      const source = sources.known(date) ?? (await sources.load(date));
      const expected = source?.next();
      const where = `row ${start + at + 1} of the month, of ${date}`;
      if (source === undefined) throw different(`${where}, is of a day that the month was not made of`, key);
      if (expected === undefined) throw different(`${where}, is one more than the day has`, key);
      const column = same(table, at, source.table, expected);
      if (column !== undefined) throw different(`${where}, has another ${column} than the day's`, key);
    }
    start += rows;
  }
}

const sum = (days: readonly MonthDay[]): number => days.reduce((rows, day) => rows + day.rows, 0);

const different = (what: string, key: string): ReportsError =>
  new ReportsError("StoreFailed", {
    what: `a month does not read back as its days: ${what}`,
    where: key,
    remedy: "Report this: the writer and the reader disagree; nothing was written, and the days are as they were",
    retryable: false,
  });

/** A day's rows in the order in which the month must have them. */
interface Source {
  readonly table: StoredTable;
  /** Place of the next row in the day; undefined when it has no more. */
  next(): number | undefined;
}

/** Days by their date. By date they come one after the other, so that only the last one is kept. */
function sourcesOf({ days, sortedBy }: Pick<MonthToVerify, "days" | "sortedBy">) {
  const byDate = new Map(days.map((day) => [day.date, day]));
  const open = new Map<string, Source>();
  const load = async (date: string): Promise<Source | undefined> => {
    const table = await byDate.get(date)?.table();
    if (table === undefined) return undefined;
    // A day that is asked for again has no second set of rows.
    if (sortedBy === "date") {
      open.clear();
      byDate.delete(date);
    }
    const source = sourceOf(table, sortedBy === "id" ? placesById(table) : undefined);
    open.set(date, source);
    return source;
  };
  return { known: (date: string) => open.get(date), load };
}

function sourceOf(table: StoredTable, places: Uint32Array | undefined): Source {
  let taken = 0;
  return {
    table,
    next: () => {
      const at = taken++;
      if (at >= table.length) return undefined;
      return places === undefined ? at : places[at];
    },
  };
}

function placesById(table: StoredTable): Uint32Array {
  const ids = table.stored("id");
  const id = (at: number): bigint => ids?.[at] as bigint;
  const places = Uint32Array.from({ length: table.length }, (_, at) => at);
  return places.sort((a, b) => (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : a - b));
}

/** @returns the first column in which two rows differ; undefined when they are the same */
type SameRow = (one: StoredTable, at: number, other: StoredTable, place: number) => string | undefined;

function sameRow(columns: Columns): SameRow {
  const cells = Object.entries(columns).map(([name, column]) => ({ name, same: sameCell(column) }));
  return (one, at, other, place) =>
    cells.find(({ name, same }) => !same(one.stored(name)?.[at], other.stored(name)?.[place]))?.name;
}

/** Stored values are equal by `===`; nothing is null or not there, and zero is something. */
function sameCell(column: Column): (one: unknown, other: unknown) => boolean {
  if (!isListColumn(column)) return (one, other) => (one ?? null) === (other ?? null);
  const fields = Object.entries(column.element).map(([name, field]) => ({ name, same: sameCell(field) }));
  return (one, other) => {
    if (!Array.isArray(one) || !Array.isArray(other)) return (one ?? null) === (other ?? null);
    return (
      one.length === other.length &&
      one.every((entry, at) => fields.every(({ name, same }) => same(entry[name], other[at][name])))
    );
  };
}
