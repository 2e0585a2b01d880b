import { describe, expect, test } from "vitest";
import { createFilterProof } from "../../../functions/local/look-up/filter-proof.ts";
import { createOrderProof } from "../../../functions/local/look-up/order-proof.ts";
import { valuesAt } from "../../../functions/local/look-up/values-at.ts";

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
  const sees = (
    member: { readonly id: number; readonly [field: string]: unknown },
    ...filters: (readonly [string, string])[]
  ) => {
    const property = (name: string) => name.replace(/\[.*\]$/, "");
    // Filters by the whole value are declared in two forms, all but `name` here.
    const names = filters.flatMap(([name]) => (name === "name" || name.includes("[") ? [name] : [name, `${name}[]`]));
    const proof = createFilterProof(filters, new Map(names.map((name) => [name, property(name)])), "things");
    proof.see(member);
    return proof.doubts();
  };

  test.each([
    [campaign, "id", "601"],
    [campaign, "name", "spring"],
    [{ ...campaign, name: "Café à la Mode" }, "name", "CAFE A"],
    [{ ...campaign, country: { iso: "GB" } }, "country.iso", "gb"],
    [campaign, "uncapped", "0"],
    [campaign, "advertiser.id[]", "319"],
    [campaign, "campaignManager", "someone"],
    [campaign, "bands.id", "2"],
    [lead, "campaign.id", "601"],
    [lead, "createdTs[after]", "2026-11-20"],
    [lead, "createdTs[strictly_before]", "2026-11-21T00:00:00Z"],
  ])("when it meets it (%#)", (member, name, value) => {
    expect(sees(member, [name, value])).toEqual([]);
  });

  test.each([
    [campaign, "id", "602"],
    [campaign, "id", "60"],
    [campaign, "name", "autumn"],
    [campaign, "uncapped", "true"],
    [campaign, "uncapped", "maybe"],
    [{ ...campaign, country: { iso: "GBR" } }, "country.iso", "GB"],
    [{ ...campaign, status: "Inactive" }, "status[]", "Active"],
    [campaign, "uncapped", "FALSE"],
    [campaign, "name", "a%z"],
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
    expect(sees(campaign, ["latest", "true"], ["id", "601"])).toEqual([
      expect.stringMatching(/^not proven: .* latest /),
    ]);
    expect(sees({ ...campaign, advertiser: "/api/v4/advertisers/319" }, ["advertiser.name", "Acme"])).toEqual([
      expect.stringMatching(/^not proven: .* advertiser\.name /),
    ]);
  });

  test.each([
    ["country.iso", "GB"],
    ["endTs[before]", "2026-11-20"],
  ])("a row that has nothing there proves and refutes nothing (%s)", (name, value) => {
    expect(sees({ ...campaign, endTs: null }, [name, value])).toEqual([
      `not proven for records without a value: ${name}`,
    ]);
  });

  test.each([
    "createdTs[after]=2026-11-20T20:00:00Z",
    "createdTs[before]=2026-11-20",
    "createdTs[strictly_after]=2026-11-20T10:00:00",
  ])("a row less than a day beyond %s tells that the server's zone is another", (filter) => {
    const [name = "", value = ""] = filter.split("=");
    expect(sees(lead, [name, value])).toEqual([expect.stringMatching(/another zone than UTC/)]);
  });

  test.each([
    [{ ...campaign, name: "Spring-Sale" }, "Spring_Sale"],
    [{ ...campaign, name: "a Spring with a sale" }, "spring%sale"],
    [{ ...campaign, name: "100 percent" }, "100%"],
  ])("%% and _ in a part of a text are the API's wildcards, which is told (%#)", (member, value) => {
    expect(sees(member, ["name", value])).toEqual([
      expect.stringMatching(/takes % for any text and _ for any character/),
    ]);
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
  const rows = (values: readonly unknown[]) => values.map((value, at) => ({ id: at + 1, of: { value } }));
  const prove = (direction: "asc" | "desc", pages: readonly (readonly unknown[])[], isTotal = false) => {
    const of = { mapping: new Map<string, string>(), collection: "things", isTotal };
    const proof = createOrderProof([{ key: "of.value", direction }], of);
    for (const values of pages) proof.see(rows(values));
    return proof.doubts();
  };

  test.each([
    ["asc", [1, 2, 2, 10]],
    ["desc", ["10.50", "9.90", "-1.00"]],
    ["asc", ["2026-11-20T10:00:00+00:00", "2026-11-20T11:30:00+01:00"]],
    ["asc", [null, 1, 2]],
    ["asc", ["Acme", "beta", "Émile", "zeta"]],
    // Numbers in a column of text.
    ["asc", ["1", "10", "9"]],
    ["desc", ["9", "10", "1"]],
  ] as const)("%s %j", (direction, values) => {
    expect(prove(direction, [values])).toEqual([]);
  });

  test.each([
    ["asc", [1, 3, 2]],
    ["desc", ["9.90", "10.50", "9.95"]],
    ["asc", ["1", "10", "9", "2"]],
    ["desc", ["2026-11-20T10:00:00+00:00", "2026-11-20T11:30:00+01:00"]],
  ] as const)("or refuses the answer: %s %j", (direction, values) => {
    expect(() => prove(direction, [values])).toThrow(expect.objectContaining({ name: "BadResponse" }));
  });

  test("what it cannot prove it says: the order of texts, values that are not shown, equal rows where pages meet", () => {
    expect(prove("asc", [["b", "a"]])).toEqual([expect.stringMatching(/^not proven: .*rules of its own/)]);
    expect(prove("asc", [[undefined, null]])).toEqual([expect.stringMatching(/^not proven: .*do not show/)]);
    const meeting = [
      [1, 2],
      [2, 3],
    ];
    expect(prove("asc", meeting)).toEqual([expect.stringMatching(/^not proven: .*where two pages meet/)]);
    expect(prove("asc", meeting, true)).toEqual([]);
    expect(prove("asc", [[1, 2], [3, 4], []])).toEqual([]);
  });
});
