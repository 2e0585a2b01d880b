import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatResult, type SqlFormat } from "../../../functions/local/sql/format.ts";
import { runSql } from "../../../functions/local/sql/run-sql.ts";
import { openReports, type ReportsSession } from "../../../functions/local/sql/session.ts";

let session: ReportsSession;
beforeAll(async () => {
  session = await openReports("/no/such/folder");
});
afterAll(() => session.close());

const formatted = async (sql: string, format: SqlFormat) => formatResult(await runSql(session, sql), format);

const EVERY_TYPE = `SELECT
  CAST(9007199254740993 AS bigint) AS beyond, 42 AS whole, CAST(-0.05 AS decimal(18,4)) AS money, 0.1e0 + 0.2e0 AS ratio,
  TIMESTAMP '2026-11-22 05:00:03.123' AS instant, DATE '2026-11-22' AS day, CAST(NULL AS varchar) AS nothing, TRUE AS flag,
  [{'id': 1, 'payout': CAST(5.5 AS decimal(18,4))}] AS bands, '=1+1' AS text`;

test("json: one line a row, decimals and integers beyond 2^53 exact, as text", async () => {
  expect(JSON.parse(await formatted(EVERY_TYPE, "json"))).toEqual({
    beyond: "9007199254740993",
    whole: 42,
    money: "-0.0500",
    ratio: 0.1 + 0.2,
    instant: "2026-11-22 05:00:03.123",
    day: "2026-11-22",
    nothing: null,
    flag: true,
    bands: [{ id: 1, payout: "5.5000" }],
    text: "=1+1",
  });
  expect(await formatted("SELECT n FROM (VALUES (1), (2)) AS t (n) ORDER BY n", "json")).toBe('{"n":1}\n{"n":2}\n');
});

test("json: what is no number of JSON is text; no row is no line", async () => {
  expect(await formatted("SELECT CAST('Infinity' AS double) AS a, CAST('NaN' AS double) AS b", "json")).toBe(
    '{"a":"Infinity","b":"NaN"}\n',
  );
  expect(await formatted("SELECT id FROM campaigns", "json")).toBe("");
});

test("csv: read back by another library, text that a spreadsheet would run is quoted, numbers are not", async () => {
  const csv = await formatted(EVERY_TYPE, "csv");
  expect(parse(csv, { columns: true })).toEqual([
    {
      beyond: "9007199254740993",
      whole: "42",
      money: "-0.0500",
      ratio: String(0.1 + 0.2),
      instant: "2026-11-22 05:00:03.123",
      day: "2026-11-22",
      nothing: "",
      flag: "true",
      bands: '[{"id":1,"payout":"5.5000"}]',
      text: "'=1+1",
    },
  ]);
  const odd = await formatted(`SELECT 'a,"b"\n' AS odd`, "csv");
  expect(parse(odd)).toEqual([["odd"], ['a,"b"\n']]);
});

test("table: numbers to the right, null said, doubles to four digits, names cannot steer the terminal", async () => {
  const sql = `SELECT 'a' || chr(27) || '[31m' AS name, 7 AS n, 2e0/3 AS share, CAST(NULL AS bigint) AS none
    UNION ALL SELECT 'bb', 1234, 1.5e0, 1 ORDER BY n`;
  const lines = (await formatted(sql, "table")).trimEnd().split("\n");
  expect(lines.slice(1, -1)).toEqual([
    "│ name   │    n │  share │ none │",
    "├────────┼──────┼────────┼──────┤",
    "│ a [31m │    7 │ 0.6667 │ null │",
    "│ bb     │ 1234 │    1.5 │    1 │",
  ]);
});

test("two columns of one name stay two", async () => {
  expect(Object.keys(JSON.parse(await formatted("SELECT 1 AS a, 2 AS a", "json")))).toHaveLength(2);
});

test("table: what is wider than the terminal is printed row by row, one column a line", async () => {
  const result = await runSql(session, "SELECT 'Réseau 北京' AS name, 42 AS leads FROM (VALUES (1), (2)) AS t (n)");
  const table = formatResult(result, "table");
  const width = table.indexOf("\n");
  expect(formatResult(result, "table", width)).toBe(table);
  const records = formatResult(result, "table", width - 1);
  expect(records).toContain("row 2 of 2\n");
  expect(records).toMatch(/│ leads │ 42 +│/);
});
