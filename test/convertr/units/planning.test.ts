import { describe, expect, test } from "vitest";
import type { Page } from "../../../shared/convertr/pull/envelope.ts";
import {
  echoDoubt,
  expectedLength,
  firstPageDoubt,
  isOrdered,
  pagesOf,
  planPaging,
} from "../../../shared/convertr/pull/paging-plan.ts";

const QUERY = { collection: "campaigns", filters: { latest: "true" }, pageSize: 10 };
const LIMITS = { maxPages: 50, extraPages: 3 };
const ECHO = "latest=true&itemsPerPage=10&order%5Bid%5D=asc";

/** The first page as it should be of a collection of `total`. */
function firstPage(total: number, more: Partial<Page> = {}, view: Partial<NonNullable<Page["view"]>> = {}): Page {
  const length = Math.min(total, 10);
  const lastPage = total > 10 ? Math.ceil(total / 10) : undefined;
  return {
    members: Array.from({ length }, (_, index) => ({ id: index + 1 })),
    ...{ leftOut: [], length, totalItems: total, foreignLinks: 0 },
    view: { echo: new URLSearchParams(ECHO), lastPage, nextPage: total > 10 ? 2 : undefined, ...view },
    ...more,
  };
}

const plan = (first: Page, limits = LIMITS) => planPaging(first, QUERY, limits);

describe("the plan after the first page", () => {
  test.each([
    [0, 1],
    [1, 1],
    [9, 1],
    [10, 2],
    [11, 2],
    [45, 5],
    [50, 6],
  ])("of %i members reads to page %i at once, behind a full last page one more", (total, readAhead) => {
    const mostPages = Math.floor(total / 10) + 3;
    expect(plan(firstPage(total))).toEqual({ mode: "parallel", pageSize: 10, readAhead, mostPages });
  });

  const ids = (length: number) => ({ length, members: Array.from({ length }, (_, index) => ({ id: index + 1 })) });

  test("is over with the first page where the server does not page: longer than asked for, and as long as the total", () => {
    const isUnpaged = (first: Page) => {
      const made = plan(first);
      return made.mode === "sequential" && made.isUnpaged === true;
    };
    expect(isUnpaged(firstPage(25, { ...ids(25), view: undefined }))).toBe(true);
    expect(isUnpaged(firstPage(26, { ...ids(25), view: undefined }))).toBe(false);
    expect(isUnpaged(firstPage(10, { ...ids(10), members: [{ id: 2 }, { id: 1 }] }))).toBe(false);
    expect(isUnpaged(firstPage(8, { ...ids(8), members: [{ id: 2 }, { id: 1 }] }))).toBe(false);
  });

  test("takes a smaller page size from the server only where its last page says so, and some but not all came", () => {
    const clamped = (total: number, length: number, lastPage: number | undefined) =>
      plan(firstPage(total, ids(length), { lastPage, nextPage: 2 }));
    expect(clamped(45, 5, 9)).toMatchObject({ mode: "parallel", pageSize: 5, readAhead: 10 });
    expect(clamped(45, 5, 5)).toMatchObject({ mode: "sequential", reason: "another page size" });
    expect(clamped(45, 0, 45)).toMatchObject({ mode: "sequential" });
    // Of a collection of 7 the server gave 4, and says that there are two pages.
    expect(clamped(7, 4, 2)).toMatchObject({ mode: "parallel", pageSize: 4 });
    expect(clamped(7, 7, 1)).toMatchObject({ mode: "sequential", reason: "a next page after the last" });
  });

  test("waits for a first page that lacks members which its own answer says are on it", () => {
    expect(firstPageDoubt(firstPage(45, ids(9)), 10)).toBe("9 members on page 1, where 10 belong");
    expect(firstPageDoubt(firstPage(45), 10)).toBeUndefined();
    expect(firstPageDoubt(firstPage(45, { ...ids(9), view: undefined }), 10)).toBeUndefined();
    expect(firstPageDoubt(firstPage(45, { ...ids(9), totalItems: undefined }), 10)).toBeUndefined();
    expect(firstPageDoubt(firstPage(45, ids(9), { lastPage: 9 }), 10)).toBeUndefined();
  });

  test("grows by no more pages than the limits allow, however it reads", () => {
    expect(plan(firstPage(490)).mostPages).toBe(50);
    expect(plan(firstPage(45, { view: undefined })).mostPages).toBe(8);
    expect(plan(firstPage(490, { view: undefined })).mostPages).toBe(50);
    expect(plan(firstPage(45, { totalItems: undefined })).mostPages).toBe(50);
  });

  test("goes by the members that came, at least one, where the server has its own page size", () => {
    const clamped = { members: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }], length: 4 };
    const reason = "another page size";
    expect(plan(firstPage(45, clamped))).toEqual({ mode: "sequential", pageSize: 4, mostPages: 15, reason });
    const empty = { members: [], length: 0 };
    expect(plan(firstPage(5, empty))).toEqual({ mode: "sequential", pageSize: 1, mostPages: 8, reason });
  });

  const reversed = firstPage(45).members.toReversed();
  test.each<[string, Page]>([
    ["no total", firstPage(45, { totalItems: undefined })],
    ["not ordered by id", firstPage(45, { members: reversed })],
    ["another page size", firstPage(5, { totalItems: 6 })],
    ["another page size", firstPage(5, { totalItems: 4 })],
    ["no hydra:view", firstPage(45, { view: undefined })],
    ["parameters not understood", firstPage(45, {}, { echo: undefined })],
    ["parameters not understood", firstPage(45, {}, { echo: new URLSearchParams(ECHO.replace("true", "false")) })],
    ["parameters not understood", firstPage(45, {}, { echo: new URLSearchParams(ECHO.replace("=10", "=30")) })],
    ["parameters not understood", firstPage(45, {}, { echo: new URLSearchParams(ECHO.replace("asc", "desc")) })],
    ["parameters not understood", firstPage(45, {}, { echo: new URLSearchParams("itemsPerPage=10&latest=true") })],
    ["no last page", firstPage(45, {}, { lastPage: undefined })],
    ["a last page that does not fit the total", firstPage(45, {}, { lastPage: 4 })],
    ["a last page that does not fit the total", firstPage(10, {}, { lastPage: 2 })],
    ["a next page after the last", firstPage(45, {}, { nextPage: 6 })],
  ])("takes nothing for granted after: %s", (reason, first) => {
    expect(plan(first)).toMatchObject({ mode: "sequential", reason });
  });

  test("needs no view when everything is on the page, and no next page where there is none", () => {
    for (const total of [0, 5, 10]) expect(plan(firstPage(total, { view: undefined })).mode).toBe("parallel");
    expect(plan(firstPage(45, {}, { nextPage: undefined })).mode).toBe("parallel");
    expect(plan(firstPage(45, {}, { nextPage: 5 })).mode).toBe("parallel");
    expect(plan(firstPage(10, {}, { lastPage: 1 })).mode).toBe("parallel");
  });
});

describe("the pages of a collection", () => {
  test("are as many as its members fill, and at least one", () => {
    expect([0, 1, 10, 11, 20].map((total) => pagesOf(total, 10))).toEqual([1, 1, 1, 2, 2]);
  });
  test("are full up to the last one, which has the rest, and then empty", () => {
    expect([1, 2, 3, 4].map((page) => expectedLength(page, 25, 10))).toEqual([10, 10, 5, 0]);
    expect(expectedLength(3, undefined, 10)).toBeUndefined();
  });
  test("are ordered when ids rise; the same id again is no other order", () => {
    const ordered = (...ids: number[]) => isOrdered(ids.map((id) => ({ id })));
    expect([ordered(), ordered(3), ordered(1, 2, 2, 9)]).toEqual([true, true, true]);
    expect([ordered(2, 1), ordered(1, 3, 2)]).toEqual([false, false]);
  });
});

describe("a page's own address", () => {
  const page = (echo: string | undefined) =>
    firstPage(45, {}, { echo: echo === undefined ? undefined : new URLSearchParams(echo) });
  const doubt = (echo: string | undefined, understood: boolean) =>
    echoDoubt(page(echo), { query: QUERY, page: 3, understood });

  test("must show the page that was asked for, if it shows one", () => {
    for (const understood of [true, false]) {
      expect(doubt(`${ECHO}&page=3`, understood)).toBeUndefined();
      expect(doubt(ECHO, understood)).toBeUndefined();
      expect(doubt(undefined, understood)).toBeUndefined();
      expect(doubt(`${ECHO}&page=4`, understood)).toBe("another page than page 3");
    }
    expect(echoDoubt({ ...page(""), view: undefined }, { query: QUERY, page: 3, understood: true })).toBeUndefined();
  });
  test("must show every parameter, once the first page has shown that they are understood", () => {
    const without = ECHO.replace("latest=true&", "");
    expect(doubt(`${without}&page=3`, true)).toBe("page 3 without order, size or filter");
    expect(doubt(`${without}&page=3`, false)).toBeUndefined();
  });
});
