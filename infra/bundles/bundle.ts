import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { SETTINGS_FILE } from "../../shared/settings/bundled.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { builtInModules } from "./built-in-modules-plugin.ts";
import { checkedSettings } from "./checked-settings-plugin.ts";
import { parquetjsLite } from "./parquetjs-lite-plugin.ts";
import { unusedParts } from "./unused-parts-plugin.ts";
import { versions } from "./versions-plugin.ts";

const JOBS = ["snapshot", "digest", "watch", "rotation"] as const;
export type Job = (typeof JOBS)[number];
export type BundleFolders = Readonly<Record<Job, string>>;

/** What Lambda calls: export `handler` of `handler.mjs`. */
export const HANDLER = "handler.handler";
export const HANDLER_FILE = "handler.mjs";
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

export interface Bundle {
  readonly job: Job;
  readonly folder: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

export interface BundleOptions {
  /** Each job gets a folder of its own below; what was there goes. */
  readonly outdir: string;
  /** Goes into each bundle as a file. */
  readonly settings: Settings;
}

/** One folder per function, ready to be its code. The same sources and settings give the same bytes. */
export async function bundleFunctions({ outdir, settings }: BundleOptions): Promise<readonly Bundle[]> {
  return Promise.all(
    JOBS.map(async (job) => {
      const folder = join(outdir, job);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      const code = await bundle(join(PROJECT, "functions", job, "handler.ts"), [checkedSettings(settings)]);
      await writeFile(join(folder, HANDLER_FILE), code);
      await writeFile(join(folder, SETTINGS_FILE), `${JSON.stringify(settings, null, 1)}\n`);
      return { job, folder, bytes: code.byteLength, gzipBytes: gzipSync(code).byteLength };
    }),
  );
}

export const foldersOf = (bundles: readonly Bundle[]): BundleFolders =>
  Object.fromEntries(bundles.map(({ job, folder }) => [job, folder])) as BundleFolders;

/**
 * First the project's own code, whose functions keep their names: Lambda reports an error's name, and the stack traces in the log are made
 * of them. Then the packages with it, whose functions lose theirs: they would be 35 KB and 7 ms of each start.
 * @param plugins for the project's own code
 * @returns the bundled module of one entry point
 */
export async function bundle(entryPoint: string, plugins: Plugin[] = []): Promise<Uint8Array> {
  const own = await built({
    entryPoints: [entryPoint],
    packages: "external",
    keepNames: true,
    plugins: [...plugins, versions],
  });
  return built({
    stdin: {
      contents: new TextDecoder().decode(own),
      sourcefile: HANDLER_FILE,
      resolveDir: dirname(resolve(PROJECT, entryPoint)),
    },
    minify: true,
    plugins: [builtInModules, unusedParts, parquetjsLite, versions],
  });
}

async function built(options: BuildOptions): Promise<Uint8Array> {
  const { outputFiles = [] } = await build({
    ...options,
    absWorkingDir: PROJECT,
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node24",
    // Half the size of what `main` of the SDK's packages gives.
    mainFields: ["module", "main"],
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild made nothing");
  return file.contents;
}
