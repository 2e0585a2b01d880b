import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { bundle, bundleFunctions } from "../../infra/bundles/bundle.ts";
import { smokeTest } from "../../infra/bundles/smoke-test.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { SETTINGS } from "./synthesised.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bundles-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();

test("each function is one file with the settings beside it, comes up, and is the same bytes every time", async () => {
  const settings = parseSettings(SETTINGS, "test");
  const [one, other] = [await temporaryFolder(), await temporaryFolder()];
  const bundles = await bundleFunctions({ outdir: one, settings });
  await bundleFunctions({ outdir: other, settings });
  expect(bundles.map(({ job }) => job)).toEqual(["snapshot", "digest", "watch", "rotation", "months", "report"]);
  for (const made of bundles) {
    const files = ["handler.mjs", "settings.json", "settings/acme.json", "settings/old-co.json"];
    expect(await filesIn(made.folder)).toEqual(files);
    expect(readBundledSettings({ LAMBDA_TASK_ROOT: made.folder }).all()).toEqual(settings);
    for (const file of files) {
      const again = await readFile(join(other, made.job, file));
      expect(again.equals(await readFile(join(made.folder, file)))).toBe(true);
    }
    await smokeTest(made);
  }
});

test("a function does not start with settings that are wrong", async () => {
  const settings = parseSettings(SETTINGS, "test");
  const bundles = await bundleFunctions({ outdir: await temporaryFolder(), settings });
  for (const made of bundles.filter(({ job }) => job === "snapshot" || job === "watch")) {
    const file = join(made.folder, "settings.json");
    const common = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify({ ...common, alertsTo: ["ops@acme.example", "ops@acme.example"] }));
    await expect(smokeTest(made)).rejects.toThrow(
      /InvalidSettings: the settings have 1 problem: alertsTo\.1: is there twice \(settings\.json in the bundle\)/s,
    );
  }
});

test("a stack trace in a bundle names the project's own functions", async () => {
  const folder = await temporaryFolder();
  await writeFile(
    join(folder, "entry.ts"),
    `const askTheApi = () => { throw new TypeError("no"); };
     const client = { pull: () => askTheApi() };
     export async function handler() { return client.pull(); }`,
  );
  const file = join(folder, "handler.mjs");
  await writeFile(file, await bundle(join(folder, "entry.ts")));
  const code = "(await import(process.argv[1])).handler().catch(({ stack }) => console.log(stack));";
  const args = ["--input-type=module", "-e", code, pathToFileURL(file).href];
  const { stdout: stack } = await promisify(execFile)(process.execPath, args);
  expect(stack).toMatch(/TypeError: no\n +at askTheApi .*\n +at (?:Object\.)?pull .*\n +at (?:Module\.)?handler /);
});

test("a bundle holds no path of the machine it was made on", async () => {
  const code = await bundle("functions/watch/handler.ts");
  expect(new TextDecoder().decode(code)).not.toContain(process.cwd());
});

test("the smoke test fails for a bundle that does not come up, or has no handler", async () => {
  const folder = await temporaryFolder();
  const made = { job: "watch", folder, bytes: 0, gzipBytes: 0 } as const;
  await writeFile(join(folder, "handler.mjs"), "throw new Error('broken');");
  await expect(smokeTest(made)).rejects.toThrow(/bundle of watch does not come up:.*broken/s);
  await writeFile(join(folder, "handler.mjs"), "export const other = 1;");
  await expect(smokeTest(made)).rejects.toThrow(/no export handler/);
  await writeFile(join(folder, "handler.mjs"), "new Buffer(1); export const handler = () => 1;");
  await expect(smokeTest(made)).rejects.toThrow(/Buffer\(\) is deprecated/);
});

test.each([
  ["a global too few", "gen-nodejs/parquet_types.js", "Statistics = module.exports.Statistics = 1;", '"globals":1'],
  ["a Buffer too many", "lib/util.js", "module.exports = () => new Buffer(1);", '"buffers":1'],
])("a parquetjs-lite with %s fails the build", async (_, file, source, told) => {
  const root = await temporaryFolder();
  const inside = join(root, "node_modules", "parquetjs-lite");
  await mkdir(join(inside, file, ".."), { recursive: true });
  await writeFile(join(inside, file), source);
  const entry = join(root, "entry.js");
  await writeFile(entry, `import "parquetjs-lite/${file}";`);
  await expect(bundle(entry)).rejects.toThrow(`${file} is not as expected: `);
  await expect(bundle(entry)).rejects.toThrow(told);
});
