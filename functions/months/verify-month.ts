import { type Column, type Columns, isListColumn } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { monthColumns } from "../../shared/catalog/months.ts";
import { openParquet } from "../../shared/parquet/file.ts";
import { verifyParquet } from "../../shared/parquet/reader.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import type { OrderedDay, StoredRow } from "./ordered-day.ts";
import type { MonthDay } from "./read-days.ts";

export interface MonthToVerify {
  readonly dataset: Dataset;
  readonly key: string;
  readonly days: readonly MonthDay[];
}

/**
 * Reads the finished bytes of a month back and holds every cell of every row against the day that it came from.
 * @throws StoreFailed when a row is another, missing, there twice or of another day; nothing may be published then
 */
export async function verifyMonth(bytes: Uint8Array, { dataset, days, key }: MonthToVerify): Promise<void> {
  const columns = monthColumns(dataset);
  await verifyParquet(bytes, columns, sum(days));
  const file = await openParquet(bytes, key);
  const sources = new Map<string, OrderedDay>(days.map((day) => [day.date, day.inOrder()]));
  const same = sameRow(dataset.columns);
  let start = 0;
  for (const rows of file.groups) {
    const table = await file.readStored(columns, { start, end: start + rows });
    const dates = table.stored("snapshot_date");
    for (let at = 0; at < rows; at++) {
      const date = String(dates?.[at]);
      const source = sources.get(date);
      const taken = source?.take();
      const expected = taken instanceof Promise ? await taken : taken;
      const where = `row ${start + at + 1} of the month, of ${date}`;
      if (source === undefined) throw different(`${where}, is of a day that the month was not made of`, key);
      if (expected === undefined) throw different(`${where}, is one more than the day has`, key);
      const column = same({ table, at }, expected);
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

/** @returns the first column in which two rows differ; undefined when they are the same */
type SameRow = (one: StoredRow, other: StoredRow) => string | undefined;

function sameRow(columns: Columns): SameRow {
  const cells = Object.entries(columns).map(([name, column]) => ({ name, same: sameCell(column) }));
  return (one, other) =>
    cells.find(({ name, same }) => !same(one.table.stored(name)?.[one.at], other.table.stored(name)?.[other.at]))?.name;
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
