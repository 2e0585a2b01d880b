import { isNode, nodesOf, type SqlNode } from "./duckdb-tree.ts";
import type { EmptyEngine } from "./empty-engine.ts";
import { lineOf } from "./node-line.ts";
import type { SqlProblem } from "./text-problems.ts";

/**
 * Texts that are no value of the type that they are said to be, `DATE '2026-02-30'`, mostly of a constant: told now, since the query fails whenever
 * it is run.
 * @param sql what DuckDB prepares
 */
export async function constantCastProblems(engine: EmptyEngine, sql: string): Promise<readonly SqlProblem[]> {
  const problems: SqlProblem[] = [];
  for (const node of nodesOf(await engine.parse(sql))) {
    const { child, cast_type: type } = node;
    if (node["class"] !== "CAST" || node["try_cast"] !== false || !isNode(child) || !isNode(type)) continue;
    const text = textOf(child);
    if (text === undefined || (await engine.hasValue(node))) continue;
    problems.push({
      ...lineOf(sql, node),
      what: `'${text}' is no ${String(type["id"]).toLowerCase()}`,
      remedy: "Write a value of it: a day is 2026-11-24, and one of a constant is a text with DATE :name",
    });
  }
  return problems;
}

function textOf({ class: kind, value }: SqlNode): string | undefined {
  if (kind !== "CONSTANT" || !isNode(value) || !isNode(value["type"]) || value["type"]["id"] !== "VARCHAR")
    return undefined;
  return typeof value["value"] === "string" ? value["value"] : undefined;
}
