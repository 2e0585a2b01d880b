import { describe, expect, test } from "vitest";
import { checkNames, nearest } from "../../../functions/local/look-up/check-names.ts";
import { LOOK_UP_COLLECTIONS, lookUpDataset } from "../../../functions/local/look-up/collections.ts";
import { orderingOf } from "../../../functions/local/look-up/ordering.ts";
import { parseQuestion } from "../../../functions/local/look-up/question.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";

const parse = (given: { filter?: string[]; order?: string[] }) =>
  parseQuestion({ filter: given.filter ?? [], order: given.order ?? [], limit: 20 });

describe("what is asked", () => {
  test("is key and value, split at the first equals sign", () => {
    expect(parse({ filter: ["name=a=b", "id[]=1", "id[]=2"], order: ["id=desc"] })).toEqual({
      filters: [
        ["name", "a=b"],
        ["id[]", "1"],
        ["id[]", "2"],
      ],
      order: [{ key: "id", direction: "desc" }],
      limit: 20,
    });
  });

  test.each([
    ["no equals sign", { filter: ["status[]"] }],
    ["no key", { filter: ["=Active"] }],
    ["no value", { filter: ["name="] }],
    ["an id that is none", { filter: ["id=abc"] }],
    ["an embedded id that is none", { filter: ["campaign.id[]=0"] }],
    ["a day that does not exist", { filter: ["updatedTs[after]=2026-13-40"] }],
    ["a day in words", { filter: ["updatedTs[after]=yesterday"] }],
    ["a day that is in no calendar", { filter: ["updatedTs[after]=2026-02-30"] }],
    ["parts of a second", { filter: ["updatedTs[after]=2026-11-23T05:00:00.5Z"] }],
    ["a year that UTC turns into another form", { filter: ["updatedTs[before]=9999-12-31T23:00:00-05:00"] }],
    ["an order that is none", { order: ["id=up"] }],
  ])("%s would be ignored by the API, and is refused", (_, given) => {
    expect(() => parse(given)).toThrow(expect.objectContaining({ name: "WrongUsage" }));
  });
});

test.each([
  ["2026-11-23T05:00:00+05:30", "2026-11-22T23:30:00Z"],
  ["2026-11-23T05:00-01:00", "2026-11-23T06:00:00Z"],
  ["2026-11-23T05:00:00Z", "2026-11-23T05:00:00Z"],
  ["2026-11-23T05:00:00", "2026-11-23T05:00:00"],
  ["2026-11-23", "2026-11-23"],
])("the instant %s is asked for as %s, since the API drops offsets", (given, asked) => {
  expect(parse({ filter: [`createdTs[after]=${given}`] }).filters).toEqual([["createdTs[after]", asked]]);
});

test.each([
  [{ filter: ["name=a", "name=b"] }, /name is given 2 times, of which the API keeps the last/],
  [{ filter: ["campaign.id=1", "campaign.id=2"] }, /campaign\.id\[\]=/],
  [{ filter: ["id=1", "id[]=2", "id[]=3"] }, /id is given 3 times/],
  [{ filter: ["createdTs[after]=2026-11-01", "createdTs[after]=2026-11-02"] }, /given 2 times/],
  [{ order: ["name=asc", "id=asc", "name=desc"] }, /name is given 2 times/],
])("of %j the API would keep the last alone: refused", (given, told) => {
  expect(() => parse(given)).toThrow(
    expect.objectContaining({ name: "WrongUsage", message: expect.stringMatching(told) }),
  );
});

test("both sides of a date and several names are no repetition", () => {
  const filter = ["createdTs[after]=2026-11-01", "createdTs[before]=2026-11-02", "id[]=1", "id[]=2", "name=x"];
  expect(parse({ filter }).filters).toHaveLength(5);
});

describe("orders", () => {
  const mapping = new Map(
    ["order[id]", "id", "order[name]", "order[advertiser.name]"].map((name) => [name, name] as const),
  );
  const ordered = (...order: string[]) => orderingOf(parse({ order }).order, mapping);

  test("newest come first when none is asked for", () => {
    expect(orderingOf([], new Map())).toEqual({ parameters: [["order[id]", "desc"]], isTotal: true });
  });

  test("a key that is declared behind the id goes alone, or the rows would come by id", () => {
    expect(ordered("advertiser.name=asc")).toEqual({ parameters: [["order[advertiser.name]", "asc"]], isTotal: false });
    expect(ordered("name=asc", "advertiser.name=desc").parameters.map(([name]) => name)).toEqual([
      "order[name]",
      "order[advertiser.name]",
    ]);
    expect(ordered("id=asc")).toEqual({ parameters: [["order[id]", "asc"]], isTotal: true });
  });

  test("ties are broken by the id where it is declared behind the key", () => {
    const behind = new Map(["order[name]", "order[id]"].map((name) => [name, name] as const));
    expect(orderingOf([{ key: "name", direction: "asc" }], behind)).toEqual({
      parameters: [
        ["order[name]", "asc"],
        ["order[id]", "desc"],
      ],
      isTotal: true,
    });
  });

  test.each([
    [
      ["advertiser.name=asc", "name=asc"],
      /sorts by name before advertiser\.name.*Ask for name before advertiser\.name/,
    ],
    [["advertiser.name=asc", "id=desc"], /sorts by id before advertiser\.name.*Ask for advertiser\.name alone/],
  ])("%j would be turned round by the API, and is refused", (order, told) => {
    expect(() => ordered(...order)).toThrow(
      expect.objectContaining({ name: "WrongUsage", message: expect.stringMatching(told) }),
    );
  });
});

describe("collections", () => {
  test("each is offered once, however many datasets come of it", () => {
    expect(LOOK_UP_COLLECTIONS).toEqual([...new Set(LOOK_UP_COLLECTIONS)]);
    for (const { collection } of Object.values(DATASETS)) expect(LOOK_UP_COLLECTIONS).toContain(collection);
  });

  test("of two datasets the one with more columns prints the records, whichever is listed first", () => {
    const whole: Dataset = DATASETS["publisher-contracts"];
    const { id, start_date } = DATASETS["publisher-contracts"].columns;
    const part: Dataset = { ...whole, name: "contract-versions", filters: {}, columns: { id, start_date } };
    for (const datasets of [
      [whole, part],
      [part, whole],
    ]) {
      expect(lookUpDataset("campaign-publishers", datasets)).toMatchObject({
        ...{ name: "publisher-contracts", filters: {}, everyRow: {} },
      });
    }
  });
});

describe("names", () => {
  const mapping = new Map(
    [
      "id",
      "id[]",
      "name",
      "status[]",
      "advertiser.id",
      "advertiser.name",
      "createdTs[after]",
      "order[id]",
      "order[name]",
    ].map((name) => [name, name] as const),
  );

  test("that the collection declares are taken", () => {
    checkNames(parse({ filter: ["status[]=Active", "id=1"], order: ["name=asc"] }), mapping, "campaigns");
  });

  test.each([
    [{ filter: ["status=Active"] }, /"status" is no filter of campaigns.*Nearest are status\[\]/],
    [{ filter: ["advertizer.id=1"] }, /Nearest are advertiser\.id/],
    [{ filter: ["createdTs=2026-11-01"] }, /Nearest are createdTs\[after\]/],
    [{ filter: ["order[id]=asc"] }, /"order\[id\]" is no filter/],
    [{ filter: ["access_token=x"] }, /"access_token" is no filter/],
    [{ order: ["nmae=asc"] }, /"nmae" is no order key of campaigns.*Nearest are name/],
    [{ order: ["status[]=asc"] }, /is no order key/],
  ])("%j is told with the nearest that are", (given, told) => {
    expect(() => checkNames(parse(given), mapping, "campaigns")).toThrow(
      expect.objectContaining({ name: "WrongUsage", message: expect.stringMatching(told) }),
    );
  });

  test("the nearest are at most five, and none when there is none", () => {
    expect(nearest("id", [...mapping.keys()])).toHaveLength(5);
    expect(nearest("id", [...mapping.keys()])[0]).toBe("id");
    expect(nearest("id", [])).toEqual([]);
  });
});
