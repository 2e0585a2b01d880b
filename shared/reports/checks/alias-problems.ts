import { isNode, nodesOf, type SqlNode } from "./duckdb-tree.ts";
import type { EmptyEngine } from "./empty-engine.ts";
import { lineOf } from "./node-line.ts";
import type { SqlProblem } from "./text-problems.ts";

/**
 * Names that a SELECT makes and uses itself, anywhere but in its ORDER BY: DuckDB takes them there, and Athena says that there is no such column.
 * A column of that name in the FROM is what both take, and no problem.
 * @param sql what DuckDB prepares
 */
export async function aliasProblems(engine: EmptyEngine, sql: string): Promise<readonly SqlProblem[]> {
  const tree = await engine.parse(sql);
  const problems: SqlProblem[] = [];
  for (const { select, lists } of selectsOf(tree, [])) {
    const used = usedAliases(select);
    if (used.length === 0) continue;
    const takes = async (item: SqlNode): Promise<boolean> =>
      (await engine.prepareTree(statementOf(tree, probeOf(select, lists, item)))).ok;
    // A FROM that does not stand alone, as one that names what lies around it.
    if (!(await takes(ONE))) continue;
    for (const { name, node } of used) {
      if (await takes({ ...node, alias: "" })) continue;
      problems.push({
        ...lineOf(sql, node),
        what: `${name} is made by the SELECT that uses it, which Athena does not take`,
        remedy:
          "Write what it stands for, or make it in a WITH query and use it in the next; ORDER BY alone may name it",
      });
    }
  }
  return problems;
}

interface Select {
  readonly select: SqlNode;
  /** WITH lists that its tables may be named in, those around it first. */
  readonly lists: readonly unknown[];
}

/** Every SELECT of a tree. A list's query knows those before it. */
function* selectsOf(value: unknown, around: readonly unknown[]): Generator<Select> {
  if (Array.isArray(value)) for (const one of value) yield* selectsOf(one, around);
  if (!isNode(value)) return;
  const own = isNode(value["cte_map"]) && Array.isArray(value["cte_map"]["map"]) ? value["cte_map"]["map"] : [];
  for (const [at, one] of own.entries()) yield* selectsOf(one, [...around, ...own.slice(0, at)]);
  const lists = [...around, ...own];
  if (value["type"] === "SELECT_NODE") yield { select: value, lists };
  for (const [name, child] of Object.entries(value)) if (name !== "cte_map") yield* selectsOf(child, lists);
}

/** Bare names in a SELECT's own expressions that it makes itself, each once; those of queries within are the queries' own. */
function usedAliases(select: SqlNode): readonly { readonly name: string; readonly node: SqlNode }[] {
  const list = listOf(select["select_list"]);
  const made = new Set(list.map(({ alias }) => String(alias ?? "").toLowerCase()).filter((name) => name !== ""));
  const found = new Map<string, SqlNode>();
  for (const part of [list, select["where_clause"], select["group_expressions"], select["having"], select["qualify"]]) {
    for (const node of ownNodes(part)) {
      const names: readonly unknown[] = Array.isArray(node["column_names"]) ? node["column_names"] : [];
      const name = node["class"] === "COLUMN_REF" && names.length === 1 ? String(names[0]) : "";
      if (made.has(name.toLowerCase()) && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), node);
    }
  }
  return [...found].map(([name, node]) => ({ name, node }));
}

const listOf = (value: unknown): readonly SqlNode[] => (Array.isArray(value) ? value.filter(isNode) : []);

function* ownNodes(value: unknown): Generator<SqlNode> {
  if (Array.isArray(value)) for (const one of value) yield* ownNodes(one);
  if (!isNode(value)) return;
  yield value;
  for (const child of Object.values(value)) {
    const isQuery = isNode(child) && [...nodesOf(child)].some((node) => node["type"] === "SELECT_NODE");
    if (!isQuery || Array.isArray(child) || !isNode(child["node"])) yield* ownNodes(child);
  }
}

const ONE: SqlNode = {
  ...{ class: "CONSTANT", type: "VALUE_CONSTANT", alias: "one", query_location: 0 },
  value: { type: { id: "INTEGER", type_info: null }, is_null: false, value: 1 },
};

/** A SELECT of one expression from where a SELECT selects. */
const probeOf = (select: SqlNode, lists: readonly unknown[], item: SqlNode): SqlNode => ({
  ...select,
  ...{ select_list: [item], where_clause: null, having: null, qualify: null, modifiers: [] },
  ...{ group_expressions: [], group_sets: [], aggregate_handling: "STANDARD_HANDLING" },
  cte_map: { map: lists },
});

function statementOf(tree: SqlNode, node: SqlNode): SqlNode {
  const [statement] = listOf(tree["statements"]);
  return { ...tree, statements: [{ ...statement, node }] };
}
