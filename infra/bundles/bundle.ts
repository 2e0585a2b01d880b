import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { reportsFiles } from "../../shared/reports/bundled.ts";
import type { CheckedReport } from "../../shared/reports/checked.ts";
import { settingsFiles } from "../../shared/settings/bundled.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { parquetjsLite } from "./parquetjs-lite-plugin.ts";

const JOBS = ["snapshot", "digest", "watch", "rotation", "months", "report"] as const;
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
  /** Go into each bundle as files. */
  readonly settings: Settings;
  /** All of the settings', as their checks left them. They go into the report function's bundle. */
  readonly reports: readonly CheckedReport[];
}

/** One folder per function, ready to be its code. The same sources and settings give the same bytes. */
export async function bundleFunctions({ outdir, settings, reports }: BundleOptions): Promise<readonly Bundle[]> {
  const common = [...settingsFiles(settings)];
  const own: Partial<Record<Job, ReadonlyMap<string, string>>> = { report: reportsFiles(reports) };
  const entryPoint = (job: Job) => join(PROJECT, "functions", job, "handler.ts");
  const codeOf = await bundled(JOBS.map(entryPoint));
  return Promise.all(
    JOBS.map(async (job) => {
      const folder = join(outdir, job);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      const code = codeOf(entryPoint(job));
      await writeFile(join(folder, HANDLER_FILE), code);
      for (const [file, text] of [...common, ...(own[job] ?? [])]) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), text);
      }
      return { job, folder, bytes: code.byteLength, gzipBytes: gzipSync(code).byteLength };
    }),
  );
}

export const foldersOf = (bundles: readonly Bundle[]): BundleFolders =>
  Object.fromEntries(bundles.map(({ job, folder }) => [job, folder])) as BundleFolders;

/**
 * @param entryPoint below the project's root, or a whole path
 * @returns the bundled module, whose functions keep their names: the stack traces in the log are made of them
 */
export async function bundle(entryPoint: string): Promise<Uint8Array> {
  return (await bundled([entryPoint]))(entryPoint);
}

/** Each whole by itself; what they share is read once. */
async function bundled(entryPoints: readonly string[]): Promise<(entryPoint: string) => Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: entryPoints.map((path, at) => ({ in: path, out: String(at) })),
    outdir: "nowhere",
    absWorkingDir: PROJECT,
    bundle: true,
    write: false,
    minify: true,
    keepNames: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    banner: { js: REQUIRE },
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    plugins: [parquetjsLite],
  });
  const byName = new Map(outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]));
  return (entryPoint) => {
    const code = byName.get(String(entryPoints.indexOf(entryPoint)));
    if (code === undefined) throw new Error(`esbuild made nothing of ${entryPoint}`);
    return code;
  };
}

/** Packages in CommonJS load Node's own modules by `require`, which an ES module has to make itself. */
const REQUIRE = `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);`;
