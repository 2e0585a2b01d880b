import type { Columns, Row } from "../../../shared/catalog/column.ts";
import { createParquetWriter } from "../../../shared/parquet/writer.ts";

/** The Parquet bytes of rows. */
export async function writeRows(
  columns: Columns,
  rows: readonly Row[],
  options: { readonly rowGroupRows?: number; readonly metadata?: Readonly<Record<string, string>> } = {},
): Promise<Uint8Array> {
  const { metadata = {}, ...writerOptions } = options;
  const writer = createParquetWriter(columns, writerOptions);
  for (const row of rows) writer.append(row);
  return writer.finish(metadata);
}
