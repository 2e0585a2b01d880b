import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { BASE_TABLES, duckdbPrelude, emptyTableView } from "../../catalog/duckdb.ts";
import { isNode, nodesOf, parseSql, type SqlNode, sqlOfTree } from "./duckdb-tree.ts";

export interface PreparedColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

export type Prepared =
  | { readonly ok: true; readonly columns: readonly PreparedColumn[] }
  /** The engine's first sentence, and the line that it points at, from 1. */
  | { readonly ok: false; readonly message: string; readonly line: number | undefined };

/** A DuckDB with the catalog's tables and nothing in them, that reads no file and keeps nothing. */
export interface EmptyEngine {
  prepare(sql: string): Promise<Prepared>;
  /** Tables that DuckDB's own parser finds in a text, as they are written, and table functions; undefined when it finds no SELECT. */
  reads(
    sql: string,
  ): Promise<{ readonly tables: readonly string[]; readonly functions: readonly string[] } | undefined>;
  /** DuckDB's own parse of a text that it can prepare. */
  parse(sql: string): Promise<SqlNode>;
  /** As `prepare`, of a tree, whose refusals have no line. */
  prepareTree(tree: SqlNode): Promise<Prepared>;
  /** Whether an expression that reads nothing, as a node of a parse, comes to a value and not to an error. */
  hasValue(expression: SqlNode): Promise<boolean>;
  close(): void;
}

export async function openEmptyEngine(): Promise<EmptyEngine> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of duckdbPrelude()) await connection.run(statement);
  for (const table of BASE_TABLES) await connection.run(emptyTableView(table));
  for (const statement of ["SET enable_external_access = false", "SET lock_configuration = true"]) {
    await connection.run(statement);
  }
  return {
    prepare: (sql) => prepare(connection, sql),
    reads: (sql) => reads(connection, sql),
    parse: (sql) => parseSql(connection, sql),
    prepareTree: async (tree) => prepare(connection, await sqlOfTree(connection, tree)),
    hasValue: (expression) => hasValue(connection, expression),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function prepare(connection: DuckDBConnection, sql: string): Promise<Prepared> {
  try {
    const statement = await connection.prepare(sql);
    const columns = Array.from({ length: statement.columnCount }, (_, at) => ({
      name: statement.columnName(at),
      type: String(statement.columnType(at)),
    }));
    statement.destroySync();
    return { ok: true, columns };
  } catch (error) {
    const [message = "", ...rest] = (error instanceof Error ? error.message : String(error)).split("\n");
    const place = rest.map((line) => /^LINE (\d+):/.exec(line)?.[1]).find((line) => line !== undefined);
    const candidates = rest.find((line) => line.startsWith("Candidate bindings"));
    return {
      ok: false,
      message: [message.replace(/^\w+ Error: /, ""), ...(candidates === undefined ? [] : [candidates])].join(" "),
      line: place === undefined ? undefined : Number(place),
    };
  }
}

async function hasValue(connection: DuckDBConnection, expression: SqlNode): Promise<boolean> {
  const tree = await parseSql(connection, "SELECT 1 AS one");
  const select = [...nodesOf(tree)].find(({ type }) => type === "SELECT_NODE");
  if (select === undefined) return true;
  select["select_list"] = [expression];
  const sql = await sqlOfTree(connection, tree);
  return connection.run(sql).then(
    () => true,
    () => false,
  );
}

async function reads(connection: DuckDBConnection, sql: string) {
  const tree = await parseSql(connection, sql).catch(() => undefined);
  if (tree === undefined) return undefined;
  const nodes = [...nodesOf(tree)];
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    tables: nodes
      .filter(({ type }) => type === "BASE_TABLE")
      .map((node) =>
        [node["catalog_name"], node["schema_name"], node["table_name"]]
          .map(text)
          .filter(Boolean)
          .join(".")
          .toLowerCase(),
      ),
    functions: nodes
      .filter(({ type }) => type === "TABLE_FUNCTION")
      .map((node) => (isNode(node["function"]) ? text(node["function"]["function_name"]) : "?").toLowerCase())
      .filter((name) => name !== "unnest"),
  };
}
