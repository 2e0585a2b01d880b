import fc from "fast-check";
import type { SchemaElement } from "hyparquet";
import { beforeAll, describe, expect, test } from "vitest";
import { type Columns, isListColumn, type Row } from "../../../shared/catalog/column.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { hiveTypeOf } from "../../../shared/catalog/hive-type.ts";
import { arbitraryRows } from "./arbitrary-rows.ts";
import { asDuckdbJson, askDuckdb } from "./duckdb.ts";
import { chunksOf, type FoundChunk, footerOf } from "./pages.ts";
import { writeRows } from "./write-rows.ts";

// What Trino, Athena's engine, asks of a file, beyond what lenient readers accept. All of it is read from the bytes.

const ROWS_PER_GROUP = 100;

describe.each(Object.values(DATASETS))("$name", ({ columns }) => {
  let rows: Row[];
  let bytes: Uint8Array;
  let chunks: FoundChunk[];
  beforeAll(async () => {
    rows = fc.sample(arbitraryRows(columns, 300), { seed: 3, numRuns: 2 }).flat();
    expect(rows.length).toBeGreaterThan(ROWS_PER_GROUP);
    bytes = await writeRows(columns, rows, { rowGroupRows: ROWS_PER_GROUP });
    chunks = chunksOf(bytes);
  });

  test("the footer declares the Glue table's type of every column, in its order", () => {
    const declared = hiveColumns(footerOf(bytes).schema);
    expect(declared).toEqual(Object.entries(columns).map(([name, column]) => [name, hiveTypeOf(column)]));
  });

  test("only what cannot be null is required", () => {
    const required = footerOf(bytes)
      .schema.slice(1)
      .filter(({ repetition_type }) => repetition_type === "REQUIRED")
      .map(({ name }) => name)
      .filter((name) => name !== "element");
    const keys = Object.entries(columns as Columns).filter(([, column]) => column.key);
    expect(required).toEqual(keys.map(([name]) => name));
  });

  test("every annotation is there twice, as converted and as logical type", () => {
    for (const element of footerOf(bytes).schema.slice(1)) {
      expect([element.name, element.logical_type?.type]).toEqual([
        element.name,
        { UTF8: "STRING", DECIMAL: "DECIMAL", DATE: "DATE", TIMESTAMP_MILLIS: "TIMESTAMP", LIST: "LIST" }[
          element.converted_type as string
        ],
      ]);
    }
  });

  test("pages are V1, at most one dictionary before them, GZIP, and as long as they say", () => {
    for (const { path, meta, pages } of chunks) {
      const types = pages.map(({ type }) => type);
      expect([path, meta.codec, types]).toEqual([path, "GZIP", types.length === 2 ? [2, 0] : [0]]);
      for (const page of pages) expect(page.plainBytes).toBe(page.declaredPlainBytes);
      const plain = pages.reduce((sum, page) => sum + page.headerBytes + page.plainBytes, 0);
      const packed = pages.reduce((sum, page) => sum + page.headerBytes + page.compressedBytes, 0);
      expect([Number(meta.total_uncompressed_size), Number(meta.total_compressed_size)]).toEqual([plain, packed]);
    }
  });

  test("a dictionary page is plain and its data page RLE_DICTIONARY; the metadata lists what is used", () => {
    const used = new Set<number>();
    for (const { meta, pages } of chunks) {
      const encodings = pages.map(({ encoding }) => encoding);
      expect([[0, 8], [0]]).toContainEqual(encodings);
      expect(meta.dictionary_page_offset === undefined).toBe(pages.length === 1);
      const names = encodings.map((encoding) => (encoding === 8 ? "RLE_DICTIONARY" : "PLAIN"));
      expect(new Set(meta.encodings)).toEqual(new Set(["RLE", ...names]));
      for (const encoding of encodings) used.add(encoding);
    }
    expect(used).toEqual(new Set([0, 8]));
  });

  test("there is no page index and no statistics in page headers", () => {
    for (const group of footerOf(bytes).row_groups) {
      for (const column of group.columns) {
        expect(column).not.toHaveProperty("column_index_offset", expect.anything());
        expect(column).not.toHaveProperty("offset_index_offset", expect.anything());
      }
    }
    expect(chunks.flatMap(({ pages }) => pages).some(({ headerHasStatistics }) => headerHasStatistics)).toBe(false);
  });

  test("chunks hold as many values as their rows; lists at least as many", () => {
    for (const { path, rows, meta } of chunks) {
      if (path.includes(".")) expect(Number(meta.num_values)).toBeGreaterThanOrEqual(rows);
      else expect(Number(meta.num_values)).toBe(rows);
    }
    expect(Math.max(...chunks.map(({ rows }) => rows))).toBe(ROWS_PER_GROUP);
  });

  test("statistics are exactly the least and greatest value of their row group, and only where the order is certain", async () => {
    const found = await askDuckdb(
      bytes,
      `SELECT row_group_id::INT AS "group", path_in_schema AS path, stats_min_value AS min, stats_max_value AS max,
              stats_null_count::INT AS nulls, stats_min AS old_min, stats_max AS old_max
       FROM parquet_metadata($file) ORDER BY ALL`,
    );
    const expected = rowGroups(rows).flatMap((group, index) =>
      leavesOf(columns, group).map((leaf) => ({ group: index, ...leaf })),
    );
    expect(found.map(({ old_min: _min, old_max: _max, ...chunk }) => chunk)).toEqual(
      expected.sort((a, b) => a.group - b.group || (a.path < b.path ? -1 : 1)),
    );
  });
});

test("column names are lower case, differ without regard to case, and are no words Hive reserves for partitions", () => {
  for (const { columns } of Object.values(DATASETS)) {
    const names = Object.keys(columns);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(names).not.toContain("enterprise");
    expect(names).not.toContain("snapshot_date");
  }
});

/** The Glue types that a Parquet schema declares, by the rules of Trino's reader. */
function hiveColumns(schema: readonly SchemaElement[]): [string, string][] {
  const elements = [...schema];
  const root = elements.shift();
  return Array.from({ length: root?.num_children ?? 0 }, () => hiveColumn(elements));
}

function hiveColumn(elements: SchemaElement[]): [string, string] {
  const element = elements.shift() as SchemaElement;
  if (element.num_children === undefined) return [element.name, hiveLeaf(element)];
  expect([element.converted_type, element.repetition_type, element.num_children]).toEqual(["LIST", "OPTIONAL", 1]);
  const list = elements.shift();
  expect([list?.name, list?.repetition_type, list?.num_children, list?.type]).toEqual([
    "list",
    "REPEATED",
    1,
    undefined,
  ]);
  const struct = elements.shift();
  expect([struct?.name, struct?.repetition_type]).toEqual(["element", "REQUIRED"]);
  const fields = Array.from({ length: struct?.num_children ?? 0 }, () => hiveColumn(elements).join(":"));
  return [element.name, `array<struct<${fields.join(",")}>>`];
}

function hiveLeaf({ type, converted_type: converted, logical_type: logical, precision, scale }: SchemaElement): string {
  if (logical?.type === "DECIMAL") expect([logical.precision, logical.scale]).toEqual([precision, scale]);
  if (logical?.type === "TIMESTAMP") expect([logical.isAdjustedToUTC, logical.unit]).toEqual([true, "MILLIS"]);
  const known: Readonly<Record<string, string>> = {
    INT64: "bigint",
    BOOLEAN: "boolean",
    "BYTE_ARRAY UTF8": "string",
    "INT64 DECIMAL": `decimal(${precision},${scale})`,
    "INT64 TIMESTAMP_MILLIS": "timestamp",
    "INT32 DATE": "date",
  };
  return known[[type, converted].filter(Boolean).join(" ")] ?? `unreadable ${type} ${converted}`;
}

const rowGroups = (rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS_PER_GROUP) }, (_, group) =>
    rows.slice(group * ROWS_PER_GROUP, (group + 1) * ROWS_PER_GROUP),
  );

interface ExpectedChunk {
  readonly path: string;
  readonly min: unknown;
  readonly max: unknown;
  readonly nulls: number | null;
}

/** What `parquet_metadata` must say of each chunk of a row group. */
function leavesOf(columns: Columns, rows: readonly Row[]): ExpectedChunk[] {
  return Object.entries(columns).flatMap(([name, column]): ExpectedChunk[] => {
    if (isListColumn(column)) {
      const fields = Object.keys(column.element).map((field) => `${name}, list, element, ${field}`);
      return fields.map((path) => ({ path, min: null, max: null, nulls: null }));
    }
    const nothing = { path: name, min: null, max: null };
    if (column.type === "string" || column.type === "boolean") return [{ ...nothing, nulls: null }];
    const values = rows.map((row) => row[name] as number | bigint | string | null).filter((value) => value !== null);
    const nulls = rows.length - values.length;
    if (values.length === 0) return [{ ...nothing, nulls }];
    const [min, max] = [reduce(values, (a, b) => a < b), reduce(values, (a, b) => a > b)].map(
      (value) => asDuckdbJson({ [name]: column }, { [name]: value })[name],
    );
    return [{ path: name, min, max, nulls }];
  });
}

const reduce = <T>(values: readonly T[], wins: (a: T, b: T) => boolean): T =>
  values.reduce((best, value) => (wins(value, best) ? value : best));
