// `npm run mutation`: changes the code in every small way that Stryker knows, asks the tests whether they notice, and writes the table
// of docs/mutation.md. `-- --only paging,ledger` runs some groups, beside the last reports of the others.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { GROUPS, type Group } from "./groups.ts";
import { type Line, linesOf, notExplained, type Report, withTable } from "./table.ts";

const PAGE = "docs/mutation.md";
const STRYKER = "node_modules/@stryker-mutator/core/bin/stryker.js";
const CONFIG = "test/mutation/stryker.config.json";
/** As in the configuration. */
const REPORT = "reports/mutation/mutation.json";

const reportOf = (name: string): string => `reports/mutation/${name}.json`;

async function mutate(name: string, { modules }: Group): Promise<void> {
  const files = modules.map((module) => `shared/${module}.ts`).join(",");
  const env = { ...process.env, MUTATION_GROUP: name };
  const child = spawn(process.execPath, [STRYKER, "run", CONFIG, "--mutate", files], { stdio: "inherit", env });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`Stryker ended with ${code} in the group ${name}`);
  await rename(REPORT, reportOf(name));
}

async function linesOfAll(): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const name of Object.keys(GROUPS))
    lines.push(...linesOf(JSON.parse(await readFile(reportOf(name), "utf8")) as Report));
  return lines;
}

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wanted = values.only?.split(",") ?? Object.keys(GROUPS);
for (const name of wanted) {
  const group = GROUPS[name];
  if (group === undefined) throw new Error(`no such group: ${name}. There are ${Object.keys(GROUPS).join(", ")}`);
  await mutate(name, group);
}
const lines = await linesOfAll();
const page = await readFile(PAGE, "utf8");
await writeFile(PAGE, withTable(page, lines));
const wrong = notExplained(page, lines);
for (const one of wrong) process.stderr.write(`${PAGE}: ${one}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
