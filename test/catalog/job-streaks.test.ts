import { rm } from "node:fs/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Row } from "../../shared/catalog/column.ts";
import { addDays } from "../../shared/platform/day.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { type JsonRow, queryAt } from "./query.ts";

let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

type Counts = readonly [total: number | null, passed: number | null, failed: number | null];
const FIRST = "2026-11-01";

/** A job's totals on days in a row; null: no snapshot. */
async function publish(days: readonly (Counts | null)[], of: Row = {}, enterprise = "acme"): Promise<string> {
  for (const [at, counts] of days.entries()) {
    if (counts === null) continue;
    const [total, passed, failed] = counts;
    const rows = [{ id: 1, enabled: true, total, passed, failed, ...of }];
    await folder.publish({ enterprise, dataset: "integration-jobs", date: addDays(FIRST, at), rows });
  }
  return addDays(FIRST, days.length - 1);
}

const health = (last: string): Promise<readonly JsonRow[]> =>
  queryAt(
    folder.path,
    last,
    `SELECT state, days_failing, failing_longer, total_delta, failed_delta, failure_rate FROM integration_job_health
     WHERE enterprise = 'acme' ORDER BY snapshot_date`,
  );
const lastOf = async (days: readonly (Counts | null)[], of?: Row) => (await health(await publish(days, of))).at(-1);

describe("a failing job", () => {
  test("is still failing while new leads are only pending: 9 of 9 of them prove nothing", async () => {
    const days: Counts[] = [
      [8, 8, 0],
      [10, 10, 0],
      [15, 10, 5],
      [24, 10, 5],
    ];
    expect(await lastOf(days)).toMatchObject({ state: "still", days_failing: 2, failed_delta: 0, total_delta: 9 });
  });

  test("is not resolved by a counter that is not known, and fails on from its last known value", async () => {
    const days: Counts[] = [
      [8, 8, 0],
      [10, 10, 0],
      [15, 10, 5],
      [20, 10, null],
      [26, 10, 16],
    ];
    const rows = await health(await publish(days));
    expect(rows.slice(2).map(({ state, days_failing: failing }) => [state, failing])).toEqual([
      ["new", 1],
      ["still", 2],
      ["still", 3],
    ]);
    expect(rows.at(-1)).toMatchObject({ failed_delta: 11, total_delta: 6, failure_rate: null });
  });

  test("is resolved when leads passed and none failed", async () => {
    const days: Counts[] = [
      [8, 8, 0],
      [10, 10, 0],
      [15, 10, 5],
      [20, 15, 5],
    ];
    expect(await lastOf(days)).toMatchObject({ state: "resolved", days_failing: null, failing_longer: null });
  });

  test("that is switched off is off, and no day more is counted", async () => {
    const days: Counts[] = [
      [8, 8, 0],
      [10, 10, 0],
      [15, 10, 5],
      [15, 10, 5],
    ];
    expect(await lastOf(days, { enabled: false })).toMatchObject({ state: "off", days_failing: null });
  });

  test("that failed before anything was read has failed for longer", async () => {
    expect(
      await lastOf([
        [15, 10, 5],
        [17, 10, 7],
        [19, 10, 9],
      ]),
    ).toMatchObject({
      state: "still",
      days_failing: 3,
      failing_longer: true,
    });
  });

  test("a job of which nothing passed or failed is unknown", async () => {
    expect(
      await lastOf([
        [15, 10, 5],
        [24, 10, 5],
        [24, 10, 5],
      ]),
    ).toMatchObject({ state: "unknown", days_failing: null });
  });
});

test.each<readonly [string, Counts, Counts]>([
  ["more failed than came", [100, 90, 10], [102, 85, 17]],
  ["failures were taken back", [100, 80, 20], [110, 95, 15]],
  ["no lead came", [100, 80, 20], [100, 75, 25]],
])("a failure rate that makes no sense is null: %s", async (_, before, now) => {
  expect(await lastOf([before, now])).toMatchObject({ failure_rate: null });
});

test("days of a run of failures never fall, whichever snapshots are missing", async () => {
  const gaps = fc.uniqueArray(fc.integer({ min: 1, max: 44 }), { maxLength: 12 });
  const accounts = fc.sample(fc.record({ gaps, fromTheStart: fc.boolean() }), { numRuns: 8, seed: 15 });
  expect(new Set(accounts.map(({ fromTheStart }) => fromTheStart)).size).toBe(2);
  let last = FIRST;
  for (const [number, { gaps: missing, fromTheStart }] of accounts.entries()) {
    const [start, earlier] = fromTheStart ? [0, 9] : [3, 0];
    const days = Array.from({ length: 46 }, (_, at): Counts | null => {
      const [all, failed] = [100 + 2 * at, Math.max(0, at - start) + earlier];
      return missing.includes(at) ? null : [all, all - failed, failed];
    });
    last = await publish(days, {}, `account-${number}`);
  }
  const rows = await queryAt(
    folder.path,
    last,
    "SELECT enterprise, state, days_failing, failing_longer FROM integration_job_health ORDER BY enterprise, snapshot_date",
  );
  const told = Map.groupBy(rows, ({ enterprise }) => enterprise);
  expect(told.size).toBe(accounts.length);
  for (const [enterprise, of] of told) {
    const counted = of.flatMap(({ days_failing: failing }) => (failing === null ? [] : [Number(failing)]));
    expect(counted, String(enterprise)).toEqual(counted.toSorted((a, b) => a - b));
    expect(counted.at(-1)).toBe(36);
    expect(of.at(-1)).toMatchObject({ state: "still", failing_longer: true });
  }
});
