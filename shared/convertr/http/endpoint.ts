import { ReportsError } from "../../platform/errors.ts";
import { ENTERPRISE_PATTERN } from "../../settings/patterns.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const COLLECTION = /^[a-z][a-z0-9-]*$/;

/** One enterprise's API: the only origin anything is ever sent to. */
export interface Endpoint {
  readonly enterprise: string;
  readonly origin: string;
}

/** A collection and the query parameters that belong to each of its pages. */
export interface CollectionQuery {
  readonly collection: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly pageSize: number;
}

/**
 * @param baseUrl instead of `https://{enterprise}.cvtr.io`: an origin, https, or http on loopback
 * @throws UnknownEnterprise for a name that no enterprise can have | InvalidSettings
 */
export function endpointOf(enterprise: string, baseUrl?: string): Endpoint {
  if (!ENTERPRISE_PATTERN.test(enterprise)) {
    throw new ReportsError("UnknownEnterprise", {
      what: "an enterprise's name holds only a-z, 0-9 and inner hyphens, at most 63 of them",
      where: "enterprise",
      remedy: "Give the first part of https://{enterprise}.cvtr.io",
    });
  }
  const text = baseUrl ?? `https://${enterprise}.cvtr.io`;
  const url = URL.parse(text);
  const secure = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (url === null || !secure || url.href !== `${url.origin}/`) {
    throw new ReportsError("InvalidSettings", {
      what: "the API's base URL is not an https origin (http is allowed on loopback only)",
      where: "baseUrl",
      remedy: "Give scheme, host and port alone, such as https://acme.cvtr.io",
    });
  }
  return { enterprise, origin: url.origin };
}

/** Login is not below `/api/v4` (docs/convertr-api.md, "Logging in"). */
export function loginUrl(endpoint: Endpoint): URL {
  return new URL("/api/login", endpoint.origin);
}

/** @param userId the id that the login told, the service user's own */
export function changePasswordUrl(endpoint: Endpoint, userId: number): URL {
  return new URL(`/api/v4/users/${userId}/change-password`, endpoint.origin);
}

/** @throws InvalidSettings for a collection or filter that would lead elsewhere */
export function pageUrl(endpoint: Endpoint, query: CollectionQuery, page: number): URL {
  const url = collectionUrl(endpoint, query);
  url.searchParams.set("page", String(page));
  return url;
}

/** Asks for members by id, whatever page they are on. */
export function probeUrl(endpoint: Endpoint, query: CollectionQuery, ids: readonly number[]): URL {
  const url = collectionUrl(endpoint, query);
  for (const id of ids) url.searchParams.append("id[]", String(id));
  return url;
}

/** @throws InvalidSettings for a collection or parameter that would lead elsewhere */
export function lookUpUrl(
  endpoint: Endpoint,
  collection: string,
  parameters: readonly (readonly [name: string, value: string])[],
): URL {
  const url = ownUrl(endpoint, collection, new Map(parameters));
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url;
}

export function itemUrl(endpoint: Endpoint, collection: string, id: number): URL {
  return new URL(`${ownUrl(endpoint, collection, new Map()).pathname}/${id}`, endpoint.origin);
}

function collectionUrl(endpoint: Endpoint, { collection, filters, pageSize }: CollectionQuery): URL {
  const url = ownUrl(endpoint, collection, new Map(Object.entries(filters)));
  for (const [name, value] of Object.entries(filters)) url.searchParams.set(name, value);
  url.searchParams.set("itemsPerPage", String(pageSize));
  url.searchParams.set("order[id]", "asc");
  return url;
}

function ownUrl(endpoint: Endpoint, collection: string, parameters: ReadonlyMap<string, string>): URL {
  if (!COLLECTION.test(collection) || parameters.has("access_token")) {
    throw new ReportsError("InvalidSettings", {
      what: "a collection is one path segment, and its filters hold no token",
      where: "collection",
      remedy: "Correct the dataset's declaration",
    });
  }
  return new URL(`/api/v4/${collection}`, endpoint.origin);
}

/** True when a link of an answer points at the very collection that was asked (docs/pulling.md, "Where a request may go"). Only ever counted. */
export function isOwnLink(endpoint: Endpoint, collection: string, link: string): boolean {
  // A back-slash is a slash to URL parsers and not to others.
  if (link.includes("\\")) return false;
  const url = URL.parse(link, endpoint.origin);
  return (
    url !== null &&
    url.origin === endpoint.origin &&
    url.username === "" &&
    url.password === "" &&
    url.pathname === `/api/v4/${collection}`
  );
}

/** The query of a link, which is all that is ever read of one. */
export function queryOf(endpoint: Endpoint, link: string): URLSearchParams | undefined {
  return URL.parse(link, endpoint.origin)?.searchParams;
}
