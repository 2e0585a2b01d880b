import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect } from "vitest";
import { createTable, formatResult, SQL_FORMATS } from "../../functions/local/sql/format.ts";
import { runSql, streamSql } from "../../functions/local/sql/run-sql.ts";
import { openReports, type ReportsSession } from "../../functions/local/sql/session.ts";
import { command } from "../local/terminal/command.ts";
import { faultTest } from "./fault-test.ts";

let session: ReportsSession;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "results-"));
  await mkdir(join(folder, "snapshots"));
  session = await openReports(folder);
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true });
});

const sql = (...args: readonly string[]) => command(["sql", "--data", folder, ...args]);

const SLOW_MS = 240_000;

faultTest(
  "L07",
  "130,000 rows as a table",
  async () => {
    const { code, stdout, stderr } = await sql("SELECT i, 'row ' || i AS name FROM range(130000) t(i)");
    expect(code).toBe(0);
    expect(stdout.split("\n")).toHaveLength(10_000 + 5);
    expect(stderr).toBe("10,000 of 130,000 rows are shown; --format json and --format csv print everything\n");
  },
  SLOW_MS,
);
faultTest(
  "L07",
  "100 billion rows as a table",
  async () => {
    const { code, stderr } = await sql("SELECT i FROM range(100000000000) t(i)");
    expect(code).toBe(0);
    expect(stderr).toContain("10,000 of more than 1,000,000 rows");
  },
  SLOW_MS,
);
faultTest("L07", "time goes with the cells: 10,000 rows of 40 columns, within a minute on a busy machine", async () => {
  const columns = Array.from({ length: 40 }, (_, at) => `'column ' || ${at} || ' é ' || i AS c${at}`);
  const result = await runSql(session, `SELECT ${columns.join(", ")} FROM range(10000) t(i)`);
  const started = performance.now();
  const table = createTable(result.columns);
  table.add(result.rows);
  expect(table.made().shown).toBeGreaterThan(5_000);
  expect(performance.now() - started).toBeLessThan(60_000);
});
faultTest("L07", "cells of a megabyte, wide and narrow: ten megabytes of text at most", async () => {
  const result = await runSql(session, "SELECT repeat('x', 1000000) AS big, i FROM range(50) t(i)");
  const table = createTable(result.columns);
  table.add(result.rows);
  for (const width of [undefined, 80]) {
    const made = table.made(width);
    expect(made).toMatchObject({ shown: 50, cutCells: true });
    expect(made.text.length).toBeLessThan(250_000);
  }
  const wide = await runSql(
    session,
    `SELECT ${Array.from({ length: 100 }, (_, at) => `CASE WHEN i = 0 THEN repeat('x', 5000) ELSE '' END AS c${at}`)} FROM range(10000) t(i)`,
  );
  const padded = createTable(wide.columns);
  padded.add(wide.rows);
  for (const width of [undefined, 80]) {
    const { text, shown } = padded.made(width);
    expect(text.length).toBeLessThan(12_000_000);
    expect(shown).toBeLessThan(60_000);
  }
});
faultTest("L07", "chunks are made only for who reads them", async () => {
  const { chunks } = await streamSql(session, "SELECT i FROM range(100000000000) t(i)");
  let rows = 0;
  for await (const chunk of chunks) {
    rows += chunk.count;
    if (rows > 10_000) break;
  }
  expect(rows).toBeLessThan(20_000);
});
faultTest("L07", "a mistake in a later row is an InvalidSql, in the formats that print as they go too", async () => {
  const { code, stderr } = await sql(
    "SELECT CASE WHEN i = 100000 THEN CAST(error('late') AS bigint) ELSE i END AS i FROM range(200000) t(i)",
    "--format",
    "csv",
  );
  expect([code, stderr.split(":")[0]]).toEqual([2, "InvalidSql"]);
});

const EVERY_TYPE = `SELECT TIMESTAMP '290000-01-01 00:00:00' AS far, TIMESTAMP '0044-03-15 (BC) 10:00:00' AS ides,
  TIMESTAMPTZ '290000-01-01 00:00:00+00' AS far_tz, CAST('infinity' AS timestamp) AS forever, CAST('-infinity' AS date) AS never,
  DATE '290000-01-01' AS far_day, TIMESTAMP_NS '2026-01-01 00:00:00.123456789' AS ns, TIMESTAMP_S '2026-01-01 00:00:00' AS s,
  TIMESTAMP_MS '2026-01-01 00:00:00' AS ms, INTERVAL '-3 days' AS ago, MAP {'a': 1} AS map, '\\x00=1'::blob AS bytes, uuid() AS id,
  [1, 2]::int[2] AS fixed, '0101'::bit AS bits, TIME '10:00' AS at, union_value(num := 2) AS one_of, 'x'::ENUM('x') AS word,
  170141183460469231731687303715884105727::hugeint AS huge, 'nan'::float AS nan, NULL AS nothing, [[NULL]] AS nested`;
for (const format of SQL_FORMATS) {
  faultTest("L08", format, async () => {
    const text = formatResult(await runSql(session, EVERY_TYPE), format);
    for (const value of ["290000-01-01 00:00:00", "(BC)", "infinity", "170141183460469231731687303715884105727"]) {
      expect(text).toContain(value);
    }
  });
}
faultTest("L08", "the first and the last instants of four digits are written as in Athena", async () => {
  const text = "SELECT TIMESTAMP '9999-12-31 23:59:59.999' AS last, TIMESTAMP '0001-01-01 00:00:00' AS first";
  expect(JSON.parse(formatResult(await runSql(session, text), "json"))).toEqual({
    last: "9999-12-31 23:59:59.999",
    first: "0001-01-01 00:00:00.000",
  });
});

const FORMULAS = [
  "=1",
  "+1",
  "-x",
  "@a",
  "\t=1",
  "\r1",
  "\n1",
  " =1",
  "＝1",
  "＋1",
  "－1",
  "＠a",
  "﹦1",
  "\u200b=1",
  "−1",
];
faultTest("I08", "SQL and look-ups: every form of the sign, line ends, headings; numbers stay numbers", async () => {
  const cells = FORMULAS.map((text) => `'${text}'`).join(", ");
  const text = `SELECT unnest([${cells}]) AS "=cmd()", -5 AS whole, CAST(-0.5 AS decimal(18,4)) AS money, -1.5e0 AS share, '\\x3D1'::blob AS bytes`;
  const [head, ...rows]: string[][] = parse(formatResult(await runSql(session, text), "csv"));
  expect(head?.[0]).toBe("'=cmd()");
  expect(rows.map(([first]) => first)).toEqual(FORMULAS.map((text) => `'${text}`));
  for (const row of rows) expect(row.slice(1)).toEqual(["-5", "-0.5000", "-1.5", "'=1"]);
});
