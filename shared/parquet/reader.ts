import type { Columns, RowOf } from "../catalog/column.ts";
import { isReportsError, ReportsError } from "../platform/errors.ts";
import { openParquet, type ParquetFile } from "./file.ts";
import { columnsByPath } from "./footer.ts";

/** Reads with a library of its own, so that what the writer does is seen by other eyes. */
export interface ReadSnapshot<R> {
  readonly rows: R[];
  /** The file's key-value metadata. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The rows of a snapshot file in the forms of `RowOf`. Columns that an older file does not have are null.
 * @param names the columns to read, since reading fewer is faster; @default all of `columns`
 * @throws NoSnapshot when the file is damaged, is no Parquet, or holds a column as another type
 */
export async function readParquet<C extends Columns, N extends keyof C & string = keyof C & string>(
  bytes: Uint8Array,
  columns: C,
  names: readonly N[] = Object.keys(columns) as N[],
): Promise<ReadSnapshot<Pick<RowOf<C>, N>>> {
  const file = await openParquet(bytes);
  const rows = await file.read(columns, names);
  return { rows: rows as Pick<RowOf<C>, N>[], metadata: file.metadata };
}

/**
 * Reads the footer of finished bytes back, before they are published: the number of rows, and every column with its type as
 * the catalog has it.
 * @throws StoreFailed when they differ; nothing may be published then
 */
export async function verifyParquet(bytes: Uint8Array, columns: Columns, expectedRows: number): Promise<void> {
  const problems = await differences(bytes, columns, expectedRows);
  if (problems.length === 0) return;
  throw new ReportsError("StoreFailed", {
    what: `the Parquet file does not read back as written: ${problems.slice(0, 5).join("; ")}`,
    where: `Parquet file of ${bytes.byteLength} bytes`,
    remedy: "Report this: the writer and the reader disagree; nothing was published",
    retryable: false,
  });
}

async function differences(bytes: Uint8Array, columns: Columns, expectedRows: number): Promise<string[]> {
  try {
    const file = await openParquet(bytes);
    return [...differentRows(file, expectedRows), ...differentColumns(file, columns)];
  } catch (error) {
    if (isReportsError(error, "NoSnapshot")) return ["its footer cannot be read"];
    throw error;
  }
}

function differentRows(file: ParquetFile, expected: number): string[] {
  const inGroups = file.groups.reduce((sum, rows) => sum + rows, 0);
  return [
    ...(file.rows === expected ? [] : [`${file.rows} rows instead of ${expected}`]),
    ...(inGroups === file.rows ? [] : [`${inGroups} rows in row groups, ${file.rows} in all`]),
  ];
}

function differentColumns(file: ParquetFile, columns: Columns): string[] {
  const expected = columnsByPath(columns);
  const problems = [...file.columns.keys()]
    .filter((path) => !expected.has(path))
    .map((path) => `unknown column ${path}`);
  for (const [path, column] of expected) {
    const found = file.columns.get(path);
    if (found === undefined) problems.push(`no column ${path}`);
    else if (found.type !== column.type) problems.push(`${path} is ${found.type} instead of ${column.type}`);
    else if (found.nullable === column.key) problems.push(`${path} is ${found.nullable ? "nullable" : "required"}`);
  }
  return problems;
}
