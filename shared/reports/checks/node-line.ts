import { lineAt } from "../text/tokens.ts";
import { nodesOf, type SqlNode } from "./duckdb-tree.ts";

/** The line of a node of DuckDB's tree. Places are counted in bytes; a node without one lies where the first below it lies that has one. */
export function lineOf(sql: string, node: SqlNode): { readonly line?: number } {
  const place = [...nodesOf(node)].map((one) => Number(one["query_location"] ?? 0)).find((at) => at > 0);
  return place === undefined ? {} : { line: lineAt(sql, Buffer.from(sql).subarray(0, place).toString().length) };
}
