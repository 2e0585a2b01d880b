import fc from "fast-check";
import { expect, test } from "vitest";
import type { Row } from "../../../shared/catalog/column.ts";
import { PUBLISHER_CONTRACTS } from "../../../shared/catalog/datasets/publisher-contracts.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { withoutRows } from "../../../shared/snapshot/collector.ts";
import { contractRows } from "../../bench/contract-rows.ts";
import { writeRows } from "./write-rows.ts";

const { columns: COLUMNS } = PUBLISHER_CONTRACTS;

const metadata = { run_id: "r1", rows: "40" };

test("rows of the given ids are gone, every other row and the metadata are as they were", async () => {
  const rows = contractRows(40);
  const bytes = await writeRows(COLUMNS, rows as unknown as Row[], { rowGroupRows: 7, metadata });
  await fc.assert(
    fc.asyncProperty(fc.subarray(rows.map(({ id }) => id)), async (ids) => {
      const rewritten = await withoutRows(bytes, COLUMNS, new Set(ids));
      const kept = rows.filter(({ id }) => !ids.includes(id));
      expect(await readParquet(rewritten, COLUMNS)).toEqual({ rows: kept, metadata });
    }),
    { numRuns: 10 },
  );
});

test("without ids the rows are written as a writer writes them: the same bytes", async () => {
  const rows = contractRows(40) as unknown as Row[];
  const bytes = await writeRows(COLUMNS, rows, { metadata });
  expect(Buffer.compare(await withoutRows(bytes, COLUMNS, new Set()), bytes)).toBe(0);
});
