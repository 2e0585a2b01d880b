import { readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { faultTest } from "../fault-test.ts";
import { parseCase } from "./case.ts";
import { playCase } from "./play-case.ts";
import { trySeed } from "./try-seed.ts";

// Many thousands of seeds: npm run faults -- --seeds N --from S
const SEEDS = 120;
/** What the search found once, at its smallest. */
const KEPT = new URL("kept/", import.meta.url);

faultTest(
  "X01",
  `${SEEDS} seeds`,
  async () => {
    const outcomes = new Map<string, number>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const tried = await trySeed(seed);
      outcomes.set(tried.outcome, (outcomes.get(tried.outcome) ?? 0) + 1);
      expect(tried.violations, `seed ${seed}, at its smallest: ${JSON.stringify(tried.counterexample)}`).toEqual([]);
    }
    // The law must not hold for want of cases.
    expect(outcomes.get("published")).toBeGreaterThan(SEEDS / 2);
    for (const name of ["IncompleteCollection", "BadResponse", "ApiUnavailable", "AuthFailed"]) {
      expect(outcomes.has(name), `no case ended as ${name}`).toBe(true);
    }
  },
  180_000,
);

for (const name of readdirSync(KEPT)) {
  faultTest("X01", `once violated by ${name.replace(".json", "")}`, async () => {
    const one = parseCase(JSON.parse(readFileSync(new URL(name, KEPT), "utf8")));
    expect((await playCase(one)).violations).toEqual([]);
  });
}
