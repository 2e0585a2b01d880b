import { expect, test } from "vitest";
import { searchOf } from "../../../functions/local/simulated-api/http/search.ts";
import { COLLECTIONS, type CollectionName } from "../../../functions/local/simulated-api/world/entries.ts";
import { demoWorld, isPlainObject, morning, recordsAt } from "./demo-world.ts";
import { DOCUMENTED } from "./documented-keys.ts";

const world = demoWorld({ campaigns: 120 });
const LISTS = ["campaignPublisherBands", "leadData"];
/** Shown by the API and not in the documented example. */
const ADDED: { readonly [C in CollectionName]: readonly string[] } = {
  campaigns: ["isTemplate"],
  "campaign-publishers": [],
  "campaign-processr-jobs": [],
  leads: ["integrationResults"],
};
/** Shown as null or empty in the documentation; what is inside when it is not is a guess. */
const GUESSED = [
  "country",
  "accountManager",
  "campaignManager",
  "trackConversion",
  "config",
  "campaignMapping",
  "routingValues",
  "campaignPayoutBand",
  "integrationResults",
];

test.each(COLLECTIONS)(
  "a record of %s has the documented keys in the documented order, and none beside them",
  (collection) => {
    const records = recordsAt(world, collection, morning(0)).filter((record) => !Object.hasOwn(record, "channel"));
    expect(records.length).toBeGreaterThan(100);
    const paths = [...DOCUMENTED[collection].paths, ...ADDED[collection]];
    for (const record of records) expect(pathsOf(record)).toEqual(paths);
  },
);

test.each(COLLECTIONS)("the search of %s has the documented template, its mapping the API's own slip", (collection) => {
  const search = JSON.parse(JSON.stringify(searchOf(collection)));
  expect(search["hydra:template"]).toBe(DOCUMENTED[collection].template);
  const mapping = new Map(
    search["hydra:mapping"].map((entry: { variable: string; property: string }) => [entry.variable, entry.property]),
  );
  const variables = /\{\?(.*)\}/.exec(DOCUMENTED[collection].template)?.[1]?.split(",") ?? [];
  expect([...mapping.keys()]).toEqual(variables);
  expect(mapping.get("id[]")).toBe("id");
  if (collection !== "campaign-processr-jobs") expect(mapping.get("createdTs[strictly_after]")).toBe("createdTs");
  if (collection.startsWith("campaigns")) expect(mapping.get("order[statistics.impressions]")).toBe("query");
});

test("@id and @type say what a record is", () => {
  const [campaign] = recordsAt(world, "campaigns", morning(0));
  expect(campaign["@id"]).toBe(`/api/v4/campaigns/${campaign.id}`);
  expect(campaign["@type"]).toBe("Campaign");
  expect(campaign.advertiser["@id"]).toBe(`/api/v4/advertisers/${campaign.advertiser.id}`);
});

/** Keys by path; of a list of objects its first, as in the documented example. */
function pathsOf(value: unknown, prefix = ""): string[] {
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${prefix}${key}`;
    if (GUESSED.includes(key)) return [path];
    return Array.isArray(inner) && isPlainObject(inner[0]) && LISTS.includes(key)
      ? [path, ...pathsOf(inner[0], `${path}/0/`)]
      : [path, ...pathsOf(inner, `${path}/`)];
  });
}
