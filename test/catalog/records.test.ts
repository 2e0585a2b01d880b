import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRecordLine, recordLine } from "../../shared/catalog/record-line.ts";
import { glueTypeOf, RECORD_TABLES, SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import type { RunRecord } from "../../shared/snapshot/run-record.ts";

const RECORD: RunRecord = {
  enterprise: "acme",
  snapshotDate: "2026-11-23",
  runId: "20261123T050003Z-4f2a",
  dataset: "campaigns",
  activityDate: "2026-11-22",
  timeZone: "Europe/London",
  outcome: "published",
  key: "snapshots/campaigns/enterprise=acme/snapshot_date=2026-11-23/campaigns.parquet",
  rows: 479,
  bytes: 91_234,
  sha256: "ab".repeat(32),
  pages: 5,
  requests: 7,
  retries: 1,
  totalItems: { first: 479, last: 480 },
  duplicates: 0,
  recovered: 1,
  superseded: 0,
  nulled: [{ column: "payout", count: 2, ids: [17, 9_007_199_254_740_991] }],
  leftOut: [{ id: null, reason: 'id is not an integer: "quoted"\nline' }],
  drift: { unknown: ["newField"], missing: [] },
  degraded: true,
  shrunk: false,
  acceptShrunk: true,
  labelled: false,
  late: false,
  startedAt: "2026-11-23T05:00:03.120Z",
  finishedAt: "2026-11-23T05:00:09.000Z",
  durationMs: 5_880,
  error: null,
  sweeps: ["increment", "re-read"],
  parts: 2,
  complete: true,
  missedChanges: 3,
};
const FAILED: RunRecord = {
  ...RECORD,
  ...({ outcome: "failed", key: null, rows: null, bytes: null, sha256: null, totalItems: null } as const),
  ...({ nulled: null, leftOut: null, drift: null, degraded: null, shrunk: null } as const),
  error: { name: "RateLimited", message: "429 for too long" },
};

describe("a run record's line", () => {
  test("is one line of snake_case JSON with every column, instants as the Hive JSON SerDe reads them", () => {
    const line = recordLine(SNAPSHOT_RUNS, RECORD);
    expect(line.indexOf("\n")).toBe(line.length - 1);
    const stored = JSON.parse(line);
    expect(Object.keys(stored)).toEqual(["enterprise", "snapshot_date", ...Object.keys(SNAPSHOT_RUNS.columns)]);
    expect(stored).toMatchObject({
      started_at: "2026-11-23 05:00:03.120",
      finished_at: "2026-11-23 05:00:09.000",
      total_items: { first: 479, last: 480 },
      left_out: RECORD.leftOut,
      error: null,
    });
  });

  test("is read back as it was, whether the pull happened or not", () => {
    for (const record of [RECORD, FAILED]) {
      expect(readRecordLine(SNAPSHOT_RUNS, recordLine(SNAPSHOT_RUNS, record))).toEqual(record);
    }
  });

  test("of a later version, with fields of its own, is still read", () => {
    const later = JSON.stringify({ ...JSON.parse(recordLine(SNAPSHOT_RUNS, RECORD)), new_column: 1 });
    expect(readRecordLine(SNAPSHOT_RUNS, later)).toEqual(RECORD);
  });

  test("that is none is told apart: not JSON, no object, a column missing, a value of another type", () => {
    const good = JSON.parse(recordLine(SNAPSHOT_RUNS, RECORD));
    const bad = [
      ...["", "{", "null", "[]", "7"],
      ...[{ outcome: "perhaps" }, { rows: "479" }, { rows: 1.5 }, { started_at: "2026-11-23T05:00:03Z" }].map(
        (change) => JSON.stringify({ ...good, ...change }),
      ),
      JSON.stringify({ ...good, started_at: "2026-13-23 05:00:03.000" }),
      JSON.stringify({ ...good, activity_date: "2026-02-30" }),
      JSON.stringify({ ...good, run_id: undefined }),
    ];
    for (const line of bad) expect(readRecordLine(SNAPSHOT_RUNS, line), line).toBeUndefined();
  });
});

describe("the record tables", () => {
  test("Glue types are the Hive JSON SerDe's, names are lower case, comments fit Glue, keys are no columns", () => {
    expect(glueTypeOf(SNAPSHOT_RUNS.columns.nulled.type)).toBe(
      "array<struct<column:string,count:bigint,ids:array<bigint>>>",
    );
    expect(glueTypeOf(SNAPSHOT_RUNS.columns.left_out.type)).toBe("array<struct<id:string,reason:string>>");
    expect(glueTypeOf(SNAPSHOT_RUNS.columns.outcome.type)).toBe("string");
    for (const table of RECORD_TABLES) {
      for (const [name, { comment }] of Object.entries(table.columns)) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(comment.length).toBeLessThanOrEqual(255);
        expect(Object.keys(table.partitionKeys)).not.toContain(name);
      }
    }
  });
});

describe("another reader of JSON, with the types Athena is told", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "records-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  test("reads every column of a run record as its type", async () => {
    const path = join(folder, "run.json");
    await writeFile(path, recordLine(SNAPSHOT_RUNS, RECORD) + recordLine(SNAPSHOT_RUNS, FAILED));
    const duckType = (type: string): string =>
      type
        .replace(/array<(bigint|string)>/g, "$1[]")
        .replace(/struct<([^<>]*)>/g, (_, fields: string) => `STRUCT(${fields.replace(/(\w+):/g, '"$1" ')})`)
        .replace(/^array<(.*)>$/, "$1[]")
        .replaceAll("string", "VARCHAR");
    const columns = Object.entries(SNAPSHOT_RUNS.columns)
      .map(([name, { type }]) => `"${name}": '${duckType(glueTypeOf(type))}'`)
      .join(", ");
    const connection = await (await DuckDBInstance.create()).connect();
    const result = await connection.runAndReadAll(
      `SELECT started_at::VARCHAR AS started, activity_date::VARCHAR AS activity, nulled[1].ids[2] AS id, total_items.last AS total,
              left_out[1].reason AS reason, len(drift.unknown) AS unknown, degraded, error.name AS error
       FROM read_json('${path}', format = 'newline_delimited', columns = {${columns}})`,
    );
    expect(result.getRowObjectsJson()).toEqual([
      {
        ...{ started: "2026-11-23 05:00:03.12", activity: "2026-11-22", id: "9007199254740991", total: "480" },
        ...{ reason: RECORD.leftOut?.[0]?.reason, unknown: "1", degraded: true, error: null },
      },
      {
        ...{ started: "2026-11-23 05:00:03.12", activity: "2026-11-22", id: null, total: null },
        ...{ reason: null, unknown: null, degraded: null, error: "RateLimited" },
      },
    ]);
  });
});
