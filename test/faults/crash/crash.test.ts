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

for (const scenario of SCENARIOS) {
  faultTest(scenario.killed.job === "snapshot" ? "X02" : "X03", scenario.name, () => {
    const crashes = matrix.get(scenario) ?? [];
    const changing = crashes.filter(({ after }) => after?.changes);
    expect(changing.length).toBeGreaterThanOrEqual(2);
    for (const { after, problems } of crashes)
      expect(problems, `killed after: ${after?.what ?? "nothing"}`).toEqual([]);
  });
}

test("docs/crash-matrix.md is what came of it; npm run crashes writes it", () => {
  const page = readFileSync(new URL("../../../docs/crash-matrix.md", import.meta.url), "utf8");
  expect(matrixPage(matrix)).toBe(page);
});
