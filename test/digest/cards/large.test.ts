import { expect, test } from "vitest";
import { accountOf } from "../account.ts";
import { boardOf, idsOf } from "./world.ts";

test("10,000 campaigns that all run are judged over five weeks in bounded time, each once", {
  timeout: 120_000,
}, () => {
  const input = accountOf("2026-11-24", 10_000);
  const started = performance.now();
  const board = boardOf(input);
  const ms = performance.now() - started;
  const ids = [...board.act, ...board.open, ...board.watch].flatMap(({ subject }) =>
    subject.kind === "campaign" ? [subject.campaign.id] : [],
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(idsOf(board.act).length).toBeGreaterThan(100);
  // Some 20 s on a laptop that does other things; what grows with the square of the campaigns would take hours.
  expect(ms).toBeLessThan(100_000);
});
