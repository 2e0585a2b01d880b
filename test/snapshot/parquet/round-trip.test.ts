import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Row } from "../../../shared/catalog/column.ts";
import { PUBLISHER_CONTRACTS } from "../../../shared/catalog/datasets/publisher-contracts.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { createParquetWriter } from "../../../shared/parquet/writer.ts";
import { contractRows } from "../../bench/contract-rows.ts";
import { arbitraryRows } from "./arbitrary-rows.ts";
import { asDuckdbJson, askDuckdb } from "./duckdb.ts";
import { writeRows } from "./write-rows.ts";

describe.each(Object.values(DATASETS))("$name", ({ columns }) => {
  test("what is written is what hyparquet reads, for any rows in any row groups", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows(columns, 40), fc.integer({ min: 1, max: 50 }), async (rows, rowGroupRows) => {
        const metadata = { run_id: "r1", note: "ünïcode" };
        const bytes = await writeRows(columns, rows, { rowGroupRows, metadata });
        expect(await readParquet(bytes, columns)).toEqual({ rows, metadata });
      }),
      { numRuns: 20 },
    );
  });

  test("what is written is what DuckDB reads, every column of any rows", async () => {
    const rows = fc.sample(arbitraryRows(columns, 300), { seed: 7, numRuns: 3 }).flat();
    const bytes = await writeRows(columns, rows, { rowGroupRows: 64 });
    const found = await askDuckdb(bytes, "SELECT * FROM $file");
    expect(found).toEqual(rows.map((row) => asDuckdbJson(columns, row)));
  });

  test("zero rows are a valid file with every column", async () => {
    const bytes = await writeRows(columns, [], { metadata: { rows: "0" } });
    expect(await readParquet(bytes, columns)).toEqual({ rows: [], metadata: { rows: "0" } });
    expect(await askDuckdb(bytes, "SELECT count(*) AS rows FROM $file")).toEqual([{ rows: "0" }]);
    const described = await askDuckdb(bytes, "DESCRIBE SELECT * FROM $file");
    expect(described.map(({ column_name }) => column_name)).toEqual(Object.keys(columns));
  });
});

test("25,000 contracts with bands over three row groups come back exactly, from both readers", async () => {
  const rows = contractRows(25_000);
  const bytes = await writeRows(PUBLISHER_CONTRACTS.columns, rows as unknown as Row[]);
  const read = await readParquet(bytes, PUBLISHER_CONTRACTS.columns);
  expect(read.rows.length).toBe(25_000);
  for (const [index, row] of read.rows.entries()) if (index % 97 === 0) expect(row).toEqual(rows[index]);

  const sum = <T>(of: readonly T[], value: (item: T) => number | bigint): string =>
    String(of.reduce((total, item) => total + BigInt(value(item)), 0n));
  const bands = rows.flatMap((row) => row.bands ?? []);
  expect(
    await askDuckdb(
      bytes,
      `SELECT (SELECT count(*) FROM parquet_metadata($file) WHERE path_in_schema = 'id') AS groups,
              sum(id) AS ids, CAST(sum(earnings) * 10000 AS HUGEINT) AS earned, sum(epoch_ms(start_ts)) AS starts,
              sum(len(bands)) AS bands,
              CAST(sum(list_sum(list_transform(bands, lambda band: band.earnings))) * 10000 AS HUGEINT) AS in_bands
       FROM $file`,
    ),
  ).toEqual([
    {
      groups: "3",
      ids: sum(rows, ({ id }) => id),
      earned: sum(rows, ({ earnings }) => earnings ?? 0n),
      starts: sum(rows, ({ start_ts }) => start_ts ?? 0),
      bands: String(bands.length),
      in_bands: sum(bands, ({ earnings }) => earnings ?? 0n),
    },
  ]);
});

test("the same rows and metadata give the same bytes", async () => {
  const rows = contractRows(3_000) as unknown as Row[];
  const write = () => writeRows(PUBLISHER_CONTRACTS.columns, rows, { rowGroupRows: 700, metadata: { run_id: "r1" } });
  const [first, second] = await Promise.all([write(), write()]);
  expect(Buffer.compare(first, second)).toBe(0);
});

test("bytes do not depend on who waits when: awaiting each row group gives the same file", async () => {
  const rows = contractRows(1_000) as unknown as Row[];
  const writer = createParquetWriter(PUBLISHER_CONTRACTS.columns, { rowGroupRows: 300 });
  for (const row of rows) {
    writer.append(row);
    await writer.drain();
  }
  const drained = await writer.finish({});
  expect(Buffer.compare(drained, await writeRows(PUBLISHER_CONTRACTS.columns, rows, { rowGroupRows: 300 }))).toBe(0);
});

test("only the named columns are read, and columns that an older file does not have are null", async () => {
  const { snapshot_at, activity_date, run_id, bands, earnings: _later, ...rest } = PUBLISHER_CONTRACTS.columns;
  const { payout: _laterToo, ...oldBand } = bands.element;
  const older = { ...rest, bands: { ...bands, element: oldBand }, snapshot_at, activity_date, run_id };
  const rows = contractRows(5).map(({ earnings: _, bands: list, ...row }) => ({
    ...row,
    bands: (list ?? []).map(({ payout: _payout, ...band }) => band),
  })) as unknown as Row[];
  const bytes = await writeRows(older, rows);
  const read = await readParquet(bytes, PUBLISHER_CONTRACTS.columns, ["id", "earnings", "bands"]);
  expect(read.rows.map((row) => Object.keys(row))).toEqual(rows.map(() => ["id", "earnings", "bands"]));
  expect(read.rows.map(({ id, earnings }) => ({ id, earnings }))).toEqual(
    rows.map(({ id }) => ({ id, earnings: null })),
  );
  expect(read.rows.flatMap((row) => row.bands ?? []).every((band) => band.payout === null && band.id !== null)).toBe(
    true,
  );
});
