import { describe, expect, test } from "vitest";
import type { Page } from "../../../shared/convertr/pull/envelope.ts";
import { createTally } from "../../../shared/convertr/pull/tally.ts";

const IRI = "/api/v4/campaigns/";
const NO_ID = "no id";
const member = (id: number, name: unknown = `${IRI}${id}`) => ({ id, "@id": name });
const nameless = (id: string | null) => ({ id, reason: NO_ID });

function page(ids: readonly number[], more: Partial<Page> = {}): Page {
  const members = ids.map((id) => member(id));
  const { leftOut = [] } = more;
  const length = members.length + leftOut.length;
  return { members, leftOut, length, totalItems: 100, view: undefined, foreignLinks: 0, ...more };
}

const empty = page([]);
const tallied = () => createTally({ collection: "campaigns", pageSize: 3 });
const idsOf = (members: readonly { readonly id: number }[]) => members.map(({ id }) => id);

describe("gaps", () => {
  test("lie between pages whose ids leave room for a row, and nowhere else", () => {
    const tally = tallied();
    expect(tally.take(1, page([7, 9, 10]), "first").gaps).toEqual([]);
    expect(tally.take(2, page([11, 12, 13]), "first").gaps).toEqual([]);
    expect(tally.take(3, page([15, 16, 17]), "first").gaps).toEqual([{ after: 13, before: 15, offset: 6 }]);
    expect(tally.take(4, page([30]), "first").gaps).toEqual([{ after: 17, before: 30, offset: 9 }]);
  });
  test("are seen behind a page that came back empty", () => {
    const tally = tallied();
    tally.take(1, page([1, 2, 3]), "first");
    expect(tally.take(2, empty, "first")).toEqual({ fresh: [], gaps: [] });
    expect(tally.take(3, page([9]), "first").gaps).toEqual([{ after: 3, before: 9, offset: 6 }]);
  });
  test("lie within a page that has a member twice: the second copy may have pushed a row out", () => {
    const tally = tallied();
    expect(tally.take(1, page([2, 5, 5]), "first").gaps).toEqual([{ after: 2, before: 5 }]);
    expect(tally.take(2, page([8, 8, 9]), "first").gaps).toEqual([
      { after: 5, before: 8, offset: 3 },
      { after: 8, before: 9 },
    ]);
  });
  test("mean nothing once ids do not rise", () => {
    const tally = tallied();
    tally.take(1, page([1, 3, 2]), "first");
    expect(tally.take(2, page([8, 9, 10]), "first").gaps).toEqual([]);
    expect(tally.summary().isOrdered).toBe(false);
  });
});

describe("order", () => {
  const isOrdered = (...pages: Page[]) => {
    const tally = tallied();
    for (const [index, one] of pages.entries()) tally.take(index + 1, one, "first");
    return tally.summary().isOrdered;
  };
  test("is that ids rise within pages and from page to page", () => {
    expect(isOrdered(page([1, 2, 3]), page([4, 5]))).toBe(true);
    expect(isOrdered(page([1, 2, 3]), page([6, 5]))).toBe(false);
    expect(isOrdered(page([4, 5, 6]), page([1, 7]))).toBe(false);
    expect(isOrdered(page([4, 5, 6]), page([3]), page([7]))).toBe(false);
  });
  test("is kept by a row that comes on two pages", () => {
    expect(isOrdered(page([1, 2, 3]), page([3, 4]))).toBe(true);
    expect(isOrdered(page([1, 2, 3]), page([2, 3, 4]))).toBe(true);
  });
});

describe("a row", () => {
  test("that comes again is a duplicate, on another page or the same", () => {
    const tally = tallied();
    expect(idsOf(tally.take(1, page([1, 2, 2]), "first").fresh)).toEqual([1, 2]);
    expect(idsOf(tally.take(2, page([2, 3, 4]), "first").fresh)).toEqual([3, 4]);
    expect(tally.summary()).toMatchObject({ rows: 4, duplicates: 2, duplicatesInPage: 1, recovered: 0 });
    expect([...tally.summary().ids]).toEqual([1, 2, 3, 4]);
  });
  test("that is only seen when a page is read again was recovered, and the others are no duplicates", () => {
    const tally = tallied();
    tally.take(1, page([1, 2, 3]), "first");
    expect(idsOf(tally.take(1, page([1, 3, 4], { leftOut: [nameless("9")] }), "again").fresh)).toEqual([4]);
    expect(tally.summary()).toMatchObject({ rows: 4, duplicates: 0, recovered: 1, leftOut: [], isOrdered: true });
    expect(tally.take(2, page([6]), "first").gaps).toEqual([{ after: 4, before: 6, offset: 3 }]);
  });
  test("that the gap probe finds is new only when no page has had it", () => {
    const tally = tallied();
    tally.take(1, page([1, 2, 5]), "first");
    const found = { members: [member(2), member(3), member(4), member(3)], leftOut: [] };
    expect(idsOf(tally.takeRecovered(found))).toEqual([3, 4]);
    expect(tally.summary()).toMatchObject({ rows: 5, recovered: 2 });
  });
  test("is known by its id and its name: another record under the same id is left out and named", () => {
    const other = { id: "2", reason: "another record has the same id" };
    for (const [first, second, leftOut] of [
      [`${IRI}2`, `${IRI}2`, []],
      [`${IRI}2`, `${IRI}3`, [other]],
      ["/odd/2", "/odd/2", []],
      ["/odd/2", `${IRI}2`, [other]],
      [undefined, undefined, []],
      [undefined, `${IRI}2`, [other]],
    ] as const) {
      const tally = tallied();
      const named = (name: string | undefined) => ({ id: 2, ...(name === undefined ? {} : { "@id": name }) });
      tally.take(1, page([], { members: [named(first)], length: 1 }), "first");
      expect(tally.take(2, page([], { members: [named(second)], length: 1 }), "first").fresh).toEqual([]);
      expect(tally.summary()).toMatchObject({ rows: 1, leftOut, duplicates: 1 - leftOut.length });
    }
  });
  test("has no name of its own when only its prototype has one", () => {
    const tally = tallied();
    const inherits = Object.assign(Object.create({ "@id": "/odd/2" }), { id: 2 });
    tally.take(1, page([], { members: [inherits], length: 1 }), "first");
    tally.take(2, page([], { members: [{ id: 2 }], length: 1 }), "first");
    expect(tally.summary()).toMatchObject({ duplicates: 1, leftOut: [] });
  });
});

describe("a member without its id", () => {
  test("is named, once; where its name is known it is a duplicate", () => {
    const tally = tallied();
    tally.take(1, page([1], { leftOut: [nameless("7"), nameless("8")] }), "first");
    tally.take(2, page([], { leftOut: [nameless("1"), nameless("8"), nameless("9")] }), "first");
    expect(tally.summary()).toMatchObject({ rows: 1, duplicates: 2, leftOut: ["7", "8", "9"].map(nameless) });
  });
  test("and without a name is each time another", () => {
    const tally = tallied();
    tally.take(1, page([1], { leftOut: [nameless(null), nameless(null)] }), "first");
    expect(tally.takeRecovered({ members: [], leftOut: [nameless(null)] })).toEqual([]);
    expect(tally.summary()).toMatchObject({ duplicates: 0, leftOut: Array(3).fill(nameless(null)) });
  });
  test("that the gap probe finds is named, unless it is known", () => {
    const tally = tallied();
    tally.take(1, page([1], { leftOut: [nameless("7")] }), "first");
    tally.takeRecovered({ members: [], leftOut: ["1", "7", "8"].map(nameless) });
    expect(tally.summary()).toMatchObject({ duplicates: 0, recovered: 0, leftOut: ["7", "8"].map(nameless) });
  });
  test("is no longer left out when it comes with its id", () => {
    const tally = tallied();
    tally.take(1, page([1], { leftOut: [nameless("7"), nameless("8")] }), "first");
    tally.take(2, page([9]), "first");
    expect(tally.summary().leftOut).toEqual(["7", "8"].map(nameless));
    tally.takeRecovered({ members: [member(7)], leftOut: [] });
    expect(tally.summary()).toMatchObject({ rows: 3, leftOut: [nameless("8")] });
  });
});

describe("the end", () => {
  const endsDoubled = (...pages: readonly (readonly [number, Page, ("first" | "again")?])[]) => {
    const tally = tallied();
    for (const [number, one, how = "first"] of pages) tally.take(number, one, how);
    return tally.summary().endsDoubled;
  };
  test("is doubled when the last page with members has one twice", () => {
    expect(endsDoubled([1, page([1, 1, 2])])).toBe(true);
    expect(endsDoubled([1, page([1, 1, 2])], [2, page([3])])).toBe(false);
    expect(endsDoubled([1, page([1, 2, 3])], [2, page([4, 4])])).toBe(true);
    expect(endsDoubled([1, empty])).toBe(false);
  });
  test("is not changed by an empty page behind it, nor by one before it that is read again", () => {
    expect(endsDoubled([1, page([1, 1, 2])], [2, empty])).toBe(true);
    expect(endsDoubled([1, page([1, 2, 3])], [2, page([4, 4])], [1, page([1, 2, 3]), "again"])).toBe(true);
  });
  test("is what it is when that page is read again", () => {
    expect(endsDoubled([1, page([1, 1, 2])], [1, page([1, 2, 3]), "again"])).toBe(false);
    expect(endsDoubled([1, page([1, 2, 3])], [1, page([1, 2, 2]), "again"])).toBe(true);
  });
});

describe("the totals", () => {
  const totalsOf = (...totals: readonly (number | undefined)[]) => {
    const tally = tallied();
    for (const [index, totalItems] of totals.entries())
      tally.take(index + 1, page([index + 1], { totalItems }), "first");
    return tally.summary();
  };
  test("are the first, the last and the smallest, and whether any two differ", () => {
    expect(totalsOf(9).totals).toEqual({ first: 9, last: 9, smallest: 9, moved: false });
    expect(totalsOf(9, 9, 9).totals?.moved).toBe(false);
    expect(totalsOf(9, 7, 8).totals).toEqual({ first: 9, last: 8, smallest: 7, moved: true });
    expect(totalsOf(9, 10, 9).totals).toEqual({ first: 9, last: 9, smallest: 9, moved: true });
    expect(totalsOf(0).totals).toEqual({ first: 0, last: 0, smallest: 0, moved: false });
  });
  test("lack when a page has none, and are absent when all have none", () => {
    expect(totalsOf(9, 9).lacksTotal).toBe(false);
    expect(totalsOf(9, undefined, 8)).toMatchObject({ lacksTotal: true, totals: { first: 9, last: 8 } });
    expect(totalsOf(undefined)).toMatchObject({ lacksTotal: true, totals: undefined });
  });
});

test("what was learnt of a page is kept as it was last read, and links to elsewhere are counted each time", () => {
  const tally = tallied();
  expect(tally.reading(1)).toBeUndefined();
  tally.take(1, page([1, 2], { leftOut: [nameless(null)], foreignLinks: 2 }), "first");
  expect(tally.reading(1)).toEqual({ length: 3, totalItems: 100 });
  tally.take(1, page([1], { totalItems: undefined, foreignLinks: 1 }), "again");
  expect(tally.reading(1)).toEqual({ length: 1, totalItems: undefined });
  expect(tally.summary().foreignLinks).toBe(3);
});
