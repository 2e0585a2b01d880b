// `npm run faults:table`: runs the tests of this folder and writes the table of docs/faults.md from what came of them. With the
// path of a JSON report of Vitest, nothing is run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Report, withTable } from "./table.ts";

const PAGE = "docs/faults.md";
const PAGE_TEST = "test/faults/table.test.ts";
const VITEST = "node_modules/vitest/vitest.mjs";

async function runTests(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "faults-table-"));
  const outputFile = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${outputFile}`];
    // The page's own test can only pass once the page is written.
    const args = [
      VITEST,
      "run",
      "--config",
      "test/vitest.config.ts",
      "test/faults",
      "--exclude",
      PAGE_TEST,
      ...reporters,
    ];
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    const [code] = await once(child, "close");
    process.exitCode = code;
    return JSON.parse(await readFile(outputFile, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [given] = process.argv.slice(2);
const report: Report = given === undefined ? await runTests() : JSON.parse(await readFile(given, "utf8"));
await writeFile(PAGE, withTable(await readFile(PAGE, "utf8"), report));
