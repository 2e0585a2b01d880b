import { readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { duckdbPrelude } from "../../shared/catalog/duckdb.ts";
import { FUNCTIONS } from "../../shared/reports/checks/functions.ts";
import { type TrinoGrammar, trinoGrammar } from "../../shared/reports/checks/trino-grammar.ts";

// Each function that reports may call, called: what Trino's documentation says of it is what DuckDB answers.

const NUMBERS = "FROM (VALUES (1), (2), (2), (5)) AS t (x)";
const PAIRS = "FROM (VALUES (1, 10), (2, 20), (3, 15)) AS t (x, y)";
const over = (call: string) => `max(w) FROM (SELECT ${call} OVER (ORDER BY x) AS w ${PAIRS}) AS s`;

const PROOF: Readonly<Record<string, readonly (readonly [call: string, value: string])[]>> = {
  abs: [["abs(-2)", "2"]],
  avg: [[`avg(x) ${NUMBERS}`, "2.5"]],
  bool_and: [["bool_and(x) FROM (VALUES (TRUE), (CAST(NULL AS boolean))) AS t (x)", "true"]],
  bool_or: [["bool_or(x) FROM (VALUES (FALSE), (TRUE)) AS t (x)", "true"]],
  cardinality: [["cardinality(sequence(2, 5))", "4"]],
  cast: [["CAST('12' AS bigint)", "12"]],
  ceil: [["ceil(1.2)", "2"]],
  ceiling: [["ceiling(-1.2)", "-1"]],
  coalesce: [["coalesce(NULL, 3)", "3"]],
  concat_ws: [
    ["concat_ws('-', 'a', CAST(NULL AS varchar), '', 'b')", "a--b"],
    ["concat_ws(CAST(NULL AS varchar), 'a', 'b')", "null"],
  ],
  corr: [["corr(y, x) FROM (VALUES (1, 2), (2, 4), (3, 6)) AS t (x, y)", "1.0"]],
  count: [
    [`count(*) ${NUMBERS}`, "4"],
    [`count(DISTINCT x) ${NUMBERS}`, "3"],
  ],
  cume_dist: [[over("cume_dist()"), "1.0"]],
  date: [["date(TIMESTAMP '2026-11-24 23:59:59')", "2026-11-24"]],
  date_diff: [
    ["date_diff('day', DATE '2026-11-24', DATE '2026-12-01')", "7"],
    ["date_diff('millisecond', TIMESTAMP '2026-11-24 00:00:00', TIMESTAMP '2026-11-24 00:00:01.5')", "1500"],
  ],
  date_trunc: [
    ["CAST(date_trunc('week', DATE '2026-11-29') AS date)", "2026-11-23"],
    ["CAST(date_trunc('quarter', DATE '2026-11-29') AS date)", "2026-10-01"],
    ["date_trunc('hour', TIMESTAMP '2026-11-29 07:45:12')", "2026-11-29 07:00:00"],
  ],
  day: [["day(DATE '2026-11-24')", "24"]],
  dense_rank: [[`max(w) FROM (SELECT dense_rank() OVER (ORDER BY x) AS w ${NUMBERS}) AS s`, "3"]],
  exists: [["EXISTS (SELECT 1)", "true"]],
  exp: [["exp(0)", "1.0"]],
  extract: [
    ["EXTRACT(YEAR FROM DATE '2026-11-24')", "2026"],
    ["EXTRACT(WEEK FROM DATE '2027-01-01')", "53"],
  ],
  first_value: [[over("first_value(y)"), "10"]],
  floor: [["floor(-1.2)", "-2"]],
  grouping: [[`max(g) FROM (SELECT grouping(x) AS g ${NUMBERS} GROUP BY ROLLUP (x)) AS s`, "1"]],
  hour: [["hour(TIMESTAMP '2026-11-24 07:45:12')", "7"]],
  if: [
    ["if(2 > 1, 'a', 'b')", "a"],
    ["if(CAST(NULL AS boolean), 'a', 'b')", "b"],
  ],
  lag: [[over("lag(y)"), "20"]],
  last_value: [[over("last_value(y)"), "20"]],
  lead: [[over("lead(y, 1, 99)"), "99"]],
  length: [["length('für')", "3"]],
  ln: [["ln(1)", "0.0"]],
  log10: [["log10(1000)", "3.0"]],
  log2: [["log2(8)", "3.0"]],
  lower: [["lower('AbC')", "abc"]],
  lpad: [
    ["lpad('7', 3, '0')", "007"],
    ["lpad('1234', 3, '0')", "123"],
  ],
  ltrim: [["ltrim('  a ')", "a "]],
  max: [[`max(x) ${NUMBERS}`, "5"]],
  max_by: [[`max_by(x, y) FILTER (WHERE x IS NOT NULL) ${PAIRS}`, "2"]],
  min: [[`min(x) ${NUMBERS}`, "1"]],
  min_by: [[`min_by(x, y) FILTER (WHERE x IS NOT NULL) ${PAIRS}`, "1"]],
  minute: [["minute(TIMESTAMP '2026-11-24 07:45:12')", "45"]],
  mod: [["mod(-7, 3)", "-1"]],
  month: [["month(DATE '2026-11-24')", "11"]],
  nth_value: [[over("nth_value(y, 2)"), "20"]],
  ntile: [[over("ntile(2)"), "2"]],
  nullif: [["nullif(2, 2)", "null"]],
  percent_rank: [[over("percent_rank()"), "1.0"]],
  position: [["position('b' IN 'abc')", "2"]],
  pow: [["pow(2, 10)", "1024.0"]],
  power: [["power(2, -1)", "0.5"]],
  quarter: [["quarter(DATE '2026-11-24')", "4"]],
  rank: [[`max(w) FROM (SELECT rank() OVER (ORDER BY x) AS w ${NUMBERS}) AS s`, "4"]],
  replace: [["replace('a-b-c', '-', '+')", "a+b+c"]],
  round: [
    ["round(CAST(2.5 AS double))", "3.0"],
    ["round(CAST(-2.5 AS double))", "-3.0"],
    ["round(CAST(0.125 AS decimal(18, 4)), 2)", "0.13"],
  ],
  row_number: [[over("row_number()"), "3"]],
  rpad: [["rpad('7', 3, '0')", "700"]],
  rtrim: [["rtrim(' a  ')", " a"]],
  sequence: [["cardinality(sequence(5, 2))", "4"]],
  sign: [["sign(-4)", "-1"]],
  sqrt: [["sqrt(9)", "3.0"]],
  starts_with: [["starts_with('abc', 'ab')", "true"]],
  stddev: [
    ["stddev(x) FROM (VALUES (1), (3)) AS t (x)", "1.4142135623730951"],
    ["stddev(1)", "null"],
  ],
  stddev_pop: [["stddev_pop(x) FROM (VALUES (1), (3)) AS t (x)", "1.0"]],
  stddev_samp: [["stddev_samp(1)", "null"]],
  strpos: [
    ["strpos('abc', 'c')", "3"],
    ["strpos('abc', 'd')", "0"],
  ],
  substr: [
    ["substr('abcd', 2, 2)", "bc"],
    ["substr('abcd', -2)", "cd"],
  ],
  substring: [["substring('abcd' FROM 2 FOR 2)", "bc"]],
  sum: [[`sum(x) ${NUMBERS}`, "10"]],
  trim: [
    ["trim('  a ')", "a"],
    ["trim(BOTH '-' FROM '--a-')", "a"],
  ],
  try_cast: [["TRY_CAST('x' AS bigint)", "null"]],
  upper: [["upper('AbC')", "ABC"]],
  var_pop: [["var_pop(x) FROM (VALUES (1), (3)) AS t (x)", "1.0"]],
  var_samp: [["var_samp(x) FROM (VALUES (1), (3)) AS t (x)", "2.0"]],
  variance: [["variance(x) FROM (VALUES (1), (3)) AS t (x)", "2.0"]],
  week: [["week(DATE '2027-01-01')", "53"]],
  year: [["year(DATE '2026-11-24')", "2026"]],
};

let connection: DuckDBConnection;
let grammar: TrinoGrammar;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const statement of duckdbPrelude()) await connection.run(statement);
  grammar = await trinoGrammar();
});
afterAll(() => connection.closeSync());

const calls = Object.entries(PROOF).flatMap(([name, list]) => list.map(([call, value]) => ({ name, call, value })));

test.each(calls)("$name: $call is $value", async ({ call, value }) => {
  expect(grammar.errors(`SELECT ${call}`)).toEqual([]);
  const result = await connection.runAndReadAll(`SELECT CAST(r AS VARCHAR) FROM (SELECT ${call}) AS q (r)`);
  expect(String(result.getRows()[0]?.[0] ?? "null")).toBe(value);
});

test("every function that reports may call is proven, and stands in the page that lists them", () => {
  expect(Object.keys(PROOF).sort()).toEqual([...Object.values(FUNCTIONS).flat()].sort());
  const page = readFileSync("docs/portable-sql.md", "utf8");
  const listed = /## Functions\n([\s\S]*?)\n## /.exec(page)?.[1] ?? "";
  const named = [...listed.matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual([...Object.values(FUNCTIONS).flat()].sort());
});
