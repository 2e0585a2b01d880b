import { describe, expect, test } from "vitest";
import { createFilterProof, createOrderProof, valuesAt } from "../../../functions/local/look-up/proofs.ts";

const lead = { id: 7, campaign: "/api/v4/campaigns/601", createdTs: "2026-11-20T10:00:00+00:00", email: "x@y.example" };
const campaign = {
  id: 601,
  name: "Spring Sale",
  uncapped: false,
  country: null,
  advertiser: { id: 319, name: "Acme" },
  campaignManager: { username: "someone" },
  bands: [{ id: 1 }, { id: 2 }],
  none: [],
};

test("values are found through objects, lists and IRIs; what is not there differs from what is null", () => {
  expect(valuesAt(campaign, "advertiser.id")).toEqual([319]);
  expect(valuesAt(campaign, "bands.id")).toEqual([1, 2]);
  expect(valuesAt(lead, "campaign.id")).toEqual([601]);
  expect(valuesAt(campaign, "country.iso")).toEqual([null]);
  expect(valuesAt(campaign, "none.id")).toEqual([]);
  expect(valuesAt(campaign, "advertiser.iso")).toBeUndefined();
  expect(valuesAt(campaign, "__proto__.id")).toBeUndefined();
});

describe("a row proves that a filter held", () => {
  const sees = (member: { readonly id: number }, ...filters: (readonly [string, string])[]) => {
    const property = (name: string) => name.replace(/\[.*\]$/, "");
    const proof = createFilterProof(filters, new Map(filters.map(([name]) => [name, property(name)])), "things");
    proof.see(member);
    return proof.unshown();
  };

  test.each([
    [campaign, "id", "601"],
    [campaign, "name", "spring"],
    [campaign, "uncapped", "0"],
    [campaign, "advertiser.id[]", "319"],
    [campaign, "campaignManager", "someone"],
    [campaign, "bands.id", "2"],
    [lead, "campaign.id", "601"],
    [lead, "createdTs[after]", "2026-11-20"],
    [lead, "createdTs[strictly_before]", "2026-11-21T00:00:00Z"],
    // The zone of the filter is not known: within a day nothing is proven to be wrong.
    [lead, "createdTs[after]", "2026-11-20T20:00:00Z"],
  ])("when it meets it (%#)", (member, name, value) => {
    expect(sees(member, [name, value])).toEqual([]);
  });

  test.each([
    [campaign, "id", "602"],
    [campaign, "id", "60"],
    [campaign, "name", "autumn"],
    [campaign, "uncapped", "true"],
    [campaign, "uncapped", "maybe"],
    [campaign, "country.iso", "GB"],
    [campaign, "none.id", "1"],
    [lead, "campaign.id", "6"],
    [lead, "createdTs[after]", "2026-11-23"],
    [lead, "createdTs[before]", "2026-11-18"],
  ])("and refuses the answer when it does not (%#)", (member, name, value) => {
    const told = { name: "BadResponse", message: expect.stringContaining(`ignored the filter ${name}`) };
    expect(() => sees(member, [name, value])).toThrow(expect.objectContaining(told));
  });

  test("one of several values is enough, all of several names are needed", () => {
    expect(sees(campaign, ["id[]", "1"], ["id[]", "601"])).toEqual([]);
    expect(() => sees(campaign, ["id", "601"], ["name", "autumn"])).toThrow();
  });

  test("what the records do not show is told as not proven", () => {
    expect(sees(campaign, ["latest", "true"], ["id", "601"])).toEqual(["latest"]);
  });

  test("the error names neither the value nor what the row holds", () => {
    try {
      sees(lead, ["email", "someone@else.example"]);
      expect.fail("it was taken");
    } catch (error) {
      expect(String(error)).not.toMatch(/example/);
    }
  });
});

describe("a page proves an order", () => {
  const rows = (...values: unknown[]) => values.map((value, at) => ({ id: at + 1, of: { value } }));
  const prove = (direction: "asc" | "desc", values: unknown[]) =>
    createOrderProof([{ key: "of.value", direction }], new Map(), "things")(rows(...values));

  test.each([
    ["asc", [1, 2, 2, 10]],
    ["desc", ["10.50", "9.90", "-1.00"]],
    ["asc", ["2026-11-20T10:00:00+00:00", "2026-11-20T10:30:00+01:00".replace("10:30", "11:30")]],
    ["asc", ["b", "a"]],
    ["asc", [null, 1, 2]],
  ] as const)("%s %j", (direction, values) => {
    prove(direction, [...values]);
  });

  test.each([
    ["asc", [1, 3, 2]],
    ["desc", ["9.90", "10.50"]],
    ["desc", ["2026-11-20T10:00:00+00:00", "2026-11-20T11:30:00+01:00"]],
  ] as const)("or refuses the answer: %s %j", (direction, values) => {
    expect(() => prove(direction, [...values])).toThrow(expect.objectContaining({ name: "BadResponse" }));
  });
});
