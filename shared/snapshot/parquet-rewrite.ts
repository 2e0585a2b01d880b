import type { Columns } from "../catalog/column.ts";
import { openParquet } from "./parquet-file.ts";
import { createParquetWriter } from "./parquet-writer.ts";

/**
 * The same file without the rows of the given ids: what a contract renewed during the pull leaves of its older version.
 * Works row group by row group, so that rows do not pile up.
 */
export async function withoutRows(bytes: Uint8Array, columns: Columns, ids: ReadonlySet<number>): Promise<Uint8Array> {
  const file = await openParquet(bytes);
  const names = Object.keys(columns);
  const writer = createParquetWriter(columns);
  let start = 0;
  for (const rows of file.groups) {
    const end = start + rows;
    for (const row of await file.read(columns, names, { range: { start, end } })) {
      if (!ids.has(row["id"] as number)) writer.append(row);
    }
    await writer.drain();
    start = end;
  }
  return writer.finish(file.metadata);
}
