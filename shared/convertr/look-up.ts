import { ReportsError } from "../platform/errors.ts";
import type { ConvertrClientOptions } from "./client.ts";
import { itemUrl, lookUpUrl } from "./http/endpoint.ts";
import { createRequestContext } from "./http/request-context.ts";
import type { Member } from "./pull/collection.ts";
import { ownField, type Page, readItem, readJson, readPage } from "./pull/envelope.ts";
import { loggedIn } from "./pull/logged-in.ts";
import { requestApi } from "./pull/page-request.ts";

export type Parameter = readonly [name: string, value: string];

/** Single questions to the live API, through the same login, limits and retries as a pull. */
export interface LookUp {
  /**
   * What the collection itself declares to be filtered and ordered by.
   * @throws as `page` | BadResponse when it declares nothing
   */
  searchMapping(collection: string): Promise<SearchMapping>;
  /**
   * One page, as it comes; nothing proves that it is complete.
   * @throws AuthFailed | PasswordExpired | Forbidden | RateLimited | ApiUnavailable | BadResponse | DeadlineExceeded |
   *   SecretUnavailable | SecretMalformed
   */
  page(collection: string, parameters: readonly Parameter[]): Promise<Page>;
  /** @throws as `page` | NotFound */
  item(collection: string, id: number): Promise<Member>;
}

/** @throws UnknownEnterprise | InvalidSettings before anything is asked */
export function createLookUp(options: ConvertrClientOptions): LookUp {
  const progress = { collection: "look-up", done: 0, total: 0 };
  const context = createRequestContext(options, progress);
  const { endpoint } = context;
  return {
    searchMapping: (collection) =>
      loggedIn(options, context, async (shared) => {
        const url = lookUpUrl(endpoint, collection, [["itemsPerPage", "1"]]);
        const asked = { what: "what it can be filtered by", collection, isOneOfMany: false };
        const body = await requestApi(shared, { ...asked, url, read: readJson });
        const mapping = readSearchMapping(body);
        if (mapping !== undefined) return mapping;
        throw new ReportsError("BadResponse", {
          what: "the collection declares no hydra:search, so no filter or order can be told from one that is silently ignored",
          where: `${collection} of ${endpoint.enterprise}`,
          remedy: "Look it up without --filter and --order, and filter what is printed",
        });
      }),
    page: (collection, parameters) =>
      loggedIn(options, context, (shared) =>
        requestApi(shared, {
          what: "a page",
          collection,
          isOneOfMany: false,
          url: lookUpUrl(endpoint, collection, parameters),
          read: (answer) => readPage(answer, { endpoint, collection }),
        }),
      ),
    item: (collection, id) =>
      loggedIn(options, context, (shared) =>
        requestApi(shared, {
          what: `record ${id}`,
          collection,
          isOneOfMany: false,
          isItem: true,
          url: itemUrl(endpoint, collection, id),
          read: (answer) => readItem(answer, id),
        }),
      ),
  };
}

/** Query parameters that a collection declares → the property of its records that each goes by. */
export type SearchMapping = ReadonlyMap<string, string>;

/** @returns undefined when the body has no `hydra:search` with a mapping */
export function readSearchMapping(body: unknown): SearchMapping | undefined {
  const mapping = ownField(ownField(body, "hydra:search"), "hydra:mapping");
  if (!Array.isArray(mapping)) return undefined;
  const pairs = mapping.flatMap((entry) => {
    const [variable, property] = [ownField(entry, "variable"), ownField(entry, "property")];
    // API Platform leaves the property null where a filter goes by none.
    return typeof variable === "string"
      ? [[variable, typeof property === "string" ? property : variable] as const]
      : [];
  });
  return pairs.length === 0 ? undefined : new Map(pairs);
}
