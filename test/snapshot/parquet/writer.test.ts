import { describe, expect, test } from "vitest";
import {
  type Columns,
  day,
  decimal,
  flag,
  instant,
  integer,
  key,
  listOf,
  type Row,
  text,
} from "../../../shared/catalog/column.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { createParquetWriter } from "../../../shared/parquet/writer.ts";
import { askDuckdb } from "./duckdb.ts";
import { chunksOf, footerOf } from "./pages.ts";
import { writeRows } from "./write-rows.ts";

// Each test is a fault that parquetjs-lite's own writer has, or a bound of ours.

const COLUMNS = {
  id: key("key"),
  count: integer("count", "a count"),
  name: text("name", "a name"),
  on: flag("on", "a flag"),
  at: instant("at", "an instant"),
  on_day: day("at", "its day"),
  price: decimal("price", "money", "a price"),
  parts: listOf("parts", { size: integer("size", "a size") }, "parts"),
} as const satisfies Columns;

const ROW: Row = {
  id: 1,
  count: 2,
  name: "n",
  on: true,
  at: 3,
  on_day: "2026-11-23",
  price: 165_000n,
  parts: [{ size: 4 }],
};
const row = (changes: Row): Row => ({ ...ROW, ...changes });

describe("values", () => {
  test.each([
    ["text for an integer", { count: "50" }],
    ["a fraction for an integer", { count: 1.9 }],
    ["an integer that a number does not hold", { count: 2 ** 53 }],
    ["a bigint of more than 64 bits", { count: 2n ** 63n }],
    ["NaN", { count: Number.NaN }],
    ["text for a boolean", { on: "false" }],
    ["a number for a boolean", { on: 0 }],
    ["ISO text for an instant", { at: "2021-09-01T00:00:00Z" }],
    ["a fraction of a millisecond", { at: 1.5 }],
    ["a Date", { at: new Date(0) }],
    ["epoch days for a day", { on_day: 20_780 }],
    ["a day that the calendar does not have", { on_day: "2021-02-30" }],
    ["an instant for a day", { on_day: "2026-11-23T00:00:00Z" }],
    ["a float for money", { price: 16.5 }],
    ["text for money", { price: "16.50" }],
    ["money of nineteen digits", { price: 10n ** 18n }],
    ["a number for a text", { name: 5 }],
    ["an object for a list", { parts: {} }],
    ["text for a list's integer", { parts: [{ size: "4" }] }],
    ["null for a key", { id: null }],
  ])("%s is a TypeError that names the column", (_, changes) => {
    const writer = createParquetWriter(COLUMNS);
    const [column] = Object.keys(changes);
    expect(() => writer.append(row(changes as unknown as Row))).toThrow(
      expect.objectContaining({ name: "TypeError", message: expect.stringContaining(`column ${column}`) }),
    );
  });

  test("a row with a missing or an unknown column is a TypeError that names it", () => {
    const { name: _, ...without } = ROW;
    expect(() => createParquetWriter(COLUMNS).append(without)).toThrow(/missing name/);
    expect(() => createParquetWriter(COLUMNS).append(row({ extra: 1 }))).toThrow(/unknown extra/);
    expect(() => createParquetWriter(COLUMNS).append({ ...without, extra: 1 })).toThrow(/missing name, unknown extra/);
  });

  test("after a refused row the writer takes nothing more, so that no half row is published", async () => {
    const writer = createParquetWriter(COLUMNS);
    expect(() => writer.append(row({ price: 1 }))).toThrow(TypeError);
    expect(() => writer.append(ROW)).toThrow("the writer is broken");
    await expect(writer.finish({})).rejects.toThrow("the writer is broken");
  });

  test("64-bit integers are exact, also beyond what a number holds, and so are their statistics", async () => {
    const counts = [2n ** 63n - 1n, -(2n ** 63n), 9_007_199_254_740_993n, 1, -1];
    const bytes = await writeRows(
      COLUMNS,
      counts.map((count, id) => row({ id, count })),
    );
    expect(await askDuckdb(bytes, "SELECT count FROM $file ORDER BY id")).toEqual(
      counts.map((count) => ({ count: String(count) })),
    );
    expect(await askDuckdb(bytes, "SELECT id FROM $file WHERE count = 9007199254740993")).toEqual([{ id: "2" }]);
    const statistics = chunksOf(bytes).find(({ path }) => path === "count")?.meta.statistics;
    expect([statistics?.min_value, statistics?.max_value]).toEqual([-(2n ** 63n), 2n ** 63n - 1n]);
  });

  test("a row group with huge integers does not change how the next one is kept", async () => {
    const bytes = await writeRows(COLUMNS, [row({ count: 2n ** 60n }), row({ count: 7 })], { rowGroupRows: 1 });
    expect(await askDuckdb(bytes, "SELECT count FROM $file ORDER BY count")).toEqual([
      { count: "7" },
      { count: String(2n ** 60n) },
    ]);
  });

  test.each(["～", "😀", "\u{10FFFF}", "", "a\0b", "\u2028", "\u202Eabc", "e\u0301", "\r\n", "x".repeat(70_000)])(
    "text is found again by a filter, whatever its order in UTF-16: %j",
    async (name) => {
      const rows = ["～", "😀", "ÿ", "z", name, name].map((each, id) => row({ id, name: each }));
      const bytes = await writeRows(COLUMNS, rows);
      const literal = `'${name.replaceAll("'", "''").replaceAll("\0", "' || chr(0) || '")}'`;
      const expected = rows.filter((each) => each["name"] === name).map(({ id }) => ({ id: String(id) }));
      expect(await askDuckdb(bytes, `SELECT id FROM $file WHERE name = ${literal} ORDER BY id`)).toEqual(expected);
    },
  );

  test("a number is found again by a filter", async () => {
    const rows = [1, 50, 7].map((count, id) => row({ id, count }));
    expect(await askDuckdb(await writeRows(COLUMNS, rows), "SELECT id FROM $file WHERE count = 50")).toEqual([
      { id: "1" },
    ]);
    expect(await askDuckdb(await writeRows(COLUMNS, rows), "SELECT id FROM $file WHERE price = 16.5")).toHaveLength(3);
  });

  test("null, an empty list, and a list of null values stay apart", async () => {
    const lists = [null, [], [{ size: null }], [{ size: 1 }, { size: null }, { size: 2 }]];
    const rows = lists.map((parts, id) => row({ id, parts }));
    const bytes = await writeRows(COLUMNS, rows);
    expect((await readParquet(bytes, COLUMNS, ["parts"])).rows).toEqual(lists.map((parts) => ({ parts })));
    expect(await askDuckdb(bytes, "SELECT len(parts) AS n FROM $file WHERE parts IS NOT NULL ORDER BY id")).toEqual(
      ["0", "1", "3"].map((n) => ({ n })),
    );
  });
});

describe("files", () => {
  test("appending without waiting writes each row once", async () => {
    const rows = Array.from({ length: 207 }, (_, id) => row({ id }));
    const bytes = await writeRows(COLUMNS, rows, { rowGroupRows: 10 });
    expect(footerOf(bytes).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([...Array(20).fill(10), 7]);
    expect((await readParquet(bytes, COLUMNS, ["id"])).rows).toEqual(rows.map(({ id }) => ({ id })));
  });

  test("the last full row group is not followed by an empty one", async () => {
    const bytes = await writeRows(COLUMNS, [ROW, ROW], { rowGroupRows: 2 });
    expect(footerOf(bytes).row_groups.length).toBe(1);
  });

  test("a column of nothing but nulls has neither dictionary nor range, and reads as nulls", async () => {
    const nothing = row({ count: null, name: null, on: null, at: null, on_day: null, price: null, parts: null });
    const bytes = await writeRows(COLUMNS, [nothing, nothing, nothing]);
    expect((await readParquet(bytes, COLUMNS)).rows).toEqual([nothing, nothing, nothing]);
    expect(await askDuckdb(bytes, "SELECT count(count) + count(name) + count(parts) AS n FROM $file")).toEqual([
      { n: "0" },
    ]);
    const statistics = chunksOf(bytes).find(({ path }) => path === "price")?.meta.statistics;
    expect(statistics).toMatchObject({ null_count: 3n });
    expect(statistics?.min_value).toBeUndefined();
  });

  test("a dictionary of tens of thousands of entries reads back", async () => {
    const columns = { id: COLUMNS.id, name: COLUMNS.name };
    const rows = Array.from({ length: 130_000 }, (_, id) => ({ id: (id * 7919) % 60_000, name: `n${id % 50_000}` }));
    const bytes = await writeRows(columns, rows, { rowGroupRows: 130_000 });
    expect(chunksOf(bytes).map(({ pages }) => pages.length)).toEqual([2, 2]);
    const read = await readParquet(bytes, columns);
    expect(read.rows.length).toBe(rows.length);
    expect(read.rows.every(({ id, name }, at) => id === rows[at]?.id && name === rows[at]?.name)).toBe(true);
  });

  test("long texts end a row group early, so that they do not pile up", async () => {
    const name = "x".repeat(1_000_000);
    const rows = Array.from({ length: 64 }, (_, id) => row({ id, name }));
    const groups = footerOf(await writeRows(COLUMNS, rows)).row_groups.map(({ num_rows }) => Number(num_rows));
    expect(groups).toEqual([32, 32]);
  });

  test("a long text does not swell the footer", async () => {
    const bytes = await writeRows(COLUMNS, [row({ name: "x".repeat(5_000_000) })]);
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true)).toBeLessThan(3_000);
  });

  test("it says who made it, and carries the key-value metadata", async () => {
    const bytes = await writeRows(COLUMNS, [ROW], { metadata: { run_id: "r1", note: "é～😀" } });
    expect(footerOf(bytes)).toMatchObject({
      created_by: "convertr-reports",
      key_value_metadata: [
        { key: "run_id", value: "r1" },
        { key: "note", value: "é～😀" },
      ],
    });
  });

  test("a writer is finished once", async () => {
    const writer = createParquetWriter(COLUMNS);
    await writer.finish({});
    await expect(writer.finish({})).rejects.toThrow("the writer is finished");
    expect(() => writer.append(ROW)).toThrow("the writer is finished");
  });
});
