import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { inputOf, job, snapshot } from "../rows.ts";

const DATE = "2026-11-23";

describe("integration jobs", () => {
  const rowsOf = (steps: readonly (readonly [total: number, failed: number])[], over = {}) => {
    const jobs = steps.map(([total, failed], index) =>
      snapshot(addDays(DATE, index - steps.length + 1), [job({ total, failed, passed: total - failed, ...over })]),
    );
    return buildDigest(inputOf(DATE, { jobs })).sections.integrations;
  };

  test("failing are new on their first day and still with their days after, over days without leads", () => {
    expect(
      rowsOf([
        [10, 0],
        [20, 0],
        [30, 5],
      ])?.all,
    ).toMatchObject([{ state: "failing", total: 10, failed: 5, share: 0.5, streak: { state: "new", days: 1 } }]);
    expect(
      rowsOf([
        [10, 0],
        [20, 5],
        [20, 5],
        [30, 9],
      ])?.all,
    ).toMatchObject([{ state: "failing", failed: 4, streak: { state: "still", since: "2026-11-21", days: 3 } }]);
    expect(
      rowsOf([
        [10, 0],
        [20, 5],
        [20, 5],
      ])?.all,
    ).toMatchObject([{ state: "failing", total: 0, share: null, streak: { state: "still", days: 2 } }]);
  });

  test("are recovered when leads pass without a failure", () => {
    const section = rowsOf([
      [10, 0],
      [20, 5],
      [30, 5],
    ]);
    expect(section?.all).toMatchObject([{ state: "resolved", streak: null }]);
  });

  test("with a change of configuration just before the failure say so", () => {
    const changed = { updated_ts: Date.parse("2026-11-22T10:00:00Z") };
    expect(
      rowsOf(
        [
          [10, 0],
          [20, 0],
          [30, 5],
        ],
        changed,
      )?.all[0]?.changedOn,
    ).toBe("2026-11-22");
  });

  test("switched off are so told where their campaign is active", () => {
    expect(
      rowsOf(
        [
          [10, 0],
          [10, 0],
        ],
        { enabled: false },
      )?.all,
    ).toMatchObject([{ state: "off", disabled: true }]);
    expect(
      rowsOf(
        [
          [10, 0],
          [10, 0],
        ],
        { enabled: false, campaign_status: "Ended" },
      )?.all,
    ).toMatchObject([{ state: "off", disabled: false }]);
  });
});
