import { isNode, type SqlNode } from "./duckdb-tree.ts";
import type { EmptyEngine } from "./empty-engine.ts";
import type { SqlProblem } from "./text-problems.ts";

/**
 * Columns of the result that Athena and DuckDB make of different kinds, so that a run would refuse what the checks found: `avg` and the division of
 * amounts are amounts to Athena and floating-point numbers to DuckDB, a day cut or moved by an interval is a day and an instant. Of the outermost
 * SELECT alone: what a query of the author's own list passes on is seen when it is run.
 * @param sql what DuckDB prepares
 */
export async function unlikeKinds(engine: EmptyEngine, sql: string): Promise<readonly SqlProblem[]> {
  const tree = await engine.parse(sql);
  const list = selectList(tree);
  const problems: SqlProblem[] = [];
  for (const [at, item] of list.entries()) {
    // Columns cannot be counted from a star on.
    if (item["class"] === "STAR") break;
    const typeOf = async (part: unknown): Promise<string> => {
      if (!isNode(part)) return "";
      const { alias } = item;
      list[at] = { ...part, alias };
      const prepared = await engine.prepareTree(tree);
      list[at] = item;
      return prepared.ok ? (prepared.columns[at]?.type ?? "") : "";
    };
    const problem = await problemOf(item, typeOf);
    if (problem !== undefined)
      problems.push({ what: `column ${at + 1} of the result, ${problem.what}`, remedy: problem.remedy });
  }
  return problems;
}

type Said = Pick<SqlProblem, "what" | "remedy">;

async function problemOf(item: SqlNode, typeOf: (part: unknown) => Promise<string>): Promise<Said | undefined> {
  const { class: kind, function_name: called } = item;
  const children: readonly unknown[] = Array.isArray(item["children"]) ? item["children"] : [];
  if (kind !== "FUNCTION") return undefined;
  // Of a sum's argument nothing is known by itself: it stands in no GROUP BY.
  if (called === "avg" && isDecimal(await typeOf({ ...item, function_name: "max" }))) return AMOUNT("avg of an amount");
  if (called === "/") {
    const types = [await typeOf(children[0]), await typeOf(children[1])];
    return types.some(isDecimal) && !types.includes("DOUBLE") ? AMOUNT("a division of an amount") : undefined;
  }
  if (called === "date_trunc" && (await typeOf(children[1])) === "DATE") return DAY("date_trunc of a day");
  const isMoved = (called === "+" || called === "-") && (await typeOf(children[1])) === "INTERVAL";
  return isMoved && (await typeOf(children[0])) === "DATE" ? DAY("a day and an interval") : undefined;
}

const isDecimal = (type: string): boolean => type.startsWith("DECIMAL");

const AMOUNT = (what: string): Said => ({
  what: `${what}, is an amount to Athena and a floating-point number to DuckDB`,
  remedy: "CAST(… AS double), or as decimal(18, 4)",
});
const DAY = (what: string): Said => ({
  what: `${what}, is a day to Athena and an instant to DuckDB`,
  remedy: "CAST(… AS date)",
});

/** Of the first SELECT of a UNION, which names the columns. */
function selectList(tree: SqlNode): SqlNode[] {
  const [statement] = Array.isArray(tree["statements"]) ? tree["statements"] : [];
  let node: unknown = isNode(statement) ? statement["node"] : undefined;
  while (isNode(node) && !Array.isArray(node["select_list"])) {
    node = node["left"] ?? (Array.isArray(node["children"]) ? node["children"][0] : undefined);
  }
  return isNode(node) ? (node["select_list"] as SqlNode[]) : [];
}
