import { COLLECTIONS, type CollectionName } from "../world/entries.ts";
import type { World } from "../world.ts";
import type { Accounts } from "./accounts.ts";
import { type Answer, errorAnswer, type Format, jsonAnswer } from "./answer.ts";
import { createCollectionAnswers } from "./collection.ts";
import { negotiate } from "./negotiation.ts";
import { lastValue, parseQuery } from "./query.ts";
import { createRollingLimit, LOGIN_LIMIT, type RateLimit } from "./rate-limit.ts";

/** A request with its body read, as the API sees it. */
export interface ApiRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** The query, without the question mark. */
  readonly search: string;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
}

export interface RouterOptions {
  readonly world: World;
  readonly accounts: Accounts;
  readonly now: () => number;
  /** Null: none. */
  readonly rateLimit: RateLimit | null;
}

const CHANGE_PASSWORD = /^\/api\/v4\/users\/(\d+)\/change-password$/;
const ITEM_OR_LIST = /^\/api\/v4\/([a-z-]+)(?:\/([^/.]+))?(?:\.(jsonld|json))?$/;

/** The API as a function from request to answer. */
export function createRouter(options: RouterOptions): (request: ApiRequest) => Answer {
  const { accounts, now, rateLimit } = options;
  const waitAll = rateLimit === null ? () => 0 : createRollingLimit(rateLimit, now);
  const waitLogin = rateLimit === null ? () => 0 : createRollingLimit(LOGIN_LIMIT, now);
  const collections = createCollectionAnswers(options.world);
  return (request) => {
    const login = request.path === "/api/login";
    const wait = waitAll() || (login ? waitLogin() : 0);
    if (wait > 0) return tooMany(wait, rateLimit?.retryAfter ?? false);
    if (login) return logIn(accounts, request);
    return collectionAnswer({ request, accounts, collections, now });
  };
}

/** Neither the body nor the header is documented. */
const tooMany = (seconds: number, retryAfter: boolean): Answer =>
  jsonAnswer(429, { code: 429, message: "Too Many Requests" }, retryAfter ? { "retry-after": String(seconds) } : {});

function logIn(accounts: Accounts, { method, headers, body }: ApiRequest): Answer {
  if (method !== "POST") return errorAnswer(405, "Method Not Allowed", undefined);
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return accounts.logIn(new URLSearchParams(form ? body : ""));
}

/** Also for a user whose password has expired: what else would the route be for (guess). */
function changePassword(
  accounts: Accounts,
  { method, headers, body }: ApiRequest,
  { username, userId }: { readonly username: string; readonly userId: string },
): Answer {
  if (method !== "POST") return errorAnswer(405, "Method Not Allowed", undefined);
  const isJson = /^application\/(?:ld\+)?json\b/.test(headers["content-type"] ?? "");
  return accounts.changePassword(username, { userId: Number(userId), body: isJson ? parsed(body) : undefined });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function collectionAnswer(of: {
  readonly request: ApiRequest;
  readonly accounts: Accounts;
  readonly collections: ReturnType<typeof createCollectionAnswers>;
  readonly now: () => number;
}): Answer {
  const { request, accounts, collections, now } = of;
  const [, name = "", id, extension] = ITEM_OR_LIST.exec(request.path) ?? [];
  const collection = COLLECTIONS.find((known): known is CollectionName => known === name);
  const format = (extension as Format | undefined) ?? negotiate(request.headers["accept"]);
  const query = parseQuery(request.search);
  if (collection !== undefined || request.path.startsWith("/api/v4/")) {
    const header = /^Bearer\s+(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
    const bearer = accounts.authenticate({ header, query: lastValue(query, "access_token") });
    if ("refused" in bearer) return bearer.refused;
    const [, userId] = CHANGE_PASSWORD.exec(request.path) ?? [];
    if (userId !== undefined) return changePassword(accounts, request, { username: bearer.username, userId });
    // The status is not documented, the body is.
    if (bearer.isExpired) return errorAnswer(403, "Password expired", undefined);
  }
  if (collection === undefined) return errorAnswer(404, "Not Found", format);
  if (request.method !== "GET") return errorAnswer(405, "Method Not Allowed", format);
  if (format === undefined) return errorAnswer(406, notAcceptable(request), undefined);
  // Records tell whole seconds; pages asked within one see the same rows.
  const atMs = Math.floor(now() / 1_000) * 1_000;
  const asked = { collection, path: request.path, query, format, atMs };
  if (id === undefined) return collections.list(asked);
  return /^\d+$/.test(id) ? collections.item(asked, Number(id)) : errorAnswer(404, "Not Found", format);
}

const notAcceptable = ({ headers }: ApiRequest): string =>
  `Requested format "${headers["accept"]}" is not supported. Supported MIME types are "application/ld+json", "application/json", "text/html".`;
