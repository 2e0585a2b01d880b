import { gunzipSync } from "node:zlib";
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from "hyparquet";
import { type Columns, isListColumn, type ListColumn, type Row } from "../catalog/column.ts";
import { ReportsError } from "../platform/errors.ts";
import { converterOf } from "./convert.ts";
import { columnsByPath, type FoundColumn, foundColumns } from "./footer.ts";
import { narrowFooter } from "./narrow-footer.ts";

/** A Parquet file whose footer is read. */
export interface ParquetFile {
  readonly rows: number;
  /** Rows of each row group. */
  readonly groups: readonly number[];
  readonly metadata: Readonly<Record<string, string>>;
  /** By dotted path. */
  readonly columns: ReadonlyMap<string, FoundColumn>;
  /**
   * Rows with the named columns, in the forms of `RowOf`; columns that the file does not have are null. `bands.payout` names one
   * of a list's columns: reading only what is needed of a list saves most of its time.
   * @throws NoSnapshot when the file is damaged or a column is of another type
   */
  read(columns: Columns, names: readonly string[], options?: ReadOptions): Promise<Row[]>;
  /**
   * All columns as they are stored, for who compares them or writes them again.
   * @param range @default all rows
   * @throws NoSnapshot as `read`
   */
  readStored(columns: Columns, range?: RowRange): Promise<StoredTable>;
}

interface ReadOptions {
  /** Rows from start (inclusive) to end (exclusive). @default all */
  readonly range?: RowRange;
  /** Makes the rows. @default one of each */
  readonly rowsOf?: (table: StoredTable) => Row[];
}

export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** What was read, column by column, before it becomes rows. */
export interface StoredTable {
  readonly length: number;
  readonly names: readonly string[];
  /** A column's values as they are stored: equal by `===` when they are equal, unless it is a list. Absent when the file does not have it. */
  stored(name: string): ArrayLike<unknown> | undefined;
  /** Makes a row anew. Throws RangeError when a value is not of its column's type. */
  row(at: number): Row;
}

/**
 * @param where what an error calls the file, such as its key
 * @throws NoSnapshot when this is no Parquet file
 */
export async function openParquet(
  bytes: Uint8Array,
  where = `Parquet file of ${bytes.byteLength} bytes`,
): Promise<ParquetFile> {
  return orUnreadable(where, async () => {
    const file = asBuffer(bytes);
    const footer = await parquetMetadataAsync(file, { geoparquet: false });
    const columns = foundColumns(footer);
    const rows = Number(footer.num_rows);
    const all: RowRange = { start: 0, end: rows };
    return {
      rows,
      groups: footer.row_groups.map((group) => Number(group.num_rows)),
      metadata: Object.fromEntries((footer.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""])),
      columns,
      read: (catalog, names, { range = all, rowsOf = eachRow } = {}) =>
        orUnreadable(where, async () =>
          rowsOf(await readTable({ file, footer, columns }, pick(catalog, names), range)),
        ),
      readStored: (catalog, range = all) =>
        orUnreadable(where, () => readTable({ file, footer, columns }, catalog, range)),
    };
  });
}

interface Opened {
  readonly file: AsyncBuffer;
  readonly footer: FileMetaData;
  readonly columns: ReadonlyMap<string, FoundColumn>;
}

/** The named columns; `bands.payout` names one of a list's. */
function pick(columns: Columns, names: readonly string[]): Columns {
  const picked: Record<string, Columns[string]> = {};
  for (const name of names) {
    const [first = "", inner] = name.split(".");
    const column = columns[first];
    if (column === undefined) continue;
    if (inner === undefined || !isListColumn(column)) {
      picked[first] = column;
      continue;
    }
    const before = picked[first];
    const element = before !== undefined && isListColumn(before) ? before.element : {};
    picked[first] = { ...column, element: { ...element, ...pick(column.element, [inner]) } } as ListColumn;
  }
  return picked;
}

async function readTable(opened: Opened, wanted: Columns, range: RowRange): Promise<StoredTable> {
  refuseOtherTypes(opened.columns, wanted);
  const present = Object.keys(wanted).filter((name) => opened.columns.has(name));
  const length = range.end - range.start;
  const isEmpty = present.length === 0 || length === 0;
  const pieces = isEmpty
    ? new Map<string, Piece[]>()
    : await readPieces({ ...opened, footer: narrowFooter(opened.footer, wanted) }, present, range);
  const values = new Map(present.map((name) => [name, joined(pieces.get(name) ?? [], { name, range })]));
  return tableOf(wanted, values, length);
}

function tableOf(wanted: Columns, values: ReadonlyMap<string, ArrayLike<unknown>>, length: number): StoredTable {
  const names = Object.keys(wanted);
  // Rows that start as its copy keep one shape, which is what makes them fast.
  const nothing: Row = Object.fromEntries(names.map((name) => [name, null]));
  const fields = Object.entries(wanted).flatMap(([name, column]) => {
    const stored = values.get(name);
    return stored === undefined ? [] : [{ name, stored, convert: converterOf(column) }];
  });
  return {
    length,
    names,
    stored: (name) => values.get(name),
    row: (at) => {
      const row: Record<string, Row[string]> = { ...nothing };
      for (const { name, stored, convert } of fields) row[name] = convert(stored[at]);
      return row;
    },
  };
}

const eachRow = (table: StoredTable): Row[] => Array.from({ length: table.length }, (_, at) => table.row(at));

interface Piece {
  readonly start: number;
  readonly values: ArrayLike<unknown>;
}

/** The values of each column as they are stored: integers for decimals, instants and days. */
async function readPieces(opened: Opened, names: readonly string[], range: RowRange): Promise<Map<string, Piece[]>> {
  const pieces = new Map<string, Piece[]>(names.map((name) => [name, []]));
  await parquetRead({
    file: opened.file,
    metadata: opened.footer,
    columns: [...names],
    rowStart: range.start,
    rowEnd: range.end,
    compressors: { GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(length, 1) }) },
    // Only collects: what is thrown here would be lost.
    onChunk: ({ columnName, columnData, rowStart }) => {
      pieces.get(columnName)?.push({ start: rowStart, values: columnData });
    },
  });
  return pieces;
}

/** A column's values over the range, which may lie in several row groups. */
function joined(
  pieces: readonly Piece[],
  { name, range }: { readonly name: string; readonly range: RowRange },
): ArrayLike<unknown> {
  const length = range.end - range.start;
  const [first] = pieces;
  if (pieces.length === 1 && first?.start === range.start && first.values.length === length) return first.values;
  const joint = Array.from<unknown>({ length });
  let filled = 0;
  for (const { start, values } of pieces) {
    const from = Math.max(0, range.start - start);
    const to = Math.min(values.length, range.end - start);
    for (let at = from; at < to; at++) joint[start + at - range.start] = values[at];
    filled += Math.max(0, to - from);
  }
  if (filled !== length) throw new RangeError(`column ${name} has ${filled} of ${length} values`);
  return joint;
}

function refuseOtherTypes(found: ReadonlyMap<string, FoundColumn>, wanted: Columns): void {
  for (const [path, column] of columnsByPath(wanted)) {
    const type = found.get(path)?.type;
    if (type !== undefined && type !== column.type) {
      throw new RangeError(`column ${path} is ${type}, not ${isListColumn(column) ? "a list" : column.type}`);
    }
  }
}

function asBuffer(bytes: Uint8Array): AsyncBuffer {
  return {
    byteLength: bytes.byteLength,
    // A copy of its own, because a view of a pooled Buffer would show its neighbours' bytes.
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}

async function orUnreadable<T>(where: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new ReportsError("NoSnapshot", {
      what: `a snapshot file cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : "unknown reason"}`,
      where,
      remedy: "Restore an older version of the object, or take the snapshot again while its day lasts",
    });
  }
}
