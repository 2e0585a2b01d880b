import { expect, test } from "vitest";
import { accountOf } from "../account.ts";
import { boardOf, idsOf } from "./world.ts";

/** CPU time of this process, ms: what else the machine does is not in it. */
function cpuOf<T>(work: () => T): readonly [result: T, ms: number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1000];
}

test("four times the campaigns take some four times as long to judge, not sixteen times, and each is judged once", {
  timeout: 120_000,
}, () => {
  const [few, many] = [accountOf("2026-11-24", 500), accountOf("2026-11-24", 2_000)];
  const [, fewMs] = cpuOf(() => boardOf(few));
  const [board, manyMs] = cpuOf(() => boardOf(many));
  const ids = [...board.act, ...board.open, ...board.watch].flatMap(({ subject }) =>
    subject.kind === "campaign" ? [subject.campaign.id] : [],
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(idsOf(board.act).length).toBeGreaterThan(40);
  expect(manyMs / fewMs).toBeLessThan(10);
});
