import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { MONTHLY_DATASETS, monthsView } from "../../shared/catalog/months.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { nodesOf, parseSql, type SqlNode } from "../../shared/reports/checks/duckdb-tree.ts";
import { openFolder } from "./query.ts";
import { bindError, withoutOwnAliases } from "./sql-tree.ts";
import { TRINO_FUNCTIONS } from "./trino-functions.ts";
import { type GrammarCheck, trinoGrammar } from "./trino-grammar.ts";

// What Trino would refuse or read otherwise, found without a Trino.

const MONTHS_VIEWS = MONTHLY_DATASETS.map((name) => monthsView(DATASETS[name]));
const TEXTS = [...VIEWS, ...MONTHS_VIEWS, ...namedQueries()].map(({ name, sql }) => ({ name, sql }));
let session: ReportsSession;
let grammar: GrammarCheck;
const tree = (sql: string) => parseSql(session.connection, sql);

beforeAll(async () => {
  session = await openFolder("/no/such/folder");
  for (const name of MONTHLY_DATASETS) {
    const { table }: Dataset = DATASETS[name];
    await session.connection.run(`CREATE VIEW ${table}_days AS SELECT * FROM ${table}`);
    await session.connection.run(
      `CREATE VIEW ${table}_months AS SELECT *, substr(snapshot_date, 1, 7) AS snapshot_month FROM ${table}`,
    );
  }
  grammar = await trinoGrammar();
});
afterAll(() => session.close());

const functionsOf = (node: SqlNode): Set<string> =>
  new Set(
    [...nodesOf(node)].flatMap((one) => (typeof one["function_name"] === "string" ? [one["function_name"]] : [])),
  );

const isDoubleCast = (node: SqlNode): boolean =>
  node["type"] === "OPERATOR_CAST" && (node["cast_type"] as SqlNode | undefined)?.["id"] === "DOUBLE";

/** Divisions that truncate in Trino, or fail on zero: without a cast to double, or with a bare divisor. */
function unsafeDivisions(node: SqlNode): number {
  return [...nodesOf(node)].filter((one) => {
    if (one["function_name"] !== "/") return false;
    const [, divisor] = one["children"] as [SqlNode, SqlNode];
    return divisor["function_name"] !== "nullif" || ![...nodesOf(one)].some(isDoubleCast);
  }).length;
}

/** Computed output columns of the last SELECT that are not a CAST: Trino calls a view stale when their types drift. */
function uncastColumns(node: SqlNode): string[] {
  const [statement] = node["statements"] as [{ node: SqlNode }];
  const list = statement.node["select_list"] as SqlNode[];
  return list.filter(({ class: kind }) => kind !== "COLUMN_REF" && kind !== "CAST").map(({ alias }) => String(alias));
}

describe.each(TEXTS)("$name", ({ sql }) => {
  test("parses by Trino's grammar", () => {
    expect(grammar(sql)).toEqual([]);
  });

  test("uses only functions that are known to mean the same in both engines", async () => {
    const unknown = [...functionsOf(await tree(sql))].filter((name) => !(name in TRINO_FUNCTIONS));
    expect(unknown).toEqual([]);
  });

  test("uses no alias inside the SELECT that makes it", async () => {
    expect(await bindError(session.connection, withoutOwnAliases(await tree(sql)))).toBeUndefined();
  });

  test("divides doubles, by what cannot be zero", async () => {
    expect(unsafeDivisions(await tree(sql))).toBe(0);
  });

  test("names its columns: no star", () => {
    expect(sql).not.toMatch(/(?:SELECT|,)\s+(?:\w+\.)?\*/i);
  });
});

test.each(VIEWS)("$name casts every computed column", async ({ sql }) => {
  expect(uncastColumns(await tree(sql))).toEqual([]);
});

test("every function of the list is used, and has a page of Trino's documentation", async () => {
  const used = new Set<string>();
  for (const { sql } of TEXTS) for (const name of functionsOf(await tree(sql))) used.add(name);
  expect(Object.keys(TRINO_FUNCTIONS).filter((name) => !used.has(name))).toEqual([]);
  for (const page of Object.values(TRINO_FUNCTIONS)) expect(page).toMatch(/^https:\/\/trino\.io\/docs\/current\//);
});

describe("the checks find what DuckDB alone would let through", () => {
  test.each([
    "SELECT id::varchar FROM campaigns",
    "SELECT id FROM campaigns QUALIFY row_number() OVER (ORDER BY id) = 1",
    "SELECT id FROM campaigns WHERE name ILIKE 'a%'",
    "SELECT * EXCLUDE (id) FROM campaigns",
    "SELECT id, FROM campaigns",
    "SELECT id FROM campaigns LIMIT 5 OFFSET 2",
    "SELECT id FROM campaigns WHERE uncapped IS TRUE",
    "SELECT id FROM campaigns GROUP BY ALL",
    "SELECT start_ts AT TIME ZONE name FROM campaigns",
    "SELECT id FROM campaigns;",
    "SELECT id AS `a` FROM campaigns",
    "SELECT id AS 7day FROM campaigns",
  ])("the grammar refuses %s", (sql) => {
    expect(grammar(sql)).not.toEqual([]);
  });

  test.each([
    "SELECT id + 1 AS a, a + 1 AS b FROM campaigns",
    "SELECT id + 1 AS a FROM campaigns WHERE a > 2",
    "SELECT id + 1 AS a FROM campaigns GROUP BY a",
    "SELECT status, count(*) AS n FROM campaigns GROUP BY status HAVING n > 1",
    "WITH x AS (SELECT id + 1 AS a, a AS b FROM campaigns) SELECT b FROM x",
    "SELECT b FROM (SELECT id + 1 AS a, a AS b FROM campaigns) AS x",
  ])("an alias used where it is made is found in %s", async (sql) => {
    expect(await bindError(session.connection, await tree(sql))).toBeUndefined();
    expect(await bindError(session.connection, withoutOwnAliases(await tree(sql)))).toMatch(/not found|must appear/);
  });

  test.each([
    "SELECT total_leads / 2 FROM campaigns",
    "SELECT total_leads / NULLIF(clicks, 0) FROM campaigns",
    "SELECT CAST(total_leads AS double) / clicks FROM campaigns",
  ])("the division of %s is found", async (sql) => {
    expect(unsafeDivisions(await tree(sql))).toBe(1);
  });

  test("greatest, which takes null for nothing here and for all there, is on no list", async () => {
    expect([...functionsOf(await tree("SELECT greatest(total_leads, clicks) FROM campaigns"))]).toEqual(["greatest"]);
    expect("greatest" in TRINO_FUNCTIONS).toBe(false);
  });

  test("a computed column without a cast is found", async () => {
    expect(uncastColumns(await tree("SELECT id, id + 1 AS next, CAST(id AS double) AS d FROM campaigns"))).toEqual([
      "next",
    ]);
  });
});
