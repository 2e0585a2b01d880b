import type { DuckDBConnection } from "@duckdb/node-api";
import { quote } from "../../shared/catalog/duckdb.ts";
import { isNode, nodesOf, type SqlNode } from "../../shared/reports/checks/duckdb-tree.ts";

/**
 * The tree with every alias of a SELECT list moved to where the list is named from outside. Text that uses an alias inside its
 * own SELECT, as DuckDB allows and Trino does not, then names a column that is not there.
 */
export function withoutOwnAliases(tree: SqlNode): SqlNode {
  const copy = structuredClone(tree);
  for (const node of nodesOf(copy)) {
    if (isNode(node["value"]) && isNode(node["value"]["query"])) {
      node["value"]["aliases"] = outputNames(node["value"]["query"]["node"]);
    }
    if (node["type"] === "SUBQUERY" && isNode(node["subquery"]) && "column_name_alias" in node) {
      const given = node["column_name_alias"] as string[];
      if (given.length === 0) node["column_name_alias"] = outputNames(node["subquery"]["node"]);
    }
  }
  for (const node of nodesOf(copy)) {
    for (const item of (node["select_list"] as SqlNode[] | undefined) ?? []) item["alias"] = "";
  }
  return copy;
}

function outputNames(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node["type"] === "SET_OPERATION_NODE") return outputNames(node["left"]);
  return ((node["select_list"] as SqlNode[] | undefined) ?? []).map((item) => {
    const names = item["column_names"] as string[] | undefined;
    return String(item["alias"] || names?.at(-1) || "");
  });
}

/** Whether DuckDB can bind the tree. @returns its message when it cannot */
export async function bindError(connection: DuckDBConnection, tree: SqlNode): Promise<string | undefined> {
  try {
    const json = quote(JSON.stringify(tree));
    const result = await connection.runAndReadAll(`SELECT json_deserialize_sql(CAST(${json} AS JSON))`);
    await connection.run(`EXPLAIN ${String(result.getRows()[0]?.[0])}`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
