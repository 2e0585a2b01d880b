import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Errors that Trino's grammar finds in a text; none when it parses. */
export type GrammarCheck = (sql: string) => readonly string[];

interface TrinoParser {
  validate(sql: string): readonly { readonly startLine: number; readonly message: string }[];
}

/** dt-sql-parser's Trino grammar, adapted from Trino's own. Node cannot load it unbundled: it imports folders. */
export async function trinoGrammar(): Promise<GrammarCheck> {
  const entry = createRequire(import.meta.url).resolve("dt-sql-parser/dist/parser/trino/index.js");
  const folder = await mkdtemp(join(tmpdir(), "trino-grammar-"));
  const file = join(folder, "trino.mjs");
  try {
    const bundled = await build({ entryPoints: [entry], bundle: true, format: "esm", platform: "node", write: false });
    await writeFile(file, bundled.outputFiles[0]?.text ?? "");
    const { TrinoSQL } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      TrinoSQL: new () => TrinoParser;
    };
    const parser = new TrinoSQL();
    return (sql) => [
      ...parser.validate(sql).map(({ startLine, message }) => `line ${startLine}: ${message}`),
      // What this grammar lets through and Trino does not.
      ...(/`/.test(sql) ? ["backticks"] : []),
      ...(/;/.test(sql) ? ["a semicolon"] : []),
      ...(/(?<![\w'.-])\d+[a-z_]\w*/i.test(sql.replace(/'[^']*'/g, "''").replace(/--.*/g, ""))
        ? ["a name that starts with a digit"]
        : []),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
