import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FAULT_IDS, rowOf, withTable } from "./table.ts";

const FOLDER = "test/faults";
const PAGE = readFileSync("docs/faults.md", "utf8");

test("every fault of the catalogue has a test that is named by it", () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  const text = files.map((file) => readFileSync(join(FOLDER, file), "utf8")).join("\n");
  // Ids are checked by the compiler wherever they stand: `faultTest` takes no others.
  expect(FAULT_IDS.filter((id) => !text.includes(`"${id}"`))).toEqual([]);
});

test("docs/faults.md has the catalogue as it is, every fault passed; `npm run faults:table` writes it", () => {
  const rows = PAGE.split("\n").filter((line) => /^\| [A-Z]\d\d \|/.test(line));
  const told = rows.map((row) => row.replace(/\| (\d+) of \1 \|$/, "| all |"));
  expect(told).toEqual(FAULT_IDS.map((id) => rowOf(id, "all")));
});

test("the table tells of failed tests and of faults without one", () => {
  const tests = [
    { title: "A01: a: b", status: "passed" },
    { title: "A01: a: b [twice]", status: "failed" },
    { title: "another test", status: "passed" },
  ];
  const page = withTable(PAGE, { testResults: [{ assertionResults: tests }] });
  expect(page).toContain(rowOf("A01", "1 of 2"));
  expect(page).toContain(rowOf("A02", "no test"));
  expect(page.split("\n")[0]).toBe(PAGE.split("\n")[0]);
});
