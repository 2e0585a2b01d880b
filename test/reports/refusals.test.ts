import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { daysAndMonths } from "../../shared/catalog/months.ts";
import type { CheckTools } from "../../shared/reports/checks/check-part.ts";
import type { ReportPart } from "../../shared/settings/report.ts";
import { checked, openTools, type Whose } from "./world.ts";

let tools: CheckTools;
beforeAll(async () => {
  tools = await openTools();
});
afterAll(() => tools.engine.close());

const TEAM: Whose = { audience: "internal", member: null };
const PUBLISHER: Whose = { audience: "publisher", member: 12 };
const ADVERTISER: Whose = { audience: "advertiser", member: 7 };

interface Refused {
  readonly sql: string;
  readonly told: RegExp;
  readonly whose?: Whose;
  readonly part?: Partial<ReportPart>;
}

const REFUSED: Readonly<Record<string, readonly Refused[]>> = {
  "what is no SELECT": [
    { sql: "", told: /^-: there is no SQL/ },
    { sql: "-- only a comment", told: /there is no SQL/ },
    { sql: "INSERT INTO campaigns SELECT 1", told: /it is no SELECT/ },
    { sql: "EXPLAIN SELECT 1 AS one", told: /it is no SELECT/ },
    { sql: "DESCRIBE campaigns", told: /it is no SELECT/ },
    { sql: "SHOW TABLES", told: /it is no SELECT/ },
    { sql: "TABLE campaigns", told: /it is no SELECT/ },
    { sql: "VALUES (1)", told: /it is no SELECT/ },
    { sql: "PRAGMA version", told: /./ },
    { sql: "WITH FUNCTION f(x bigint) RETURNS bigint RETURN x SELECT f(1) AS one", told: /it is no SELECT/ },
    { sql: "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'PARQUET')", told: /./ },
  ],
  "two statements": [
    { sql: "SELECT 1 AS a; SELECT 2 AS b", told: /^1: a semicolon. Leave it out/ },
    { sql: "SELECT 1 AS a SELECT 2 AS b", told: /^1: there are several statements/ },
    { sql: "SELECT 1 AS a FROM campaigns, LATERAL (SELECT 2)", told: /several statements \(LATERAL/ },
  ],
  "tables that are not there, or not for it": [
    { sql: "SELECT id\nFROM campains", told: /^2: there is no table or view campains. It may name campaigns,/ },
    ...daysAndMonths().map((table) => ({
      sql: `SELECT 1 AS a FROM ${table}`,
      told: new RegExp(`no table or view ${table}`),
    })),
    {
      sql: 'SELECT c.id FROM campaigns AS c JOIN "Campaigns_Days" AS d ON d.id = c.id',
      told: /no table or view campaigns_days/,
    },
    { sql: 'SELECT 1 AS a FROM "campaigns$partitions"', told: /no table or view campaigns\$partitions/ },
    {
      sql: "SELECT id FROM campaigns",
      whose: PUBLISHER,
      told: /campaigns is nothing that a report of audience publisher may name/,
    },
    { sql: "SELECT dataset FROM snapshot_days", whose: PUBLISHER, told: /snapshot_days is nothing/ },
    { sql: "SELECT id FROM publisher_contracts", whose: ADVERTISER, told: /publisher_contracts is nothing/ },
    { sql: "SELECT id FROM leads", whose: ADVERTISER, told: /leads is nothing/ },
  ],
  "what goes around the scope": [
    { sql: "SELECT id FROM default.campaigns", told: /default.campaigns names more than a table/ },
    { sql: 'SELECT id FROM "main"."campaigns"', told: /main.campaigns names more than a table/ },
    { sql: "SELECT table_name FROM information_schema.tables", told: /names more than a table/ },
    {
      sql: 'WITH "main.campaigns" AS (SELECT 1 AS id) SELECT id FROM main.campaigns',
      told: /a dot or a quote in its name/,
    },
    {
      sql: 'SELECT a.id FROM (WITH x AS (SELECT 1 AS id) SELECT id FROM x) AS a, main . "campaigns" AS b',
      told: /main.campaigns names more than a table/,
    },
    {
      sql: "SELECT (WITH duckdb_views AS (SELECT 1 AS a) SELECT a FROM duckdb_views) AS a, sql AS b\nFROM duckdb_views",
      told: /^2: there is no table or view duckdb_views/,
    },
    { sql: "WITH a AS (SELECT x FROM b), b AS (SELECT 1 AS x) SELECT x FROM a", told: /no table or view b\b/ },
    { sql: "WITH a AS (SELECT 1 AS x), a AS (SELECT 2 AS x)\nSELECT x FROM a", told: /Duplicate CTE name/ },
    { sql: "WITH a AS (SELECT x FROM a) SELECT x FROM a", told: /no table or view a\b/ },
    {
      sql: 'WITH "duc\u212adb_views" AS (SELECT 1 AS sql)\nSELECT sql FROM duckdb_views',
      told: /^1: a query of yours has a capital letter in its name that is none of A to Z/,
    },
    { sql: "SELECT E'\\'' , id FROM campaigns --' AS a", told: /a letter before the quote of a text/ },
    { sql: "SELECT U&'\\0041' AS a", told: /an ampersand/ },
    { sql: "SELECT id FROM TABLE(f(TABLE(campaigns)))", told: /a table function/ },
    { sql: "SELECT a FROM read_parquet('x')", told: /not valid|a table function/ },
    { sql: "SELECT a FROM 'x.parquet'", told: /not valid/ },
    { sql: "WITH RECURSIVE a (n) AS (SELECT 1) SELECT n FROM a", told: /^1: WITH RECURSIVE/ },
    { sql: "WITH campaigns AS (SELECT 1 AS id) SELECT id FROM campaigns", told: /a query of yours is named campaigns/ },
    {
      sql: "SELECT id FROM (WITH Campaigns AS (SELECT 1 AS id) SELECT id FROM campaigns) AS a",
      told: /a query of yours is named campaigns/,
    },
  ],
  columns: [
    { sql: "SELECT id,\n  nam\nFROM campaigns", told: /^2: Referenced column "nam" not found/ },
    {
      sql: "SELECT publisher_id, advertiser_id FROM publisher_contracts",
      whose: PUBLISHER,
      told: /^1: advertiser_id is a column that a report of audience publisher may not see/,
    },
    {
      sql: "SELECT advertiser_id FROM campaigns WHERE publisher_payout > 0",
      whose: ADVERTISER,
      told: /publisher_payout is a column that a report of audience advertiser may not see/,
    },
    {
      sql: "SELECT c.advertiser_id, c.active_publishers FROM campaigns AS c",
      whose: ADVERTISER,
      told: /active_publishers is a column/,
    },
    { sql: "SELECT unknown_counters FROM campaign_daily", whose: ADVERTISER, told: /unknown_counters is a column/ },
    { sql: "SELECT campaign_cap FROM publisher_contract_pacing", whose: PUBLISHER, told: /campaign_cap is a column/ },
    // Views read the payout as null; an author's text has no such column, and its own name is none.
    {
      sql: "SELECT c.id FROM campaigns AS c JOIN campaign_daily AS d ON d.id = c.id WHERE c.publisher_payout IS NULL",
      whose: ADVERTISER,
      told: /publisher_payout is a column that a report of audience advertiser may not see/,
    },
    { sql: "SELECT id, id FROM campaigns", told: /two columns of the result are named id/ },
    { sql: "SELECT count(*) FROM campaigns", told: /column 1 of the result has no name/ },
    { sql: "SELECT id, total_leads + 1 FROM campaigns", told: /column 2 of the result has no name/ },
    { sql: "SELECT bands FROM publisher_contracts", told: /bands is STRUCT.* which no cell can hold/ },
    { sql: "SELECT error FROM snapshot_runs", told: /error is STRUCT/ },
  ],
  names: [
    { sql: "SELECT id FROM campaigns WHERE id = :di", told: /^1: :di has no value. It has :enterprise, :date,/ },
    { sql: "SELECT id FROM campaigns WHERE id = :member", told: /:member has no value/ },
    { sql: "SELECT id FROM campaigns", part: { with: { least: 3 } }, told: /^-: with.least is named nowhere/ },
    {
      sql: "SELECT :date AS day",
      part: { with: { date: "2026-01-01" } },
      told: /with.date is a name that every report has/,
    },
    { sql: "SELECT id::varchar AS id FROM campaigns", told: /a colon that begins no name/ },
    { sql: "SELECT id FROM campaigns WHERE id = :Least", told: /a colon that begins no name/ },
    { sql: "SELECT id FROM campaigns WHERE id = ?", told: /a question mark/ },
  ],
  "signs and words that engines read otherwise": [
    { sql: "SELECT `id` FROM campaigns", told: /a backquote/ },
    { sql: "SELECT $$a$$ AS a", told: /a dollar sign/ },
    { sql: "SELECT 'a AS a", told: /a text that does not end/ },
    { sql: 'SELECT "a AS a', told: /a quoted name that does not end/ },
    { sql: "SELECT 1 AS a /* x", told: /a comment that does not end/ },
    { sql: "SELECT 1 AS a /* /* x */", told: /a comment within a comment/ },
    {
      sql: "SELECT id\nFROM campaigns\nWHERE updated_ts < current_timestamp",
      told: /^3: current_timestamp is not taken in a report. A report is of its own day/,
    },
    { sql: "SELECT now() AS a", told: /now is not taken/ },
    { sql: "SELECT session_user AS a", told: /session_user is not taken/ },
    { sql: "SELECT current_schema AS a", told: /current_schema is not taken/ },
    { sql: "SELECT a.id FROM campaigns AS a NATURAL JOIN campaign_daily AS d", told: /natural is not taken.*USING/ },
    { sql: "SELECT 'a\u0000' AS a,\nid FROM campaigns", told: /^1: a control character, as a file in UTF-16/ },
    { sql: "SELECT id\nFROM campaigns -- \u0001", told: /^2: a control character/ },
    { sql: "SELECT random() AS a", told: /random is not taken/ },
    { sql: 'SELECT "Current_Date" AS a', told: /current_date is not taken in a report/ },
    { sql: "SELECT get_current_timestamp() AS a", told: /get_current_timestamp is not taken in a report/ },
    { sql: 'SELECT "Random" () AS a', told: /random is not taken in a report/ },
    { sql: "SELECT greatest(1, 2) AS a", told: /greatest is not taken in a report. Write CASE/ },
    { sql: "SELECT id FROM campaigns GROUP BY ALL", told: /incomplete/ },
    { sql: "SELECT strftime(activity_date, '%Y') FROM campaigns QUALIFY true", told: /./ },
  ],
  "functions that one engine has alone, or that mean another thing": [
    { sql: "SELECT id,\n  year_of_week(activity_date) AS a FROM campaigns", told: /^2: year_of_week is no function/ },
    { sql: "SELECT count_if(uncapped) AS a FROM campaigns", told: /^1: count_if .* Write count\(\*\) FILTER/ },
    { sql: "SELECT ifnull(name, '') AS a FROM campaigns", told: /Write COALESCE\(a, b\)/ },
    { sql: 'SELECT "Median"(id) AS a FROM campaigns', told: /median is no function/ },
    { sql: "SELECT split_part(name, '-', 1) AS a FROM campaigns", told: /split_part .*Write substr/ },
    { sql: "SELECT regexp_replace(name, 'a', 'b') AS a FROM campaigns", told: /regexp_replace .* Write LIKE/ },
    { sql: "SELECT any_value(name) AS a FROM campaigns", told: /any_value .*chance/ },
    { sql: "SELECT listagg(name, ',') AS a FROM campaigns", told: /listagg is no function|not valid|incomplete/ },
    { sql: "SELECT try(1 / id) AS a FROM campaigns", told: /try is no function/ },
    { sql: "SELECT system.lower(name) AS a FROM campaigns", told: /system\.lower is no function/ },
    { sql: "SELECT max_by(name, id) AS a FROM campaigns", told: /max_by without a FILTER/ },
    { sql: "SELECT date_diff('month', start_date, end_date) AS a FROM campaigns", told: /date_diff of 'month'/ },
    { sql: "SELECT date_diff(name, start_date, end_date) AS a FROM campaigns", told: /date_diff of name/ },
    { sql: "SELECT date_trunc('decade', start_ts) AS a FROM campaigns", told: /date_trunc of 'decade'. Name one of/ },
    { sql: "SELECT EXTRACT(DOW FROM start_date) AS a FROM campaigns", told: /EXTRACT of dow.*1 on a Monday/ },
    { sql: "SELECT start_ts AT TIME ZONE 'UTC' AS a FROM campaigns", told: /AT TIME ZONE, which means the opposite/ },
  ],
  "kinds that meet without a cast, constants too": [
    {
      sql: "SELECT id\nFROM campaigns\nWHERE total_leads < :least",
      part: { with: { least: "many" } },
      told: /^3: a number and a text meet without a cast, which Athena refuses. CAST one as the other. A constant of with/,
    },
    {
      sql: "SELECT id FROM campaigns WHERE total_leads < :least",
      part: { with: { least: "5" } },
      told: /a number and a text/,
    },
    {
      sql: "SELECT id FROM campaigns WHERE name = :name",
      part: { with: { name: 5 } },
      told: /a text and a number meet/,
    },
    {
      sql: "SELECT id FROM campaigns WHERE name = :name",
      part: { with: { name: true } },
      told: /a text and a true or f/,
    },
    {
      sql: "SELECT id FROM campaigns WHERE uncapped = :is",
      part: { with: { is: 1 } },
      told: /a true or false and a number/,
    },
    {
      sql: "SELECT id FROM campaigns WHERE total_leads > :is",
      part: { with: { is: true } },
      told: /a number and a true or/,
    },
    { sql: "SELECT id FROM campaigns WHERE activity_date = :date", told: /a day and a text meet/ },
    { sql: "SELECT id FROM campaigns WHERE snapshot_date = activity_date", told: /a text and a day meet/ },
    { sql: "SELECT id FROM campaigns WHERE snapshot_date > current_date", told: /VARCHAR and type DATE/ },
    { sql: "SELECT id FROM campaigns WHERE activity_date BETWEEN :first_day AND :last_day", told: /a day and a text/ },
    { sql: "SELECT id FROM campaigns WHERE id IN (1, 'b')", told: /a number and a text/ },
    {
      sql: "SELECT id FROM campaigns\nWHERE name NOT IN (:a, 'b')",
      part: { with: { a: 4 } },
      told: /^2: a text and a number/,
    },
    { sql: "SELECT name || '-' || id AS a FROM campaigns", told: /a number and a text/ },
    {
      sql: "SELECT total_leads + :more AS a FROM campaigns",
      part: { with: { more: "5" } },
      told: /a number and a text/,
    },
    { sql: "SELECT CASE status\n  WHEN 5 THEN 'x'\nEND AS a FROM campaigns", told: /^1: a text and a number/ },
    {
      sql: "SELECT 'für' AS a\nFROM campaigns AS c JOIN leads AS l\nON l.id = c.name",
      told: /^3: a number and a text/,
    },
  ],
  "constants that are no value of their type": [
    {
      sql: "SELECT id FROM campaigns\nWHERE start_date > DATE :from",
      part: { with: { from: "2026-02-30" } },
      told: /^2: '2026-02-30' is no date. Write a value of it: a day is 2026-11-24/,
    },
    { sql: "SELECT CAST('many' AS bigint) AS a FROM campaigns", told: /'many' is no bigint/ },
  ],
  "names that a SELECT makes and uses itself": [
    {
      sql: "SELECT id, total_leads - valid_leads AS lost\nFROM campaigns\nWHERE lost > 5",
      told: /^3: lost is made by the SELECT that uses it, which Athena does not take. Write what it stands for/,
    },
    { sql: "SELECT lower(status) AS state, count(*) AS n FROM campaigns GROUP BY state", told: /^1: state is made/ },
    {
      sql: "SELECT status, count(*) AS n FROM campaigns GROUP BY status HAVING n > 5",
      told: /n is made by the SELECT/,
    },
    { sql: "SELECT id AS a, a + 1 AS b FROM campaigns", told: /a is made by the SELECT/ },
    { sql: "SELECT id AS a, row_number() OVER (ORDER BY a) AS b FROM campaigns", told: /a is made by the SELECT/ },
    {
      sql: "WITH a AS (SELECT id AS x FROM campaigns WHERE x > 1) SELECT x FROM a UNION SELECT id AS q FROM campaigns\nWHERE q > 0",
      told: /1: x is made[\s\S]*2: q is made/,
    },
    // A name of the author's, of the letters of a withheld column, which views read as null.
    {
      sql: "SELECT c.id, c.valid_leads AS total_leads FROM campaigns AS c JOIN campaign_daily AS d ON d.id = c.id WHERE total_leads > 0",
      whose: ADVERTISER,
      told: /total_leads is made by the SELECT/,
    },
  ],
  "columns of the result that the engines make of different kinds": [
    {
      sql: "SELECT status, avg(base_currency_revenue) AS a FROM campaigns GROUP BY status",
      told: /^-: column 2 of the result, avg of an amount, is an amount to Athena and a floating-point number to DuckDB. CAST/,
    },
    {
      sql: "SELECT sum(base_currency_revenue) / NULLIF(count(*), 0) AS a FROM campaigns",
      told: /column 1 of the result, a division of an amount/,
    },
    {
      sql: "SELECT name, date_trunc('month', start_date) AS a FROM campaigns",
      told: /column 2 .*date_trunc of a day.* AS date/,
    },
    { sql: "SELECT DATE :date - INTERVAL '7' DAY AS a FROM campaigns", told: /column 1 .*a day and an interval/ },
    {
      sql: "SELECT avg(base_currency_revenue) AS a FROM campaigns UNION ALL SELECT 1.5 AS a",
      told: /column 1 .*avg of an amount/,
    },
  ],
  "totals that would be nobody's": [
    {
      sql: "SELECT publisher_id, campaign_name, count(*) AS n\nFROM publisher_contracts\nGROUP BY ROLLUP (publisher_id, campaign_name)",
      whose: PUBLISHER,
      told: /^3: ROLLUP makes rows without publisher_id, which would be nobody's. Group by it beside: GROUP BY publisher_id, ROLLUP/,
    },
    {
      sql: 'SELECT advertiser_id, name, count(*) AS n FROM campaigns AS c GROUP BY CUBE (c."Advertiser_Id", name)',
      whose: ADVERTISER,
      told: /CUBE makes rows without advertiser_id/,
    },
    {
      sql: "SELECT publisher_id, id, count(*) AS n FROM publisher_contracts GROUP BY GROUPING SETS ((publisher_id, id), (id))",
      whose: PUBLISHER,
      told: /GROUPING SETS makes rows without publisher_id/,
    },
    {
      sql: "SELECT publisher_id, count(*) AS n FROM publisher_contracts GROUP BY ROLLUP (1)",
      whose: PUBLISHER,
      told: /of a number or an expression. Name the columns/,
    },
    {
      sql: "SELECT enterprise, name, count(*) AS n FROM campaigns GROUP BY ROLLUP (enterprise, name)",
      told: /ROLLUP makes rows without enterprise/,
    },
  ],
  charts: [
    {
      sql: "SELECT name, id FROM campaigns",
      part: { chart: { label: "nam", value: "id" } },
      told: /the chart's nam is no column of the result. It has name, id/,
    },
    {
      sql: "SELECT name, status FROM campaigns",
      part: { chart: { label: "name", value: "status" } },
      told: /the chart's value status is no number/,
    },
  ],
};

describe.each(Object.entries(REFUSED))("%s", (_, list) => {
  test.each(list)("$sql", async ({ sql, whose = TEAM, part = {}, told }) => {
    const ran = await checked(tools, sql, whose, { part });
    expect(ran).toHaveProperty("refused");
    if ("refused" in ran) expect(ran.refused.join("\n")).toMatch(told);
  });
});

test("everything that the tokens tell is told at once, with its line", async () => {
  const sql = "SELECT `id`\nFROM campaigns\nWHERE id = :a AND name < now();\n";
  const ran = await checked(tools, sql, TEAM, { part: { with: { b: 1 } } });
  expect("refused" in ran ? ran.refused.map((text) => text.split(".")[0]) : []).toEqual([
    "1: a backquote",
    "1: a backquote",
    "3: a semicolon",
    "3: now is not taken in a report",
    "3: :a has no value",
    "-: with",
  ]);
});

test("a text that Athena would not take for its length is refused at once, with its constants too", async () => {
  const comment = await checked(tools, `SELECT id FROM campaigns -- ${"x".repeat(5_000_000)}`, TEAM);
  const named = { part: { with: { name: "ö".repeat(131_000) } } };
  const constant = await checked(tools, "SELECT id FROM campaigns WHERE name = :name", TEAM, named);
  for (const ran of [comment, constant]) {
    expect("refused" in ran ? ran.refused : []).toEqual([
      expect.stringMatching(/^-: the text has \d+ bytes, of the 262144/),
    ]);
  }
});

describe("what is right is let through", () => {
  test.each<Omit<Refused, "told">>([
    { sql: "SELECT id, name FROM campaigns WHERE snapshot_date = :date ORDER BY 1" },
    { sql: "-- a comment; with `signs` :and names\nSELECT 'it''s; `a` :b ?' AS \"A; b\" FROM campaigns" },
    { sql: "(SELECT id FROM campaigns) UNION ALL SELECT id FROM leads_current" },
    { sql: "WITH a AS (SELECT id FROM campaigns) SELECT * FROM a" },
    { sql: "SELECT id + 1 AS id, status AS state FROM campaigns WHERE id > 2 ORDER BY state, id" },
    {
      sql: "WITH a AS (SELECT id AS x FROM campaigns) SELECT x + 1 AS x, DATE :date AS day FROM a WHERE x > 2 GROUP BY x",
    },
    { sql: "SELECT * FROM campaign_daily" },
    { sql: "SELECT * FROM campaign_daily", whose: ADVERTISER },
    { sql: "SELECT c.* FROM campaigns AS c JOIN campaign_daily AS d ON d.id = c.id", whose: ADVERTISER },
    { sql: 'WITH "größe" AS (SELECT 1 AS a) SELECT a FROM "größe"' },
    { sql: "SELECT n FROM UNNEST(sequence(1, 3)) AS t (n)" },
    { sql: "SELECT c.id, t.n FROM campaigns AS c CROSS JOIN UNNEST(sequence(1, 3)) AS t (n)" },
    { sql: "SELECT publisher_id FROM Publisher_Contracts WHERE publisher_id = :member", whose: PUBLISHER },
    { sql: "SELECT id, now FROM (SELECT id, updated_ts AS now FROM campaigns) AS t" },
    { sql: "SELECT id FROM campaigns WHERE activity_date BETWEEN DATE :first_day AND DATE :last_day" },
    { sql: "SELECT id FROM campaigns WHERE activity_date > current_date - INTERVAL '7' DAY" },
    {
      sql: "SELECT id FROM campaigns WHERE total_leads < :least OR name = :name OR uncapped = :is",
      part: { with: { least: -3, name: "it's", is: true } },
    },
    {
      sql: "SELECT publisher_id, id, count(*) AS n FROM publisher_contracts GROUP BY publisher_id, ROLLUP (id)",
      whose: PUBLISHER,
    },
    { sql: "SELECT name, count(*) AS n FROM campaigns GROUP BY ROLLUP (name)" },
    {
      sql: "SELECT name || ', ' || CAST(id AS varchar) AS a, total_leads > 0 AS b, start_ts < DATE :date AS c FROM campaigns WHERE rate_to_base > :rate AND uncapped = FALSE AND id IN (1, 2) AND activity_date IN (DATE :date, current_date - INTERVAL '1' DAY)",
      part: { with: { rate: 1 } },
    },
    {
      sql: "SELECT avg(total_leads) AS a, avg(CAST(base_currency_revenue AS double)) AS b, CAST(avg(base_currency_revenue) AS decimal(18, 4)) AS c, CAST(date_trunc('month', max(start_date)) AS date) AS d, sum(total_leads) / 2 AS e, max(start_ts) - INTERVAL '1' DAY AS f, sum(base_currency_revenue) / CAST(2 AS double) AS g, 7 - 3 AS h FROM campaigns",
    },
    {
      sql: "SELECT status = :paused AS paused, count(*) AS n FROM campaigns GROUP BY status = :paused",
      part: { with: { paused: "paused" } },
    },
    {
      sql: "SELECT publisher_id, id, count(*) AS n FROM publisher_contracts GROUP BY GROUPING SETS ((publisher_id, id), (publisher_id))",
      whose: PUBLISHER,
    },
    { sql: "SELECT max_by(name, id) FILTER (WHERE name IS NOT NULL) AS a, year(max(start_date)) AS b FROM campaigns" },
    { sql: "WITH campaigns_days AS (SELECT id FROM campaigns) SELECT id FROM campaigns_days" },
    { sql: "SELECT name, count(*) AS n FROM campaigns GROUP BY name", part: { chart: { label: "name", value: "n" } } },
  ])("$sql", async ({ sql, whose = TEAM, part = {} }) => {
    expect(await checked(tools, sql, whose, { part })).toHaveProperty("sql");
  });
});
