import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { faultTest } from "../fault-test.ts";
import type { Crash } from "./courses.ts";
import { matrixPage, playMatrix } from "./matrix.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

let matrix: ReadonlyMap<Scenario, readonly Crash[]>;

beforeAll(async () => {
  matrix = await playMatrix();
}, 300_000);

const FAULTS = { snapshot: "X02", digest: "X03", months: undefined, report: undefined } as const;

for (const scenario of SCENARIOS) {
  const fault = FAULTS[scenario.killed.job];
  const judged = (play: () => void) =>
    fault === undefined ? test(`killed: ${scenario.name}`, play) : faultTest(fault, scenario.name, play);
  judged(() => {
    const crashes = matrix.get(scenario) ?? [];
    const changing = crashes.filter(({ after }) => after?.changes);
    // A month is one PUT and nothing else.
    expect(changing.length).toBeGreaterThanOrEqual(scenario.killed.job === "months" ? 1 : 2);
    for (const { after, problems } of crashes)
      expect(problems, `killed after: ${after?.what ?? "nothing"}`).toEqual([]);
  });
}

test("docs/crash-matrix.md is what came of it; npm run crashes writes it", () => {
  const page = readFileSync(new URL("../../../docs/crash-matrix.md", import.meta.url), "utf8");
  expect(matrixPage(matrix)).toBe(page);
});
