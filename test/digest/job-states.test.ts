import fc from "fast-check";
import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { JobDetail } from "../../shared/digest/input/digest-input.ts";
import { addDays, type Day } from "../../shared/platform/day.ts";
import { inputOf, job, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
type Step = readonly [total: number | null, passed: number | null, failed: number | null];

/** The job in the mail of `date`, whose last snapshots hold these counters, one a day. */
function jobIn(steps: readonly (Step | "no snapshot")[], over: Partial<JobDetail> = {}, date: Day = DATE) {
  const jobs = steps.flatMap((step, index) => {
    if (step === "no snapshot") return [];
    const [total, passed, failed] = step;
    return [snapshot(addDays(date, index + 1 - steps.length), [job({ total, passed, failed, ...over })])];
  });
  return buildDigest(inputOf(date, { jobs })).sections.integrations?.all[0];
}

test("leads that wait are no evidence: a failing job goes on failing, and has not recovered", () => {
  const steps: Step[] = [
    [10, 10, 0],
    [15, 10, 5],
    [24, 10, 5],
  ];
  expect(jobIn(steps)).toMatchObject({ state: "failing", total: 9, failed: 0, streak: { state: "still", days: 2 } });
  expect(jobIn([...steps, [24, 19, 5]])).toMatchObject({ state: "resolved" });
});

test("an unknown counter judges nothing: what failed since it was last known is a failure, and no recovery", () => {
  const steps: Step[] = [
    [10, 10, 0],
    [15, 10, 5],
    [20, 10, null],
  ];
  expect(jobIn(steps)).toMatchObject({ state: "failing", streak: { since: "2026-11-22", days: 2 } });
  const later = jobIn([...steps, [26, 10, 16]]);
  expect(later).toMatchObject({ state: "failing", failed: 11, share: null, streak: { days: 3 } });
  expect(
    jobIn([
      [15, 10, null],
      [20, 10, null],
    ]),
  ).toMatchObject({ state: "unknown", failed: null });
});

test("what had failed at first and had no good day since is failing since then at the latest, as in the view", () => {
  expect(
    jobIn([
      [12, 10, 2],
      [12, 10, 2],
      [15, 10, 5],
    ]),
  ).toMatchObject({ state: "failing", streak: { state: "still", since: "2026-11-21", days: 3, atLeast: true } });
});

test("a job that is switched off is switched off, and not failing for nineteen days", () => {
  const steps: Step[] = [[10, 10, 0], ...Array.from({ length: 19 }, (): Step => [15, 10, 5])];
  expect(jobIn(steps)).toMatchObject({ state: "failing", streak: { days: 19 } });
  const off = jobIn(steps, { enabled: false });
  expect(off).toMatchObject({ state: "off", disabled: true, streak: null });
});

test("after corrections a job has no share of failures, and the mail says what was judged again", () => {
  const row = jobIn([
    [100, 90, 10],
    [105, 100, 5],
  ]);
  expect(row).toMatchObject({ total: 5, failed: -5, share: null });
  const worse = jobIn([
    [100, 90, 10],
    [105, 75, 30],
  ]);
  expect(worse).toMatchObject({ state: "failing", share: null });
});

test("a run of failures older than what is told is day 36+, whatever lies at the edge of the days that are read", () => {
  const failing = (day: number): Step => [100 + day * 2, 10, 90 + day];
  const history = Array.from({ length: 71 }, (_, day) => (day % 3 === 1 ? failing(day - 1) : failing(day)));
  const edge = history.map((step, day) => (day === 35 ? "no snapshot" : step));
  for (const steps of [history, edge]) {
    expect(jobIn(steps)?.streak).toMatchObject({ state: "still", days: 36, atLeast: true });
  }
  // It was well five days ago.
  expect(jobIn(history.map((step, day): Step => (day <= 65 ? [100 + day, 100 + day, 0] : step)))?.streak).toMatchObject(
    {
      days: 5,
      atLeast: false,
    },
  );
});

const anyDay = fc.record({
  total: fc.integer({ min: 0, max: 5 }),
  failed: fc.integer({ min: 0, max: 2 }),
  passed: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
  unknown: fc.constantFrom(false, false, false, true),
  missing: fc.constantFrom(false, false, false, false, true),
});

test("the days of a run of failures never fall from one mail to the next while it goes on, and neither does its n+", () => {
  fc.assert(
    fc.property(fc.array(anyDay, { minLength: 100, maxLength: 120 }), (days) => {
      let [total, passed, failed] = [10, 5, 5];
      const steps = days.map((day): Step | "no snapshot" => {
        failed += day.failed;
        passed += day.passed;
        total += day.failed + day.passed + day.total;
        if (day.missing) return "no snapshot";
        return day.unknown ? [total, passed, null] : [total, passed, failed];
      });
      let before: { days: number; atLeast: boolean } | null = null;
      for (let end = 72; end < days.length; end += 1) {
        if (steps[end] === "no snapshot") continue;
        const read = steps.slice(end - 71, end + 1);
        const row = jobIn(read, {}, addDays("2026-01-01", end));
        const streak = row?.state === "failing" ? (row.streak ?? null) : null;
        const goesOn = before !== null && streak?.state === "still";
        if (goesOn && before !== null && streak !== null) {
          expect(streak.days).toBeGreaterThanOrEqual(before.days);
          if (before.atLeast) expect(streak.atLeast).toBe(true);
        }
        before = streak;
      }
    }),
    { seed: 1_508, numRuns: 10 },
  );
});
