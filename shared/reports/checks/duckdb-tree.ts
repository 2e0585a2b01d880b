import type { DuckDBConnection } from "@duckdb/node-api";
import { quote } from "../../catalog/duckdb.ts";

export type SqlNode = { [key: string]: unknown };

export const isNode = (value: unknown): value is SqlNode =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** DuckDB's own parse of a text. Places are dropped: they go beyond 2^53. @throws Error when it does not parse */
export async function parseSql(connection: DuckDBConnection, sql: string): Promise<SqlNode> {
  const result = await connection.runAndReadAll(`SELECT CAST(json_serialize_sql(${quote(sql)}) AS VARCHAR)`);
  const text = String(result.getRows()[0]?.[0]).replace(/"query_location":\d+/g, '"query_location":0');
  const tree: unknown = JSON.parse(text);
  if (!isNode(tree) || tree["error"] !== false) throw new Error(`not parsed: ${text.slice(0, 300)}`);
  return tree;
}

/** Every node below and with this one. */
export function* nodesOf(value: unknown): Generator<SqlNode> {
  if (isNode(value)) yield value;
  if (typeof value === "object" && value !== null) for (const child of Object.values(value)) yield* nodesOf(child);
}
