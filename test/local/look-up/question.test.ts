import { describe, expect, test } from "vitest";
import { checkNames, nearest } from "../../../functions/local/look-up/check-names.ts";
import { COLLECTIONS, lookUpDataset } from "../../../functions/local/look-up/collections.ts";
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
    ["an order that is none", { order: ["id=up"] }],
  ])("%s would be ignored by the API, and is refused", (_, given) => {
    expect(() => parse(given)).toThrow(expect.objectContaining({ name: "WrongUsage" }));
  });
});

describe("collections", () => {
  test("each is offered once, however many datasets come of it", () => {
    expect(COLLECTIONS).toEqual([...new Set(COLLECTIONS)]);
    for (const { collection } of Object.values(DATASETS)) expect(COLLECTIONS).toContain(collection);
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
