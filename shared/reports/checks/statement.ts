import type { Audience } from "../../catalog/audiences.ts";
import { nameableBy, relationOf } from "../scope/relations.ts";
import { lineAt, tokensOf } from "../text/tokens.ts";
import { functionProblems } from "./functions.ts";
import { groupingProblems } from "./grouping.ts";
import type { SqlProblem } from "./text-problems.ts";
import type { TrinoGrammar, TrinoNode } from "./trino-grammar.ts";
import { nameOf, nodesOf } from "./trino-nodes.ts";

export interface Statement {
  readonly problems: readonly SqlProblem[];
  /** Tables and views of the catalog that it names. */
  readonly names: readonly string[];
  /** All that stands where a table stands, its own named queries too, in small letters. */
  readonly tables: ReadonlySet<string>;
}

/**
 * What kind of statement a text is and which tables it names, by the parse tree: one SELECT, whose tables are the catalog's, each by its
 * bare name, for only that one is shadowed by the scope.
 */
export function statementOf(grammar: TrinoGrammar, sql: string, audience: Audience): Statement {
  const tree = grammar.tree(sql);
  const kind = kindProblems(grammar, tree, sql);
  if (kind.length > 0) return { problems: kind, names: [], tables: new Set() };
  const nodes = [...nodesOf(tree)].map((node) => ({ node, rule: grammar.ruleOf(node), line: node.start?.line ?? 1 }));
  const own = nodes
    .filter(({ rule }) => rule === "namedQuery")
    .map(({ node, line }) => ({
      name: nameOf(node.children?.[0]),
      written: node.children?.[0]?.getText() ?? "",
      line,
    }));
  const tables = [...tablesOf(grammar, tree, new Set())];
  const recursive = tokensOf(sql).find(({ kind, text }) => kind === "word" && text.toLowerCase() === "recursive");
  return {
    problems: [
      ...own.filter(({ name }) => relationOf(name) !== undefined).map(namedLikeTable),
      ...own.filter(({ name }) => !ONE_NAME.test(name)).map(({ line }) => ({ line, ...NO_ONE_NAME })),
      ...own.filter(({ written }) => FOREIGN_CAPITAL.test(written)).map(({ line }) => ({ line, ...NO_LIKE_CAPITAL })),
      ...nodes.filter(({ rule }) => rule === "tableFunctionCall").map(({ line }) => ({ line, ...TABLE_FUNCTION })),
      ...(recursive === undefined ? [] : [{ line: lineAt(sql, recursive.at), ...RECURSIVE }]),
      ...tables.filter(({ isOwn }) => !isOwn).flatMap((table) => tableProblem(table, audience)),
      ...functionProblems(grammar, nodes),
      ...groupingProblems(grammar, nodes, audience),
    ],
    names: [...new Set(tables.map(({ name }) => name))].filter((name) => relationOf(name) !== undefined),
    tables: new Set(tables.map(({ name }) => name)),
  };
}

interface Named {
  /** In small letters, without quotes: both engines take names so. */
  readonly name: string;
  readonly line: number;
}

/**
 * All that stands where a table stands, and whether it is a query of the author's own: a list's names are known below its query alone, and each
 * from the next on. What merely has such a name elsewhere is a table of the engine's.
 */
function* tablesOf(
  grammar: TrinoGrammar,
  node: TrinoNode,
  known: Set<string>,
): Generator<Named & { readonly isOwn: boolean }> {
  const rule = grammar.ruleOf(node);
  if (rule === "tableRef") {
    const name = nameOf(node);
    yield { name, line: node.start?.line ?? 1, isOwn: known.has(name) };
  }
  const below = rule === "query" ? new Set(known) : known;
  for (const child of node.children ?? []) yield* tablesOf(grammar, child, below);
  if (rule === "namedQuery") known.add(nameOf(node.children?.[0]));
}

/** With a dot or a quote in it, one name could be taken for two. */
const ONE_NAME = /^[^."]+$/;
const NO_ONE_NAME = { what: "a query of yours has a dot or a quote in its name", remedy: "Give it another name" };

/** Of the sign for Kelvin the small letter is k, to Athena and not to DuckDB, which would take `k` for a table of its own. */
const FOREIGN_CAPITAL = /[^\P{L}A-Z\p{Ll}\p{Lo}\p{Lm}]/u;
const NO_LIKE_CAPITAL = {
  what: "a query of yours has a capital letter in its name that is none of A to Z",
  remedy: "Write it small: the engines do not make the same small letter of it",
};

const TABLE_FUNCTION = { what: "a table function", remedy: "Read tables and views of the dictionary" };
const RECURSIVE = {
  what: "WITH RECURSIVE",
  remedy: "Leave RECURSIVE out: Athena refuses it before a list that holds other queries",
};
const namedLikeTable = ({ name, line }: Named): SqlProblem => ({
  line,
  what: `a query of yours is named ${name}, as a table is`,
  remedy: "Give it another name",
});

function tableProblem({ name, line }: Named, audience: Audience): readonly SqlProblem[] {
  const offered = nameableBy(audience).map((relation) => relation.name);
  if (offered.includes(name)) return [];
  if (name.includes(".")) {
    return [
      {
        line,
        what: `${name.replaceAll('"', "")} names more than a table`,
        remedy: "Name the table alone: a report has no other database",
      },
    ];
  }
  const remedy = `It may name ${offered.join(", ")}`;
  if (relationOf(name) !== undefined)
    return [{ line, what: `${name} is nothing that a report of audience ${audience} may name`, remedy }];
  return [{ line, what: `there is no table or view ${name}`, remedy }];
}

const ONE_SELECT = "A report is one SELECT, with a WITH list before it if it needs one";

function kindProblems(grammar: TrinoGrammar, tree: TrinoNode, sql: string): readonly SqlProblem[] {
  const statements = (tree.children ?? []).filter((child) => grammar.ruleOf(child) !== undefined);
  if (statements.length !== 1) {
    const line = statements[1]?.start?.line;
    const what = "there are several statements (LATERAL needs CROSS JOIN before it)";
    return [{ ...(line === undefined ? {} : { line }), what, remedy: ONE_SELECT }];
  }
  const [root, ...more] = only(grammar, tree, "rootQuery")?.children ?? [];
  const begins =
    tokensOf(sql)
      .find(({ kind }) => kind !== "comment")
      ?.text.toLowerCase() ?? "";
  const isSelect = root !== undefined && more.length === 0 && grammar.ruleOf(root) === "query";
  if (isSelect && ["select", "with", "("].includes(begins)) return [];
  return [{ line: tree.start?.line ?? 1, what: "it is no SELECT", remedy: ONE_SELECT }];
}

/** Down the tree through what is made of one thing, to a rule. */
function only(grammar: TrinoGrammar, node: TrinoNode, rule: string): TrinoNode | undefined {
  if (grammar.ruleOf(node) === rule) return node;
  const children = (node.children ?? []).filter((child) => grammar.ruleOf(child) !== undefined);
  return children.length === 1 && children[0] !== undefined ? only(grammar, children[0], rule) : undefined;
}
