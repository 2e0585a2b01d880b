import { trinoGrammar as loadGrammar } from "../../shared/reports/checks/trino-grammar.ts";

/** Errors that Trino's grammar finds in a text; none when it parses. */
export type GrammarCheck = (sql: string) => readonly string[];

/** Trino's grammar, and what it lets through and Trino does not. */
export async function trinoGrammar(): Promise<GrammarCheck> {
  const grammar = await loadGrammar();
  return (sql) => [
    ...grammar.errors(sql).map(({ line, message }) => `line ${line}: ${message}`),
    ...(/`/.test(sql) ? ["backticks"] : []),
    ...(/;/.test(sql) ? ["a semicolon"] : []),
    ...(/(?<![\w'.-])\d+[a-z_]\w*/i.test(sql.replace(/'[^']*'/g, "''").replace(/--.*/g, ""))
      ? ["a name that starts with a digit"]
      : []),
  ];
}
