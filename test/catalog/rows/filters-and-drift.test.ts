import { describe, expect, test } from "vitest";
import { campaignRecord, contractRecord, jobRecord } from "../documented-records.ts";
import { campaign, campaigns, contracts, jobs } from "./checkers.ts";

describe("filters", () => {
  test("a row that shows that the API ignored the filter stops the pull at once", () => {
    const checker = jobs();
    expect(() => checker.check(jobRecord({ "processrJob.processrJobCategory.id": 3 }))).toThrow(
      expect.objectContaining({ name: "BadResponse", message: expect.stringContaining("category_id other than 2") }),
    );
  });

  test("a row that cannot show it is refused in the end", () => {
    const checker = jobs();
    checker.check(jobRecord());
    checker.assertUsable();
    checker.check(jobRecord({ "processrJob.processrJobCategory.id": "2" }));
    expect(() => checker.assertUsable()).toThrow(
      expect.objectContaining({ name: "BadResponse", message: expect.stringContaining("1 rows do not show") }),
    );
  });
});

describe("drift", () => {
  test("names of new fields are reported, at every level, without their values", () => {
    const checker = contracts();
    checker.check(
      contractRecord({
        newField: "CANARY",
        "publisher.phone": "CANARY",
        "campaign.advertiser.vat": "CANARY",
        "campaignPublisherBands.0.cap": 5,
      }),
    );
    checker.check(contractRecord({ newField: "CANARY" }));
    expect(checker.drift().unknown).toEqual([
      "campaign.advertiser.vat",
      "campaignPublisherBands.cap",
      "newField",
      "publisher.phone",
    ]);
  });

  test("fields below what is never stored are not looked into", () => {
    const checker = jobs();
    checker.check(jobRecord({ config: { password: "CANARY" }, updatedBy: { id: 1, secret: "CANARY" } }));
    expect(checker.drift().unknown).toEqual([]);
  });

  test("a hostile record fills neither the report nor the row", () => {
    const checker = campaigns();
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}${"x".repeat(500)}`, n]));
    const record = {
      ...campaignRecord(),
      ...many,
      ...JSON.parse('{"__proto__": {"name": "polluted"}, "constructor": 1}'),
    };
    const { row } = checker.check(record);
    expect(row).toEqual(campaign({}).row);
    expect(checker.drift().unknown.length).toBe(100);
    expect(Math.max(...checker.drift().unknown.map((name) => name.length))).toBeLessThanOrEqual(80);
    expect(({} as { name?: string }).name).toBeUndefined();
  });
});

test("a record whose id cannot be used is refused, since the client lets none through", () => {
  expect(() => campaign({ id: "812" })).toThrow(expect.objectContaining({ name: "BadResponse" }));
  expect(() => campaign({ id: undefined })).toThrow(expect.objectContaining({ name: "BadResponse" }));
  expect(() => campaign({ id: null })).toThrow(expect.objectContaining({ name: "BadResponse" }));
});
