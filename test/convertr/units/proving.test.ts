import { describe, expect, test } from "vitest";
import { createGapProbe, probeDoubt, straddlingPage } from "../../../shared/convertr/pull/gaps.ts";
import { doubtOf, nextEndStep, provesItself, unconfirmed } from "../../../shared/convertr/pull/proof.ts";
import type { TallySummary } from "../../../shared/convertr/pull/tally.ts";

describe("the end of a collection", () => {
  /** Pages by number: members and total. */
  const step = (
    pages: Readonly<Record<number, readonly [number, (number | undefined)?]>>,
    page: number,
    wasReadAgain = false,
    more: { readonly isUnpaged?: boolean } = {},
  ) =>
    nextEndStep({
      ...{ page, wasReadAgain, ...more },
      pageSize: 10,
      reading: (number) => {
        const found = pages[number];
        return found && { length: found[0], totalItems: found[1] };
      },
    });
  const proven = { step: "proven" };

  test("a page that was not read is read", () => expect(step({}, 3)).toEqual({ step: "read", page: 3 }));
  test("a short page is the end when its total is the number of rows up to it", () => {
    expect(step({ 2: [4, 14] }, 2)).toEqual(proven);
    for (const total of [13, 15, undefined]) expect(step({ 2: [4, total] }, 2)).toEqual({ step: "read", page: 3 });
  });
  test("the rows of all pages before it count", () => {
    expect(step({ 4: [3, 33] }, 4)).toEqual(proven);
    expect(step({ 4: [10, 40], 5: [0, 40] }, 5)).toEqual(proven);
  });
  test("a full page is followed, whatever its total", () => {
    expect(step({ 2: [10, 20] }, 2)).toEqual({ step: "read", page: 3 });
  });
  test("an empty first page is the end", () => expect(step({ 1: [0, 0] }, 1)).toEqual(proven));
  test("a first page that holds all of a collection is its end where the server does not page, and no other page is", () => {
    const unpaged = { isUnpaged: true };
    expect(step({ 1: [25, 25] }, 1, false, unpaged)).toEqual(proven);
    expect(step({ 1: [25, 25] }, 1)).toEqual({ step: "read", page: 2 });
    expect(step({ 1: [25, 26] }, 1, false, unpaged)).toEqual({ step: "read", page: 2 });
    expect(step({ 1: [10, 10] }, 1)).toEqual({ step: "read", page: 2 });
    expect(step({ 1: [9, 10] }, 1, false, unpaged)).toEqual({ step: "read", page: 2 });
    expect(step({ 2: [25, 25] }, 2, false, unpaged)).toEqual({ step: "read", page: 3 });
  });
  test("an empty page has the page before it read again, unless that one's total ended with it", () => {
    expect(step({ 2: [10, 20], 3: [0, 20] }, 3)).toEqual(proven);
    expect(step({ 2: [7, 17], 3: [0, 17] }, 3)).toEqual(proven);
    for (const total of [19, 21, undefined]) {
      expect(step({ 2: [10, total], 3: [0, 20] }, 3)).toEqual({ step: "read-again", page: 2 });
    }
    expect(step({ 2: [0, 10], 3: [0, 10] }, 3)).toEqual({ step: "read-again", page: 2 });
    expect(step({ 3: [0, 10] }, 3)).toEqual({ step: "read-again", page: 2 });
  });
  test("a page that was read again is the end when no more than its rows are said to be there", () => {
    for (const total of [19, 20, undefined]) expect(step({ 2: [10, total], 3: [0] }, 2, true)).toEqual(proven);
    expect(step({ 2: [10, 21], 3: [0] }, 2, true)).toEqual({ step: "read", page: 3 });
    expect(step({ 2: [6, 17], 3: [0] }, 2, true)).toEqual({ step: "read", page: 3 });
  });
});

describe("the gap probe", () => {
  test("gives batches that are full, and the rest at the end", () => {
    const probe = createGapProbe({ ids: 3, requests: 2 });
    expect(probe.add({ after: 5, before: 6 })).toEqual([]);
    expect(probe.add({ after: 1, before: 6 })).toEqual([[2, 3, 4]]);
    expect(probe.rest()).toEqual([5]);
    expect(probe.add({ after: 10, before: 12 })).toEqual([]);
    expect(probe.rest()).toEqual([5, 11]);
  });
  test("takes no gap that is wider than what is left, and takes one that just fits", () => {
    const probe = createGapProbe({ ids: 3, requests: 2 });
    expect(probe.add({ after: 0, before: 8 })).toBeUndefined();
    expect(probe.add({ after: 0, before: 7 })).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(probe.add({ after: 10, before: 12 })).toBeUndefined();
  });
  test.each([
    [10, 100],
    [100, 100],
    [300, 100],
    [4, 4],
    [12, 7],
  ])("a boundary after row %i has a page with it near its middle", (offset, most) => {
    const { page, pageSize } = straddlingPage(offset, most);
    const first = pageSize * (page - 1);
    expect(first).toBeLessThan(offset);
    expect(first + pageSize).toBeGreaterThan(offset);
    expect(pageSize).toBeLessThanOrEqual(most);
    // No other size has it nearer to the middle.
    const margin = (size: number) => Math.min(offset % size, size - (offset % size));
    const sizes = Array.from({ length: most - 1 }, (_, index) => index + 2);
    expect(margin(pageSize)).toBe(Math.max(...sizes.map(margin)));
  });
  test("doubts an answer with members nobody asked for, or with more pages", () => {
    const answer = (ids: number[], totalItems?: number) => ({
      members: ids.map((id) => ({ id })),
      length: ids.length,
      totalItems,
    });
    expect(probeDoubt([1, 2], answer([1]))).toBeUndefined();
    expect(probeDoubt([1, 2], answer([2, 1], 2))).toBeUndefined();
    expect(probeDoubt([1, 2], answer([1, 3]))).toBe("the filter by id was not applied");
    expect(probeDoubt([1, 2], answer([1], 2))).toBe("the probe's answer has more pages");
  });
});

describe("the verdict on a pull", () => {
  const totals = { first: 100, last: 100, smallest: 100, moved: false };
  const summary = (more: Partial<TallySummary> = {}): TallySummary => ({
    ...{ rows: 100, ids: new Set([1, 2]), leftOut: [], duplicates: 0, duplicatesInPage: 0, endsDoubled: false },
    ...{ recovered: 0, foreignLinks: 0, isOrdered: true, totals, lacksTotal: false },
    ...more,
  });

  test("both ways of paging are believed when all fits", () => {
    expect([doubtOf(summary(), "parallel"), doubtOf(summary(), "sequential")]).toEqual([undefined, undefined]);
  });
  test("pages at the same time need order and totals", () => {
    expect(doubtOf(summary({ isOrdered: false }), "parallel")).toBe("ids do not rise");
    expect(doubtOf(summary({ lacksTotal: true }), "parallel")).toBe("a page has no total");
    expect(doubtOf(summary({ isOrdered: false }), "sequential")).toBeUndefined();
    expect(doubtOf(summary({ lacksTotal: true }), "sequential")).toBeUndefined();
  });
  test.each([
    [100, 105, undefined],
    [100, 95, undefined],
    [100, 94, "the total moved from 100 to 94"],
    [1_000, 990, undefined],
    [1_000, 989, "the total moved from 1000 to 989"],
  ])("a total that moves from %i to %i", (first, last, doubt) => {
    const moved = { first, last, smallest: Math.min(first, last), moved: true };
    expect(doubtOf(summary({ rows: 1_010, totals: moved }), "parallel")).toBe(doubt);
  });
  test("a total that grows is no doubt when ids rise and all it counts has come", () => {
    const grown = { first: 100, last: 150, smallest: 100, moved: true };
    const doubt = "the total moved from 100 to 150";
    expect(doubtOf(summary({ rows: 150, totals: grown }), "parallel")).toBeUndefined();
    expect(
      doubtOf(summary({ rows: 149, leftOut: [{ id: "7", reason: "" }], totals: grown }), "parallel"),
    ).toBeUndefined();
    expect(doubtOf(summary({ rows: 149, totals: grown }), "parallel")).toBe(doubt);
    expect(doubtOf(summary({ rows: 150, totals: grown }), "sequential")).toBe(doubt);
  });
  test("rows and those left out must be as many as the smallest total", () => {
    const leftOut = [{ id: null, reason: "no id" }];
    expect(doubtOf(summary({ rows: 99, leftOut }), "parallel")).toBeUndefined();
    expect(doubtOf(summary({ rows: 98, leftOut }), "parallel")).toBe("99 rows came of at least 100");
    expect(doubtOf(summary({ rows: 99, duplicates: 1, duplicatesInPage: 1 }), "parallel")).toBe(
      "99 rows came of at least 100",
    );
    expect(doubtOf(summary({ rows: 0, totals: undefined }), "sequential")).toBeUndefined();
  });
  test("a last page with a row twice is doubted", () => {
    for (const mode of ["parallel", "sequential"] as const)
      expect(doubtOf(summary({ endsDoubled: true }), mode)).toContain("twice");
  });
  test("page by page, a row twice or a total that moves is doubted, and so is neither order nor total", () => {
    expect(doubtOf(summary({ duplicates: 1 }), "parallel")).toBeUndefined();
    expect(doubtOf(summary({ duplicates: 1 }), "sequential")).toContain("rows came twice");
    const moved = { ...totals, moved: true };
    expect(doubtOf(summary({ totals: moved }), "parallel")).toBeUndefined();
    expect(doubtOf(summary({ totals: moved }), "sequential")).toContain("the total moved");
    expect(doubtOf(summary({ isOrdered: false, totals: undefined }), "sequential")).toBe("neither order nor total");
    expect(doubtOf(summary({ isOrdered: false, lacksTotal: true }), "sequential")).toBe("neither order nor total");
  });

  test("a pull with order and a total proves itself; any other is believed when it holds every row of the one before", () => {
    const unordered = summary({ isOrdered: false });
    expect([summary(), unordered, summary({ totals: undefined })].map(provesItself)).toEqual([true, false, false]);
    expect(unconfirmed(summary(), undefined)).toBeUndefined();
    expect(unconfirmed(unordered, undefined)).toBe("ids do not rise, and no other pull confirms it");
    expect(unconfirmed(summary({ totals: undefined }), undefined)).toBe(
      "there is no total, and no other pull confirms it",
    );
    expect(unconfirmed(unordered, { summary: unordered })).toBeUndefined();
    expect(unconfirmed(unordered, { summary: summary({ ids: new Set([1]) }) })).toBeUndefined();
    expect(unconfirmed(unordered, { summary: summary({ ids: new Set([1, 3, 4]) }) })).toBe(
      "ids do not rise, and 2 rows of the pull before are not there",
    );
    expect(unconfirmed(unordered, { doubt: "the total moved", summary: unordered })).toContain(
      "no other pull confirms it",
    );
  });
});
