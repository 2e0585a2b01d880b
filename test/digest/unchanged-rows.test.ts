import { expect, test } from "vitest";
import type { Columns, Row } from "../../shared/catalog/column.ts";
import { sharingRows } from "../../shared/digest/input/unchanged-rows.ts";
import { openParquet } from "../../shared/parquet/file.ts";
import { createParquetWriter } from "../../shared/parquet/writer.ts";

const field = (path: string) => ({ kind: "field", path }) as const;
const COLUMNS = {
  id: { type: "bigint", key: true, source: field("id"), comment: "" },
  name: { type: "string", key: false, source: field("name"), comment: "" },
  price: { type: "decimal(18,4)", key: false, source: field("price"), comment: "" },
} as const satisfies Columns;
const row = (id: number, name: string | null, price: bigint | null = 10_000n) => ({ id, name, price });

/** Days of rows, each written as a file and read again with one sharing. */
async function readDays(...days: readonly (readonly Row[])[]): Promise<Row[][]> {
  const rowsOf = sharingRows();
  const read: Row[][] = [];
  for (const rows of days) {
    const writer = createParquetWriter(COLUMNS, { rowGroupRows: 2 });
    for (const one of rows) writer.append(one);
    const file = await openParquet(await writer.finish({}));
    read.push(await file.read(COLUMNS, Object.keys(COLUMNS), { rowsOf }));
  }
  return read;
}

test("a row that stays as it is stands for all days as one object, also when rows before it come and go", async () => {
  const [first, second, third] = await readDays(
    [row(1, "a"), row(3, null, null), row(5, "c")],
    [row(2, "new"), row(3, null, null), row(5, "c")],
    [row(1, "a"), row(2, "new"), row(3, null, null), row(5, "c"), row(6, "d")],
  );
  expect(second?.[1]).toBe(first?.[1]);
  expect(second?.[2]).toBe(first?.[2]);
  expect(third?.[1]).toBe(second?.[0]);
  expect(third?.[3]).toBe(first?.[2]);
  expect(third).toEqual([row(1, "a"), row(2, "new"), row(3, null, null), row(5, "c"), row(6, "d")]);
});

test("a row that changes in any column, to nothing or from it, is itself on each day", async () => {
  const days = [
    [row(1, "a"), row(2, "b"), row(3, null), row(4, "d")],
    [row(1, "A"), row(2, null), row(3, "c"), row(4, "d", 10_001n)],
    [row(4, "d", 10_001n), row(3, "c", null), row(2, null), row(1, "A")],
  ];
  expect(await readDays(...days)).toEqual(days);
});
