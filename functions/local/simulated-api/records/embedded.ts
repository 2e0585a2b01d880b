import { personEmail, userName } from "../world/canaries.ts";
import type { Currency } from "../world/money.ts";
import { ADVERTISERS, COUNTRIES, PUBLISHERS, SUBCATEGORIES } from "../world/names.ts";
import type { JsonObject } from "./json.ts";

const FIRST_ADVERTISER_ID = 280;
const FIRST_PUBLISHER_ID = 5;
const USERS = 7;

export const entity = (path: string, type: string, id: number): { "@id": string; "@type": string } => ({
  "@id": `/api/v4/${path}/${id}`,
  "@type": type,
});

export const advertiserId = (advertiser: number): number => FIRST_ADVERTISER_ID + advertiser;
export const publisherId = (publisher: number): number => FIRST_PUBLISHER_ID + publisher;

export const advertiserOf = (advertiser: number): JsonObject => {
  const id = advertiserId(advertiser);
  return { ...entity("advertisers", "Advertiser", id), id, name: ADVERTISERS[advertiser] ?? "" };
};

export const publisherOf = (publisher: number): JsonObject => {
  const id = publisherId(publisher);
  const email = personEmail("publisher", id);
  return { ...entity("publishers", "Publisher", id), id, name: PUBLISHERS[publisher] ?? "", email };
};

/** Keys of a country: a guess by the names of its filters. */
export const countryOf = (country: number | null): JsonObject | null => {
  const found = country === null ? undefined : COUNTRIES[country];
  if (found === undefined) return null;
  return { ...entity("countries", "Country", found.id), id: found.id, iso: found.iso };
};

export const subcategoryOf = (subcategory: number): JsonObject => {
  const { id, name } = SUBCATEGORIES[subcategory] ?? SUBCATEGORIES[0];
  return { ...entity("subcategories", "Subcategory", id), id, name };
};

export const currencyHead = ({ id }: Currency) => entity("currencies", "Currency", id);

/** A user who made or changed something; `of` chooses among the account's few. */
export const userOf = (of: number): JsonObject => {
  const id = 220 + (of % USERS);
  return { ...entity("users", "User", id), id, username: userName(id) };
};
