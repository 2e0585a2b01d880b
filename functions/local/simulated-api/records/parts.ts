import { ADVERTISERS, COUNTRIES, PUBLISHERS, SUBCATEGORIES } from "../plan/names.ts";
import { utcText } from "../world/calendar.ts";
import { CURRENCIES, type CurrencyName } from "../world/money.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/**
 * Every secret and every person's datum of the simulated account matches this pattern, and nothing else does: what
 * leaves the project (objects, records, mails, logs) may be searched with it.
 */
export const CANARY_PATTERN = /canary|@example\.com|192\.0\.2\.\d/i;

/** `CANARY-api-key-601`. */
export const secret = (kind: string, id: number | string): string => `CANARY-${kind}-${id}`;
export const personName = (role: string, id: number): string => `Canary ${role} ${id}`;
export const personEmail = (role: string, id: number): string => `canary.${role}.${id}@example.com`;
/** In 192.0.2.0/24, which nobody owns (RFC 5737). */
export const ipAddress = (id: number): string => `192.0.2.${1 + (id % 254)}`;

const FIRST_ADVERTISER_ID = 280;
const FIRST_PUBLISHER_ID = 5;
const FIRST_USER_ID = 220;
const USERS = 7;

export const entity = (path: string, type: string, id: number): { "@id": string; "@type": string } => ({
  "@id": `/api/v4/${path}/${id}`,
  "@type": type,
});

export const textOrNull = (ms: number | null): string | null => (ms === null ? null : utcText(ms));

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

export const currencyHead = (currency: CurrencyName) => entity("currencies", "Currency", CURRENCIES[currency].id);

/** A user who made or changed something; `of` chooses among the account's few. */
export const userOf = (of: number) => {
  const id = FIRST_USER_ID + (of % USERS);
  return { ...entity("users", "User", id), id, username: `canary.user.${id}` };
};
