import type { DuckDBConnection } from "@duckdb/node-api";
import { quote } from "../../catalog/duckdb.ts";

export type SqlNode = { [key: string]: unknown };

export const isNode = (value: unknown): value is SqlNode =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** DuckDB's own parse of a text. Where a node has no place, it is 0: DuckDB says 2^64 - 1. @throws Error when it does not parse */
export async function parseSql(connection: DuckDBConnection, sql: string): Promise<SqlNode> {
  const result = await connection.runAndReadAll(`SELECT CAST(json_serialize_sql(${quote(sql)}) AS VARCHAR)`);
  const text = String(result.getRows()[0]?.[0]).replace(/"query_location":\d{16,}/g, '"query_location":0');
  const tree: unknown = JSON.parse(text);
  if (!isNode(tree) || tree["error"] !== false) throw new Error(`not parsed: ${text.slice(0, 300)}`);
  return tree;
}

/** A tree as the text that DuckDB makes of it. @throws Error when it makes none */
export async function sqlOfTree(connection: DuckDBConnection, tree: SqlNode): Promise<string> {
  const json = quote(JSON.stringify(tree));
  const result = await connection.runAndReadAll(`SELECT json_deserialize_sql(CAST(${json} AS JSON))`);
  return String(result.getRows()[0]?.[0]);
}

/** Every node below and with this one. */
export function* nodesOf(value: unknown): Generator<SqlNode> {
  if (isNode(value)) yield value;
  if (typeof value === "object" && value !== null) for (const child of Object.values(value)) yield* nodesOf(child);
}
