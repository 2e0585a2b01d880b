import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { SETTINGS_FILE } from "../../shared/settings/bundled.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { parquetjsLite } from "./parquetjs-lite-plugin.ts";
import { unusedParts } from "./unused-parts-plugin.ts";

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
      const code = await bundle(join(PROJECT, "functions", job, "handler.ts"));
      await writeFile(join(folder, HANDLER_FILE), code);
      await writeFile(join(folder, SETTINGS_FILE), `${JSON.stringify(settings, null, 1)}\n`);
      return { job, folder, bytes: code.byteLength, gzipBytes: gzipSync(code).byteLength };
    }),
  );
}

export const foldersOf = (bundles: readonly Bundle[]): BundleFolders =>
  Object.fromEntries(bundles.map(({ job, folder }) => [job, folder])) as BundleFolders;

/** @returns the bundled module of one entry point */
export async function bundle(entryPoint: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node24",
    // Half the size of what `main` of the SDK's packages gives.
    mainFields: ["module", "main"],
    minify: true,
    // Lambda reports an error's name.
    keepNames: true,
    legalComments: "none",
    charset: "utf8",
    plugins: [parquetjsLite, unusedParts],
    // CommonJS packages ask for Node's own modules by require.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entryPoint}`);
  return file.contents;
}
