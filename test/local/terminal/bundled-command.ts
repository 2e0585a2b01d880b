import { rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { parquetjsLite } from "../../../infra/bundles/parquetjs-lite-plugin.ts";

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));

export interface BundledCommand {
  readonly file: string;
  /** Code is compiled once for all processes. */
  readonly env: Readonly<Record<string, string>>;
}

let made: Promise<BundledCommand> | undefined;

/** functions/local/main.ts in few files, for tests that start it often: a process that reads hundreds takes twice as long. */
export function bundledCommand(): Promise<BundledCommand> {
  made ??= make();
  return made;
}

async function make(): Promise<BundledCommand> {
  const folder = await mkdtemp(join(tmpdir(), "reports-command-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  await build({
    entryPoints: [join(PROJECT, "functions/local/main.ts")],
    absWorkingDir: PROJECT,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    keepNames: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    banner: {
      js: `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);`,
    },
    logLevel: "silent",
    plugins: [ownPlaces, leftOut, parquetjsLite],
  });
  return { file: join(folder, "main.mjs"), env: { NODE_COMPILE_CACHE: join(folder, "compiled") } };
}

/** Files that a module reads beside itself stay where they are. */
const ownPlaces: Plugin = {
  name: "own places",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/](?:functions|shared)[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)), loader: "ts" };
    });
  },
};

/** Machine code, and what few commands need and takes long to bundle. */
const leftOut: Plugin = {
  name: "left out",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^(?:@(?:duckdb|aws-sdk)\/|esbuild$)/ }, ({ path }) => ({
      external: true,
      path: import.meta.resolve(path),
    }));
  },
};
