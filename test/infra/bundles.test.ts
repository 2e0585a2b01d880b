import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type Bundle, bundle, bundleFunctions, type Job } from "../../infra/bundles/bundle.ts";
import { smokeTest } from "../../infra/bundles/smoke-test.ts";
import { readBundledReports, reportsFiles } from "../../shared/reports/bundled.ts";
import { checkReports } from "../../shared/reports/checks/check-reports.ts";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { readSettingsFile } from "../../shared/settings/settings-file.ts";
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

const EXAMPLE = readSettingsFile("docs/reports/settings.json");
const EXAMPLES = await checkReports(EXAMPLE, { folder: "docs/reports" });

let made: readonly Bundle[];
beforeAll(async () => {
  const outdir = await mkdtemp(join(tmpdir(), "bundles-"));
  made = await bundleFunctions({ outdir, settings: parseSettings(SETTINGS, "test"), reports: [] });
  return () => rm(outdir, { recursive: true });
});

function madeOf(job: Job): Bundle {
  return made.find((one) => one.job === job) ?? expect.fail(`no bundle of ${job}`);
}
const codeOf = (job: Job) => readFile(join(madeOf(job).folder, "handler.mjs"), "utf8");

test("each function is one file with the settings beside it, comes up, and is the same bytes every time", async () => {
  const settings = parseSettings(SETTINGS, "test");
  const other = await temporaryFolder();
  await bundleFunctions({ outdir: other, settings, reports: [] });
  expect(made.map(({ job }) => job)).toEqual(["snapshot", "digest", "watch", "rotation", "months", "report"]);
  for (const one of made) {
    const reports = one.job === "report" ? ["reports.json"] : [];
    const files = ["handler.mjs", ...reports, "settings.json", "settings/acme.json", "settings/old-co.json"];
    expect(await filesIn(one.folder)).toEqual(files);
    expect(readBundledSettings({ LAMBDA_TASK_ROOT: one.folder }).all()).toEqual(settings);
    for (const file of files) {
      const again = await readFile(join(other, one.job, file));
      expect(again.equals(await readFile(join(one.folder, file)))).toBe(true);
    }
    await smokeTest(one);
  }
});

test("a function does not start with settings that are wrong", async () => {
  for (const job of ["snapshot", "watch"] as const) {
    const folder = await temporaryFolder();
    await cp(madeOf(job).folder, folder, { recursive: true });
    const file = join(folder, "settings.json");
    const common = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify({ ...common, alertsTo: ["ops@acme.example", "ops@acme.example"] }));
    await expect(smokeTest({ ...madeOf(job), folder })).rejects.toThrow(
      /InvalidSettings: the settings have 1 problem: alertsTo\.1: is there twice \(settings\.json in the bundle\)/s,
    );
  }
});

const TRINO_PARSER = "node_modules/dt-sql-parser/dist/lib/trino/TrinoSqlParser.js";

describe("reports in the bundle", () => {
  let folder: string;
  const environment = () => ({ LAMBDA_TASK_ROOT: folder });
  const [first] = EXAMPLES;
  if (first === undefined) throw new Error("the example has reports");
  const file = `reports/${first.enterprise}.json`;
  const asked = { enterprise: first.enterprise, report: first.name };
  beforeEach(async () => {
    folder = await temporaryFolder();
    for (const [name, text] of reportsFiles(EXAMPLES)) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  });

  test("are what the checks left, of each enterprise in a file of its own", () => {
    const read = readBundledReports(environment());
    for (const report of EXAMPLES) {
      expect(read.of({ enterprise: report.enterprise, report: report.name }, EXAMPLE)).toEqual(report);
    }
    expect(() => read.of({ ...asked, report: "other" }, EXAMPLE)).toThrow(/no such report/);
    expect(() => read.of({ ...asked, enterprise: "../acme" }, EXAMPLE)).toThrow(/no such enterprise/);
  });

  test.each<[string, (text: string) => string | undefined, RegExp]>([
    ["a changed text", (text) => text.replace(":", " :"), /is not the one that was checked/],
    ["a cut file", (text) => text.slice(0, -20), /is not the one that was checked/],
    ["no file", () => undefined, /cannot be read/],
  ])("%s is refused by name", async (_, change, told) => {
    const changed = change(await readFile(join(folder, file), "utf8"));
    await (changed === undefined ? rm(join(folder, file)) : writeFile(join(folder, file), changed));
    expect(() => readBundledReports(environment()).of(asked, EXAMPLE)).toThrow(told);
  });

  test.each([
    ["of another version", [{ ...first, parts: [{ ...first.parts[0], template: [7] }] }], /not of the form/],
    ["of other settings", [{ ...first, parts: [...first.parts, ...first.parts] }], /not those of the settings/],
    ["of no report", EXAMPLES.filter(({ enterprise }) => enterprise !== first.enterprise), /has none/],
  ])("files %s are refused by name", async (_, reports, told) => {
    for (const [name, text] of reportsFiles(reports as never)) await writeFile(join(folder, name), text);
    expect(() => readBundledReports(environment()).of(asked, EXAMPLE)).toThrow(told);
  });

  test("the function that runs them has neither a parser nor DuckDB", async () => {
    const code = await codeOf("report");
    const found = (text: string) => [/antlr/i, /json_serialize_sql/, /DuckDBInstance/].map((part) => part.test(text));
    expect([code.includes("StartQueryExecution"), ...found(code)]).toEqual([true, false, false, false]);
    // What the test looks for is what the checks are made of.
    const files = ["duckdb-tree", "empty-engine", "statement"].map((name) => `shared/reports/checks/${name}.ts`);
    const checks = await Promise.all([...files, TRINO_PARSER].map((file) => readFile(file, "utf8")));
    expect(found(checks.join("\n"))).toEqual([true, true, true]);
  });
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
  for (const { job } of made) expect(await codeOf(job)).not.toContain(process.cwd());
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
