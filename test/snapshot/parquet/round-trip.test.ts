import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Columns, Row } from "../../../shared/catalog/column.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { readParquet } from "../../../shared/snapshot/parquet-reader.ts";
import { createParquetWriter } from "../../../shared/snapshot/parquet-writer.ts";
import { arbitraryRows } from "./arbitrary-rows.ts";

async function write(columns: Columns, rows: readonly Row[], rowGroupRows?: number): Promise<Uint8Array> {
  const writer = createParquetWriter(columns, rowGroupRows === undefined ? {} : { rowGroupRows });
  for (const row of rows) writer.append(row);
  return writer.finish({ run_id: "r1" });
}

describe.each(Object.values(DATASETS))("$name", ({ columns }) => {
  test("what is written is what is read, for any rows in any row groups", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows(columns, 40), fc.integer({ min: 1, max: 50 }), async (rows, rowGroupRows) => {
        const bytes = await write(columns, rows, rowGroupRows);
        expect(await readParquet(bytes, columns)).toEqual({ rows, metadata: { run_id: "r1" } });
      }),
      { numRuns: 25 },
    );
  });
});
