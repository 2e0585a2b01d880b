import { isNode, nodesOf, type SqlNode } from "./duckdb-tree.ts";
import type { EmptyEngine, Prepared } from "./empty-engine.ts";
import { lineOf } from "./node-line.ts";
import type { SqlProblem } from "./text-problems.ts";

/**
 * Where values of two kinds meet without a cast: DuckDB converts one of them, and Athena refuses the query. Each comparison, IN, BETWEEN, `||` and
 * sum is put to DuckDB once more in a form that it converts nothing for.
 * @param sql what DuckDB prepares
 */
export async function typeProblems(engine: EmptyEngine, sql: string): Promise<readonly SqlProblem[]> {
  const tree = await engine.parse(sql);
  const placed = [...nodesOf(tree)].flatMap((node) => probesOf(node).map((probe, turn) => ({ node, probe, turn })));
  const fine = await fineAtOnce(engine, tree, placed);
  const problems = new Map<SqlNode, SqlProblem>();
  for (const { node, probe } of placed) {
    if (fine.has(probe) || problems.has(node)) continue;
    const meeting = meetingOf(await preparedWith(engine, tree, [{ node, probe }]), probe);
    if (meeting === undefined) continue;
    problems.set(node, {
      ...lineOf(sql, node),
      what: `${meeting} meet without a cast, which Athena refuses`,
      remedy: CAST,
    });
  }
  return [...problems.values()];
}

interface PlacedProbe {
  readonly node: SqlNode;
  readonly probe: Probe;
}

/** Mostly nothing is wrong: what DuckDB takes all together, the first probe of each node and then the second, it takes one by one. */
async function fineAtOnce(
  engine: EmptyEngine,
  tree: SqlNode,
  placed: readonly (PlacedProbe & { readonly turn: number })[],
): Promise<ReadonlySet<Probe>> {
  const fine = new Set<Probe>();
  const askable = placed.filter(({ probe }) => probe.taken === undefined);
  for (const turn of new Set(askable.map((one) => one.turn))) {
    const together = askable.filter((one) => one.turn === turn);
    if (!(await preparedWith(engine, tree, together)).ok) continue;
    for (const { probe } of together) fine.add(probe);
  }
  return fine;
}

/** What DuckDB says of the text with probes in their places; the tree is as it was afterwards. */
async function preparedWith(engine: EmptyEngine, tree: SqlNode, placed: readonly PlacedProbe[]): Promise<Prepared> {
  const before = placed.map(({ node }) => ({ ...node }));
  for (const { node, probe } of placed) Object.assign(node, probe.as);
  const prepared = await engine.prepareTree(tree);
  for (const [at, { node }] of placed.entries()) Object.assign(node, before[at]);
  return prepared;
}

const CAST =
  "CAST one as the other. A constant of with takes the kind of what it is compared with: a text stands in quotes, a number in none, and a day is DATE :name";

interface Probe {
  /** What takes the place of the node's own. */
  readonly as: SqlNode;
  /** What is wrong when DuckDB takes it. @default something is wrong when DuckDB does not */
  readonly taken?: string;
}

/** @returns the two kinds that meet; undefined when nothing is wrong, or nothing is known, since the change itself is refused */
function meetingOf(prepared: Prepared, { taken }: Probe): string | undefined {
  if (taken !== undefined) return prepared.ok ? taken : undefined;
  if (prepared.ok || !/explicit (?:type )?cast/.test(prepared.message)) return undefined;
  const TYPE = /[A-Z_]+(?:\([\d,]+\))?/.source;
  const [, one = "", other = ""] =
    new RegExp(`of type (${TYPE}) and (?:type )?(${TYPE})`).exec(prepared.message) ??
    new RegExp(`\\((${TYPE}), (${TYPE})\\)`).exec(prepared.message) ??
    [];
  return `${kindOf(one)} and ${kindOf(other)}`;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^VARCHAR|^STRING/, "a text"],
  [/^DATE$/, "a day"],
  [/^TIMESTAMP/, "an instant"],
  [/^BOOLEAN$/, "a true or false"],
  [/INT|DECIMAL|DOUBLE|FLOAT/, "a number"],
];
const kindOf = (type: string): string => KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? "another kind of value";

const ARITHMETIC: ReadonlySet<unknown> = new Set(["+", "-", "*", "/", "%"]);

function probesOf(node: SqlNode): readonly Probe[] {
  const { class: kind, type, function_name: called } = node;
  const children: readonly unknown[] = Array.isArray(node["children"]) ? node["children"] : [];
  if (kind === "COMPARISON") {
    const { left, right } = node;
    return [{ as: { left: together([left, right]) } }, ...ofConstant(left, right), ...ofConstant(right, left)];
  }
  if (kind === "BETWEEN") return [{ as: { input: together([node["input"], node["lower"], node["upper"]]) } }];
  if (type === "COMPARE_IN" || type === "COMPARE_NOT_IN") {
    return [{ as: { children: [together(children), ...children.slice(1)] } }];
  }
  if (kind !== "FUNCTION") return [];
  if (called === "||")
    return children.map((child, at) => ({ as: { children: children.with(at, together([child, TEXT])) } }));
  return ARITHMETIC.has(called) && children.some(isText) ? [{ as: { children: children.map(typed) } }] : [];
}

/** DuckDB takes true for 1 and false for 0 wherever sides meet; only arithmetic tells them apart. */
function ofConstant(constant: unknown, other: unknown): readonly Probe[] {
  const compared = (left: SqlNode) => ({ left, right: left });
  if (/^(?:\w*INT\w*|DECIMAL|DOUBLE)$/.test(typeOf(constant))) return [{ as: compared(call("+", [other, constant])) }];
  if (!isNode(constant) || constant["class"] !== "CAST" || !isNode(constant["cast_type"])) return [];
  if (constant["cast_type"]["id"] !== "BOOLEAN" || !isText(constant["child"])) return [];
  return [{ as: compared(call("abs", [other])), taken: "a number and a true or false" }];
}

/** DuckDB's name of a constant's type; empty for what is none. */
const typeOf = (node: unknown): string =>
  isNode(node) && node["type"] === "VALUE_CONSTANT" && isNode(node["value"]) && isNode(node["value"]["type"])
    ? String(node["value"]["type"]["id"])
    : "";
const isText = (node: unknown): boolean => typeOf(node) === "VARCHAR";

const NO_PLACE = { alias: "", query_location: 0 };
const TEXT_TYPE = { id: "VARCHAR", type_info: null };
const TEXT: SqlNode = {
  ...{ ...NO_PLACE, class: "CONSTANT", type: "VALUE_CONSTANT" },
  value: { type: TEXT_TYPE, is_null: false, value: "" },
};

/** A text says that it is one: by itself it takes the kind of what it meets. */
const typed = (child: unknown): unknown =>
  isText(child)
    ? { ...NO_PLACE, class: "CAST", type: "OPERATOR_CAST", child, cast_type: TEXT_TYPE, try_cast: false }
    : child;

const together = (sides: readonly unknown[]): SqlNode => ({
  ...{ ...NO_PLACE, class: "OPERATOR", type: "OPERATOR_COALESCE" },
  children: sides.map(typed),
});

const call = (name: string, children: readonly unknown[]): SqlNode => ({
  ...{ ...NO_PLACE, class: "FUNCTION", type: "FUNCTION", function_name: name, schema: "", catalog: "", children },
  ...{ filter: null, order_bys: { type: "ORDER_MODIFIER", orders: [] }, distinct: false, export_state: false },
  is_operator: name === "+",
});
