import { AUDIENCE_SCOPES, type Audience } from "../../catalog/audiences.ts";
import type { SqlProblem } from "./text-problems.ts";
import type { TrinoGrammar, TrinoNode } from "./trino-grammar.ts";
import { nameOf, nodesOf, type RuledNode } from "./trino-nodes.ts";

/**
 * Totals whose rows would say nobody's: ROLLUP, CUBE and GROUPING SETS make null of a column that they leave out, and a row without the member or
 * the enterprise is refused when it is run (`ScopeViolated`).
 */
export function groupingProblems(
  grammar: TrinoGrammar,
  nodes: readonly RuledNode[],
  audience: Audience,
): readonly SqlProblem[] {
  const owners = ["enterprise", ...(audience === "internal" ? [] : [AUDIENCE_SCOPES[audience].memberColumn])];
  return nodes
    .filter(({ rule }) => rule === "groupingElement")
    .flatMap(({ node, line }): readonly SqlProblem[] => {
      const word = (node.children ?? [])[0];
      if (word === undefined || grammar.ruleOf(word) !== undefined) return [];
      const kind = word.getText().toUpperCase();
      const sets = (node.children ?? []).filter((child) => grammar.ruleOf(child) === "groupingSet");
      const columns = sets.map((set) => columnsOf(grammar, set));
      if (columns.flat().includes(undefined)) return [{ line, ...BY_NUMBER }];
      const isLeftOut = (owner: string): boolean => {
        const holding = columns.filter((names) => names.includes(owner)).length;
        return holding > 0 && (kind !== "GROUPING" || holding < sets.length);
      };
      return owners.filter(isLeftOut).map((owner) => ({
        line,
        what: `${kind === "GROUPING" ? "GROUPING SETS" : kind} makes rows without ${owner}, which would be nobody's`,
        remedy: `Group by it beside: GROUP BY ${owner}, ${kind === "CUBE" ? "CUBE" : "ROLLUP"} (…)`,
      }));
    });
}

/** Names of the columns of a set, the last part of each; undefined for what is no column's name. */
function columnsOf(grammar: TrinoGrammar, set: TrinoNode): readonly (string | undefined)[] {
  return [...nodesOf(set)]
    .filter((node) => grammar.ruleOf(node) === "groupingTerm")
    .map((term) => {
      const [column, ...more] = [...nodesOf(term)].filter((node) => grammar.ruleOf(node) === "identifier");
      const isColumn = [...nodesOf(term)].some((node) => grammar.ruleOf(node) === "columnRef");
      return isColumn ? nameOf(more.at(-1) ?? column) : undefined;
    });
}

const BY_NUMBER = {
  what: "ROLLUP, CUBE or GROUPING SETS of a number or an expression",
  remedy: "Name the columns",
};
