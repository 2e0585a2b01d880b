import type { CollectionName } from "../world/entries.ts";

const dates = (name: string): readonly string[] =>
  ["before", "strictly_before", "after", "strictly_after"].map((bound) => `${name}[${bound}]`);
const both = (name: string): readonly string[] => [name, `${name}[]`];
const orders = (...names: readonly string[]): readonly string[] => names.map((name) => `order[${name}]`);
const statistics = (...names: readonly string[]): readonly string[] =>
  orders(...names.map((name) => `statistics.${name}`));
const LEADS = ["invalidLeads", "validLeads", "cautionLeads", "heldLeads", "processingLeads", "billableLeads"] as const;
const TRACKED = ["impressions", "conversions", "clicks"] as const;

/** The declared variables of each collection, in the documented order. */
const VARIABLES: { readonly [C in CollectionName]: readonly string[] } = {
  campaigns: [
    ...both("id"),
    "name",
    ...orders("id", "name"),
    ...["createdTs", "updatedTs", "startTs", "endTs"].flatMap(dates),
    ...statistics(...LEADS, ...TRACKED),
    "status[]",
    ...orders("advertiser.name", "startTs", "endTs", "country.id", "country.iso"),
    ...statistics("activePublishers", "totalSales", "campaignRevenue.revenue", "campaignRevenue.baseCurrencyRevenue"),
    "idName",
    ...both("campaignProcessrJobs.processrJob.id"),
    ...both("campaignPublishers.publisher.id"),
    ...both("advertiser.id"),
    "advertiser.name",
    "campaignManager",
    "accountManager",
    ...both("country.id"),
    ...both("country.iso"),
  ],
  "campaign-publishers": [
    ...both("id"),
    ...both("campaign.id"),
    ...orders("id"),
    ...["createdTs", "updatedTs", "startTs", "endTs"].flatMap(dates),
    ...both("publisher.id"),
    "publisher.name",
    ...both("publisherApplication.id"),
    ...both("publisherApplication.status"),
    "campaign.name",
    ...orders("publisher.id", "publisher.name", "publisherApplication.id", "publisherApplication.status"),
    ...orders("campaign.id", "campaign.name"),
    ...statistics(...LEADS, ...TRACKED),
    "campaign.status[]",
    "latest",
    "currentContractStatus[]",
    "currentContractStatus",
  ],
  "campaign-processr-jobs": [
    ...both("id"),
    ...both("campaign.id"),
    ...orders("id"),
    ...dates("updatedTs"),
    ...both("processrJob.processrJobCategory.id"),
    "processrJob.processrJobCategory.name",
    ...both("processrJob.id"),
    "shownOnCampaign",
    "alwaysDeliver",
    "grouped",
  ],
  leads: [
    ...both("id"),
    "email",
    ...both("campaign.id"),
    ...orders("id"),
    ...["createdTs", "updatedTs"].flatMap(dates),
  ],
};

const BOOLEANS: ReadonlySet<string> = new Set(["latest", "shownOnCampaign", "alwaysDeliver", "grouped"]);

/**
 * A filter of the resource. API Platform declares an exact one in two forms, `id` and `id[]`, and one by a part of the text in the
 * plain form alone; those that are documented as a list only are Convertr's own.
 */
export interface DeclaredFilter {
  readonly property: string;
  readonly kind: "date" | "boolean" | "exact" | "partial" | "list";
}

export function declaredFilters(collection: CollectionName): readonly DeclaredFilter[] {
  const variables = VARIABLES[collection].filter((variable) => !variable.startsWith("order["));
  const properties = [...new Set(variables.map(propertyOf))];
  return properties.map((property) => ({ property, kind: kindOf(property, new Set(variables)) }));
}

function kindOf(property: string, variables: ReadonlySet<string>): DeclaredFilter["kind"] {
  if (BOOLEANS.has(property)) return "boolean";
  if (variables.has(`${property}[after]`)) return "date";
  if (!variables.has(`${property}[]`)) return "partial";
  return variables.has(property) ? "exact" : "list";
}

/** The keys of `order[…]` in the order of their declaration, which is the order in which several apply. */
export const declaredOrders = (collection: CollectionName): readonly string[] =>
  VARIABLES[collection].flatMap((variable) => ORDER.exec(variable)?.[1] ?? []);

const ORDER = /^order\[(.+)\]$/;

/** `status[]` → `status`, `createdTs[after]` → `createdTs`, `order[name]` → `name`; impressions are the API's own slip. */
export function propertyOf(variable: string): string {
  const property = ORDER.exec(variable)?.[1] ?? variable.replace(/\[.*\]$/, "");
  return property === "statistics.impressions" ? "query" : property;
}

/** The `hydra:search` of a collection. @param path as it was asked for, with its extension if it had one */
export function searchOf(collection: CollectionName, path = `/api/v4/${collection}`): object {
  const variables = VARIABLES[collection];
  return {
    "@type": "hydra:IriTemplate",
    "hydra:template": `${path}{?${variables.join(",")}}`,
    "hydra:variableRepresentation": "BasicRepresentation",
    "hydra:mapping": variables.map((variable) => ({
      "@type": "IriTemplateMapping",
      variable,
      property: propertyOf(variable),
      required: false,
    })),
  };
}
