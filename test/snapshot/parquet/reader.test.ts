import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { type Columns, decimal, integer, key, type Row, text } from "../../../shared/catalog/column.ts";
import { PUBLISHER_CONTRACTS } from "../../../shared/catalog/datasets/publisher-contracts.ts";
import { createCellBuffer } from "../../../shared/parquet/cells.ts";
import { createEnvelope } from "../../../shared/parquet/envelope.ts";
import { readParquet, verifyParquet } from "../../../shared/parquet/reader.ts";
import { compressChunks } from "../../../shared/parquet/writer.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { contractRows } from "../../bench/contract-rows.ts";
import { writeRows } from "./write-rows.ts";

const COLUMNS: Columns = PUBLISHER_CONTRACTS.columns;
const contracts = (count: number): Row[] => contractRows(count) as unknown as Row[];

const unreadable = expect.objectContaining({ name: "NoSnapshot", retryable: false });

describe("what is no snapshot", () => {
  test.each([
    ["nothing", new Uint8Array()],
    ["text", new TextEncoder().encode("<Error><Code>AccessDenied</Code></Error>")],
    ["only the magic", new TextEncoder().encode("PAR1PAR1")],
    ["zeros", new Uint8Array(1_000)],
  ])("%s is a named error", async (_, bytes) => {
    await expect(readParquet(bytes, COLUMNS)).rejects.toEqual(unreadable);
  });

  test("a file cut off anywhere is a named error", async () => {
    const whole = await writeRows(COLUMNS, contracts(20));
    for (const share of [0.01, 0.3, 0.6, 0.9, 0.99, 0.9999]) {
      await expect(readParquet(whole.subarray(0, whole.length * share), COLUMNS)).rejects.toEqual(unreadable);
    }
  });

  test("a flipped byte is a named error or does not matter, and never a crash", async () => {
    const { id, publisher_name, start_ts, earnings, bands } = PUBLISHER_CONTRACTS.columns;
    const columns = { id, publisher_name, start_ts, earnings, bands };
    const names = Object.keys(columns);
    const rows = contracts(30).map((row) => Object.fromEntries(names.map((name) => [name, row[name]])) as Row);
    const whole = await writeRows(columns, rows, { rowGroupRows: 17 });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = (bytes[at] as number) ^ flip;
        const outcome = await readParquet(bytes, columns).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) expect(outcome).toHaveProperty("rows");
        else expect(isReportsError(outcome, "NoSnapshot")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("flipped bytes inside a page are always found", async () => {
    const whole = await writeRows(COLUMNS, contracts(200));
    const bytes = Uint8Array.from(whole);
    // The middle of the file is page bodies: GZIP's checksum covers them.
    for (let at = 2_000; at < 2_016; at++) bytes[at] = (bytes[at] as number) ^ 0xff;
    await expect(readParquet(bytes, COLUMNS)).rejects.toEqual(unreadable);
  });

  test("a file of somebody else, with other types under our names, is a named error", async () => {
    const foreign = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: "id", data: ["1", "2"], type: "STRING" },
          { name: "price", data: [1.5, 2.5], type: "DOUBLE" },
        ],
      }),
    );
    const columns = { id: key("key"), price: decimal("price", "money", "a price"), other: text("other", "another") };
    await expect(readParquet(foreign, columns, ["id"])).rejects.toThrow(/column id is string, not bigint/);
    await expect(readParquet(foreign, columns, ["price"])).rejects.toThrow(/column price is DOUBLE/);
    expect((await readParquet(foreign, columns, ["other"])).rows).toEqual([{ other: null }, { other: null }]);
  });

  test("an integer that a number does not hold is refused, not rounded", async () => {
    const columns = { id: key("key"), count: integer("count", "a count") };
    const bytes = await writeRows(columns, [{ id: 1, count: 9_007_199_254_740_993n }]);
    await expect(readParquet(bytes, columns)).rejects.toEqual(unreadable);
    expect((await readParquet(bytes, columns, ["id"])).rows).toEqual([{ id: 1 }]);
  });

  test("a row group that has fewer values than rows is a named error", async () => {
    const columns = { id: key("key"), count: integer("count", "a count") };
    const parts: Buffer[] = [];
    const envelope = createEnvelope(columns, (bytes) => parts.push(bytes));
    const cells = Object.entries(columns).map(([name, column]) => createCellBuffer(name, column));
    for (const cell of cells) for (const value of [1, 2, 3]) cell.append(value);
    envelope.writeRowGroup(5, await compressChunks(cells.flatMap((cell) => cell.take())));
    envelope.writeFooter({});
    await expect(readParquet(Buffer.concat(parts), columns)).rejects.toThrow(/column id has 3 of 5 values/);
  });

  test("the message names no value of the file", async () => {
    const columns = { id: key("key"), name: text("name", "a name") };
    const whole = await writeRows(columns, [{ id: 1, name: "CANARY-name" }], { metadata: { note: "CANARY-note" } });
    const outcome = await readParquet(whole.subarray(1), columns).catch((error: Error) => error);
    expect(String(outcome)).not.toContain("CANARY");
  });
});

test("bytes that lie inside a larger buffer are read from their place", async () => {
  const whole = await writeRows(COLUMNS, contracts(3));
  const pool = Buffer.concat([Buffer.alloc(13, 1), whole, Buffer.alloc(7, 1)]);
  const { rows } = await readParquet(pool.subarray(13, 13 + whole.length), COLUMNS);
  expect(rows).toEqual(contracts(3));
});

describe("verification before publishing", () => {
  const refusal = (what: string) =>
    expect.objectContaining({ name: "StoreFailed", retryable: false, message: expect.stringContaining(what) });

  test("finished bytes with their number of rows pass", async () => {
    await verifyParquet(await writeRows(COLUMNS, contracts(25), { rowGroupRows: 10 }), COLUMNS, 25);
    await verifyParquet(await writeRows(COLUMNS, []), COLUMNS, 0);
  });

  test("another number of rows is refused", async () => {
    await expect(verifyParquet(await writeRows(COLUMNS, contracts(2)), COLUMNS, 3)).rejects.toEqual(
      refusal("2 rows instead of 3"),
    );
  });

  test("a missing, an unknown, a retyped and a nullable column are refused by name", async () => {
    const columns = { id: key("key"), count: integer("count", "a count"), name: text("name", "a name") };
    const verify = async (written: Columns, row: Row) => verifyParquet(await writeRows(written, [row]), columns, 1);
    const { name: _, ...withoutName } = columns;
    await expect(verify(withoutName, { id: 1, count: 1 })).rejects.toEqual(refusal("no column name"));
    await expect(verify({ ...columns, more: columns.count }, { id: 1, count: 1, name: "", more: 1 })).rejects.toEqual(
      refusal("unknown column more"),
    );
    await expect(verify({ ...columns, count: columns.name }, { id: 1, count: "", name: "" })).rejects.toEqual(
      refusal("count is string instead of bigint"),
    );
    await expect(verify({ ...columns, id: columns.count }, { id: 1, count: 1, name: "" })).rejects.toEqual(
      refusal("id is nullable"),
    );
  });

  test("bytes without a footer are refused", async () => {
    await expect(verifyParquet(new Uint8Array(100), COLUMNS, 0)).rejects.toEqual(refusal("footer cannot be read"));
  });
});
