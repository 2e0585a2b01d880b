import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** A node of the parse tree: a rule with what it is made of, or a token, which has no rule. */
export interface TrinoNode {
  /** Undefined of a token. */
  readonly ruleIndex?: number;
  readonly children?: readonly TrinoNode[];
  readonly start?: { readonly line: number } | null;
  getText(): string;
}

export interface TrinoGrammar {
  /** Where a text is not of the grammar; none when it parses. */
  errors(sql: string): readonly { readonly line: number; readonly message: string }[];
  /** The tree of a text without errors. */
  tree(sql: string): TrinoNode;
  /** Name of the rule that a node is made by; undefined of a token. */
  ruleOf(node: TrinoNode): string | undefined;
}

interface ErrorPlace {
  readonly startLine: number;
  readonly message: string;
}

interface TrinoParser {
  createParser(
    sql: string,
    onError: (error: ErrorPlace) => void,
  ): { readonly ruleNames: readonly string[]; program(): TrinoNode };
}

let loaded: Promise<TrinoGrammar> | undefined;

/** dt-sql-parser's Trino grammar, adapted from Trino's own; loaded once, in a second, where it is asked for. */
export function trinoGrammar(): Promise<TrinoGrammar> {
  loaded ??= load();
  return loaded;
}

/** Node cannot load it unbundled: it imports folders. */
async function load(): Promise<TrinoGrammar> {
  const entry = createRequire(import.meta.url).resolve("dt-sql-parser/dist/parser/trino/index.js");
  const folder = await mkdtemp(join(tmpdir(), "trino-grammar-"));
  const file = join(folder, "trino.mjs");
  try {
    const bundled = await build({ entryPoints: [entry], bundle: true, format: "esm", platform: "node", write: false });
    await writeFile(file, bundled.outputFiles[0]?.text ?? "");
    const { TrinoSQL } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      TrinoSQL: new () => TrinoParser;
    };
    return grammarOf(new TrinoSQL());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function grammarOf(parser: TrinoParser): TrinoGrammar {
  const { ruleNames } = parser.createParser("SELECT 1", () => {});
  return {
    errors: (sql) => {
      const errors: ErrorPlace[] = [];
      parser.createParser(sql, (error) => errors.push(error)).program();
      return errors.map(({ startLine, message }) => ({ line: startLine, message }));
    },
    tree: (sql) => parser.createParser(sql, () => {}).program(),
    ruleOf: ({ ruleIndex }) => (ruleIndex === undefined ? undefined : ruleNames[ruleIndex]),
  };
}
