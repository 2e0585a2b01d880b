import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { brokenCitations, brokenLinks } from "./citations.ts";
import { CODE_FILES, PAGES } from "./pages.ts";

/** This file shows citations of what is not there. */
const EXAMPLES = "test/docs/citations.test.ts";

const problemsOf = (files: readonly string[], find: (file: string, text: string) => string[]): string[] =>
  files
    .filter((file) => file !== EXAMPLES)
    .flatMap((file) => find(file, readFileSync(file, "utf8")).map((problem) => `${file}: ${problem}`));

test("what code cites is in the repository: the page by its path, and the heading", () => {
  expect(CODE_FILES.length).toBeGreaterThan(500);
  expect(problemsOf(CODE_FILES, brokenCitations)).toEqual([]);
});

test("what pages cite is in the repository", () => {
  expect(problemsOf(PAGES, brokenCitations)).toEqual([]);
});

test("every link of every page leads somewhere", () => {
  expect(PAGES).toContain("README.md");
  expect(problemsOf(PAGES, brokenLinks)).toEqual([]);
});

describe("the check finds", () => {
  test.each([
    ["// As docs/nowhere.md says.", "docs/nowhere.md: no such page"],
    ["/** See design.md. */", "design.md: no such page"],
    ['/** docs/design.md, "Nothing of the kind" */', 'docs/design.md, "Nothing of the kind": no such heading'],
    ['/**\n * As told (docs/design.md,\n * "No heading").\n */', 'docs/design.md, "No heading": no such heading'],
    ["const at = 1; // docs/operations.md#no-anchor", "docs/operations.md#no-anchor: no such anchor"],
    ['const text = "see docs/operations.md, \\"Nobody\\"";', 'docs/operations.md, "Nobody": no such heading'],
    ["// docs/faults.md, W99", "docs/faults.md, W99: no such fault"],
    ["-- docs/views.md", "docs/views.md: no such page"],
  ])("%s", (text, problem) => {
    expect(brokenCitations("shared/catalog/x.ts", text)).toContain(problem);
  });

  test.each([
    "// As section §3 of the API's page",
    '/** (design: "Words") */',
    "/** faults.md, part 2.4 */",
    "/** (faults T06) */",
    "// decision 2 of the design",
  ])("another form of citation in %s", (text) => {
    expect(brokenCitations("shared/catalog/x.ts", text).join()).toContain("a citation like");
  });

  test("nothing wrong with a page, a heading, an anchor and a fault that are there", () => {
    const text = `/** docs/design.md, "Words"; docs/operations.md#first-secret; docs/faults.md, W06; README.md */
      const page = "[how fast](benchmarks.md)";`;
    expect(brokenCitations("shared/catalog/x.ts", text)).toEqual([]);
  });

  test.each([
    ["[a](nowhere.md)", "nothing is there"],
    ["[a](design.md#nowhere)", "no such anchor"],
    ["[decision 2](decisions/0001-one-error-class.md)", "another number"],
  ])("the link %s", (text, problem) => {
    expect(brokenLinks("docs/invoke.md", text)).toEqual([`${text}: ${problem}`]);
  });
});
