import { describe, expect, test } from "vitest";
import { atOnce } from "../../shared/platform/at-once.ts";
import { endOfMonth, isMonth, monthAfter, monthsFrom } from "../../shared/platform/month.ts";
import { newestClosedMonth } from "../../shared/snapshot/months.ts";

describe("months", () => {
  test.each([
    ["2026-10", true],
    ["2026-13", false],
    ["2026-00", false],
    ["2026-1", false],
    ["2026-10-01", false],
    ["", false],
  ])("%s is one: %s", (text, is) => expect(isMonth(text)).toBe(is));

  test("follow one another, over years and leap days", () => {
    expect(monthsFrom("2027-11", "2028-03")).toEqual(["2027-11", "2027-12", "2028-01", "2028-02", "2028-03"]);
    expect(monthsFrom("2026-11", "2026-10")).toEqual([]);
    expect(monthAfter("2026-12")).toBe("2027-01");
  });

  test("end where a day ends last on Earth", () => {
    expect(new Date(endOfMonth("2026-02")).toISOString()).toBe("2026-03-01T12:00:00.000Z");
  });

  test("close one after the other, each on a 3rd at noon UTC", () => {
    for (let month = "2026-01"; month < "2031-01"; month = monthAfter(month)) {
      const noon = Date.parse(`${monthAfter(month)}-03T12:00:00Z`);
      expect(newestClosedMonth(noon)).toBe(month);
      expect(monthAfter(newestClosedMonth(noon - 1))).toBe(month);
      expect(newestClosedMonth(noon + 86_400_000, 86_400_000)).toBe(month);
    }
  });
});

describe("work at once", () => {
  test("gives results in the items' order, however they end, and never more of them at a time than it may", async () => {
    let running = 0;
    let most = 0;
    const results = await atOnce([30, 10, 20, 0, 5], 2, async (ms) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, ms));
      running -= 1;
      return ms * 2;
    });
    expect([results, most]).toEqual([[60, 20, 40, 0, 10], 2]);
    expect(await atOnce([], 8, async () => 1)).toEqual([]);
  });

  test("after a failure begins nothing more, and throws the first in order when all that was begun is over", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await new Promise((resolve) => setTimeout(resolve, item === 0 ? 20 : 1));
      ended.push(item);
      throw new Error(`item ${item}`);
    };
    await expect(atOnce([0, 1, 2, 3], 2, work)).rejects.toThrow("item 0");
    expect([begun, ended]).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});
